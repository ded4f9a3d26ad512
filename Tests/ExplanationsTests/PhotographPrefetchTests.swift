import Explanations
import Foundation
import Imaging
import Support
import Tensors
import Testing

@Suite struct PhotographPrefetchTests {
  private func withPicture(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("effscope-prefetch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("grey.png")
    let picture = Picture(
      width: 4, height: 3, channels: 3, pixels: [UInt8](repeating: 119, count: 36))
    try Data(try picture.encodedPNG()).write(to: file)
    try body(file)
  }

  @Test func theFirstPhotographIsPrefetchedOnce() throws {
    try withPicture { file in
      let prefetch = PhotographPrefetch(firstOf: [file.path, "unread.png"])
      let photograph = try prefetch.photograph(at: file.path)
      #expect(photograph.name == file.path)
      #expect(photograph.size == PixelSize(width: 4, height: 3))
      try FileManager.default.removeItem(at: file)
      #expect(throws: Failure.self) { try prefetch.photograph(at: file.path) }
    }
  }

  @Test func otherPhotographsAreReadOnRequest() throws {
    try withPicture { file in
      let prefetch = PhotographPrefetch(firstOf: ["/nowhere/first.png", file.path])
      let second = try prefetch.photograph(at: file.path)
      #expect(second.name == file.path)
      let only = try PhotographPrefetch(firstOf: []).photograph(at: file.path)
      #expect(only.name == file.path)
    }
  }

  @Test func thePrefetchsFailureIsThrownOnRequest() throws {
    let prefetch = PhotographPrefetch(firstOf: ["/nowhere/first.png"])
    let failure = #expect(throws: Failure.self) {
      try prefetch.photograph(at: "/nowhere/first.png")
    }
    #expect(failure?.status == .noInput)
  }
}
