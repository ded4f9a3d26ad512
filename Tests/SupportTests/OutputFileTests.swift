import Foundation
import Support
import Testing

@Suite struct OutputFileTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test func aFileIsWrittenWholeAndNothingElseIsLeft() throws {
    let path = folder.appendingPathComponent("a.bin").path
    try OutputFile.write([1, 2, 3], to: path, what: "can't save")
    try OutputFile.write([4], to: path, what: "can't save")
    #expect(try InputFile.read(path, what: "can't read") == [4])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.bin"])
  }

  @Test func aMissingFolderIsAnErrorThatNamesTheFile() {
    let path = folder.appendingPathComponent("none/a.bin").path
    let failure = #expect(throws: Failure.self) {
      try OutputFile.write([1], to: path, what: "can't save the overlay")
    }
    #expect(failure?.status == .cannotCreate)
    #expect(failure?.message.contains("'\(path)'") == true)
  }

  @Test func aFullDiskLeavesNothingBehind() {
    let failure = #expect(throws: Failure.self) {
      try OutputFile.write([UInt8](repeating: 7, count: 1 << 16), to: "/dev/full/x", what: "w")
    }
    #expect(failure != nil)
  }

  @Test func missingEmptyAndDirectoryInputsAreToldApart() throws {
    let empty = folder.appendingPathComponent("empty").path
    _ = FileManager.default.createFile(atPath: empty, contents: nil)
    for (path, status) in [
      (folder.path, ExitStatus.noInput), (folder.path + "/none", .noInput), (empty, .badData),
    ] {
      let failure = #expect(throws: Failure.self) { try InputFile.read(path, what: "can't read") }
      #expect(failure?.status == status, "\(path)")
    }
  }
}
