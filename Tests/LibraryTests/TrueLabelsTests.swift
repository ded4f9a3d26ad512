import Explanations
import Foundation
import Library
import Support
import Testing

/// True classes from the names of folders.
@Suite struct TrueLabelsTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("effscope-truth-\(UUID().uuidString)")

  private func make(_ names: [String]) throws -> ImageSources {
    for name in names {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data([1]).write(to: file)
    }
    return try ImageSources([folder.path])
  }

  private let labels = TrueLabels.folders(.imageNet, count: 1000)

  @Test func aSynonymIsTheFoldersClass() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let sources = try make(["tabby/a.jpg", "n02123159/b.jpg", "Egyptian_cat/c.jpg", "17/d.jpg"])
    #expect(sources.walk().map { labels.label(of: $0) } == [17, 285, 282, 281])
    try labels.check(sources, excluding: folder.path + "/library")
  }

  @Test func foldersThatNameNoClassAreAnErrorWithTheirCount() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let sources = try make(["tabby/a.jpg", "crane/b.jpg", "crane/c.jpg", "nonesuch/d.jpg"])
    let failure = #expect(throws: Failure.self) {
      try labels.check(sources, excluding: folder.path + "/library")
    }
    #expect(failure?.status == .badData)
    let message = failure?.message ?? ""
    #expect(message.contains("the true class of 3 images"), "\(message)")
    #expect(message.contains("2 folders name no class"), "\(message)")
    #expect(message.contains("--allow-unlabelled"), "\(message)")
  }
}
