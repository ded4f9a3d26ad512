import Foundation
import Testing

/// Figures for print and the truth in them, as commands write them.
@Suite struct FigureCommandTests {
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let cat = try Data(contentsOf: URL(fileURLWithPath: Program.photograph("chelsea.png")))
    try FileManager.default.createDirectory(
      atPath: folder.path("photographs/285"), withIntermediateDirectories: true)
    _ = try folder.write("photographs/285/cat.png", cat)
    return folder
  }

  /// Width and height of a PNG in pixels, and its pixels per metre.
  private static func size(_ path: String) throws -> [Int] {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    func number(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    let density = try #require(bytes.range(of: Data("pHYs".utf8)))
    return [number(16), number(20), number(density.upperBound)]
  }

  @Test func trueAndPredictedClassStandOnOneScaleInPrint() throws {
    let folder = try Self.folder()
    let outcome = try Program.run(
      [
        "cam", "photographs/285/cat.png", "--variant", "lite0", "--truth", "folders", "--class",
        "truth,top", "--print-width", "60mm", "--dpi", "200", "-o", "out/", "--format", "json",
      ], folder: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let found = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    #expect(
      found.compactMap { ($0["class"] as? [String: Any])?["index"] as? Int } == [285, 282])
    let highs = found.compactMap { ($0["scale"] as? [String: Any])?["high"] as? Double }
    #expect(highs.count == 2 && highs[0] == highs[1])
    let path = folder.path("out/cat-cam-285.png")
    let size = try Self.size(path)
    #expect(size[0] == 472 && size[2] == 7874)
    let again = try Program.run(
      ["cam", "--from", "out/cat-cam-285.png", "-o", "again.png"], folder: folder.url)
    #expect(again.status == 0, "\(again.errors)")
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: path))
        == Data(contentsOf: URL(fileURLWithPath: folder.path("again.png"))))
  }

  @Test func vectorsKeepTheirLetters() throws {
    let folder = try Self.folder()
    let image = "photographs/285/cat.png"
    for arguments in [
      ["cam", image, "--variant", "lite0", "-o", "a.svg"],
      ["compare", image, "--variant", "lite0", "--methods", "cam,grad-cam", "-o", "b.svg"],
      ["cam", image, "--variant", "lite0", "-o", "a.pdf"],
    ] {
      let outcome = try Program.run(arguments, folder: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    func text(_ name: String) throws -> String {
      String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path(name))), as: UTF8.self)
    }
    #expect(try text("a.svg").contains(">282 tiger cat</text>"))
    #expect(try text("b.svg").contains(">(b) CAM</text>"))
    #expect(try text("a.pdf").hasPrefix("%PDF"))
    #expect(try text("a.pdf").contains("240.96"))
  }

  @Test func methodsOfDifferentUnitsShareNoScale() throws {
    let folder = try Self.folder()
    let outcome = try Program.run(
      [
        "compare", "photographs/285/cat.png", "--variant", "lite0", "--methods", "cam,grad-cam",
        "--scale", "shared", "-o", "a.png",
      ], folder: folder.url)
    #expect(outcome.status == 64 && outcome.errors.contains("different units"))
    #expect(try folder.contents == ["photographs"])
  }

  @Test func aReportComesStraightFromALibrary() throws {
    let folder = try Self.folder()
    let batch = try Program.run(
      [
        "batch", "photographs", "-o", "results", "--variant", "lite0", "--truth", "folders",
        "--method", "hires-cam",
      ], folder: folder.url)
    #expect(batch.status == 0, "\(batch.errors)")
    let report = try Program.run(
      [
        "report", "--library", "results", "--where", "correct=no", "--limit", "6", "-o",
        "errors.md",
      ], folder: folder.url)
    #expect(report.status == 0, "\(report.errors)")
    let text = try String(contentsOfFile: folder.path("errors.md"), encoding: .utf8)
    #expect(text.contains("HiResCAM of 282 tiger cat"))
    #expect(text.contains("true: 285 Egyptian"))
    let none = try Program.run(
      ["report", "--library", "results", "--where", "correct=yes", "-o", "none.md"],
      folder: folder.url)
    #expect(none.status == 66 && none.errors.contains("no examined image"))
    let mixed = try Program.run(
      ["report", "a.png", "--limit", "3", "-o", "none.md"], folder: folder.url)
    #expect(mixed.status == 64 && mixed.errors.contains("--library"))
  }

  @Test func aDiagramHasItsWidthInPrint() throws {
    let folder = try Self.folder()
    let outcome = try Program.run(
      ["scale", "--figure", "8", "--plot", "f.png", "--print-width", "85mm"], folder: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try Self.size(folder.path("f.png"))[0] == 1004)
  }
}
