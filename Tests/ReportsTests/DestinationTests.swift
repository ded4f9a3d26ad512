import Foundation
import Reports
import Support
import Testing

@Suite struct DestinationTests {
  private static func folder() throws -> String {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("effscope-destination-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path
  }

  private static func contents(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func anEndingNamesAFileAndAnythingElseAFolder() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let all = ReportFormats.all.count
    let pdf = try ReportFormats.named("pdf")
    let html = try ReportFormats.named("html")
    for (name, formats, count, path) in [
      ("a.html", [], 1, "a.html"), ("a", [], all, "a/report.html"),
      ("a.html/", [], all, "a.html/report.html"), ("a", [pdf], 1, "a"),
      ("a.xyz", [pdf], 1, "a.xyz"), ("a", [pdf, html], 2, "a/report.pdf"),
      ("a/", [pdf], 1, "a/report.pdf"),
    ] as [(String, [any ReportFormat.Type], Int, String)] {
      let destination = try ReportDestination("\(folder)/\(name)", formats: formats)
      #expect(destination.formats.count == count, "\(name)")
      #expect(destination.paths.first == "\(folder)/\(path)", "\(name)")
    }
  }

  @Test func whatIsNotPublishedGoesAway() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["a.html", "b"] {
      let destination = try ReportDestination("\(folder)/\(name)", formats: [])
      #expect(try Self.contents(folder).count == 1)
      withExtendedLifetime(destination) {}
    }
    #expect(try Self.contents(folder).isEmpty)
  }

  @Test func aFolderThatIsAFileIsRefused() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data().write(to: URL(fileURLWithPath: folder + "/taken"))
    #expect(throws: Failure.self) { try ReportDestination("\(folder)/taken", formats: []) }
  }
}
