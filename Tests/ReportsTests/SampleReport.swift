import Foundation
import Imaging
import Reports

/// A report of two pages made by hand, with names that mean something to every markup.
enum SampleReport {
  static let evil = "<b>&\"'\\ {x}$_^~%#|`**[a](b)![c] $HOME"

  static func png(_ width: Int, _ height: Int) throws -> [UInt8] {
    try Picture(width: width, height: height, color: RGBColor(red: 200, green: 80, blue: 20))
      .encodedPNG()
  }

  static func page(_ number: Int, image: String = evil, isUntrained: Bool = false) throws
    -> ReportPage
  {
    let target = ReportPage.Prediction(index: 7, label: evil, probability: 0.75, logit: 9.5)
    let figures = try [ReportFigure.Role.photograph, .overlay, .cells].map { role in
      let name = "000\(number)-\(role.rawValue).png"
      var figure = ReportFigure(role, fileName: name, png: try png(60, 40))
      figure.alternative = "alt \(evil)"
      figure.caption = "caption \(evil)"
      figure.command = "effscope cam '\(evil)' --output \(name)"
      return figure
    }
    var explanation = ReportPage.Explanation(heading: "CAM of \(evil)", target: target)
    explanation.facts = [ReportFact("Class", evil)]
    explanation.figures = figures
    var page = ReportPage(number: number, image: image)
    page.facts = [ReportFact("Image", image)]
    page.predictions = [target]
    page.command = "effscope classify '\(evil)'"
    page.explanations = [explanation]
    page.isUntrained = isUntrained
    return page
  }

  static func summary(isUntrained: Bool = false) -> ReportSummary {
    var summary = ReportSummary(
      title: "Title \(evil)", network: "EfficientNet-Lite0 at 224×224")
    summary.facts = [ReportFact("Checkpoint", evil), ReportFact("Made with", "Effscope")]
    summary.warnings = ["careful \(evil)"]
    summary.isUntrained = isUntrained
    summary.columns = ["stage", "operator", "input"]
    summary.rows = [
      ["stage1", "Conv3x3", "3×224×224"], ["stage2", "MBConv1, k3x3", "32×112×112"],
    ]
    summary.totals = "4 M parameters"
    summary.tableCommand = "effscope architecture lite0"
    summary.images = 2
    summary.command = "effscope report '\(evil)'"
    summary.date = "2026-11-25T12:00:00Z"
    return summary
  }

  static func outcome(_ pages: [ReportPage]) -> ReportOutcome {
    var outcome = ReportOutcome()
    outcome.entries = pages.map(\.entry)
    outcome.problems = [.init(image: "bad \(evil)", reason: "it ends after 12 bytes")]
    return outcome
  }

  /// The files that a form makes of `count` pages, by name.
  static func files(
    _ format: any ReportFormat.Type, count: Int = 2, isUntrained: Bool = false
  ) throws -> [String: Data] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("effscope-report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pages = try (1...count).map { try page($0, isUntrained: isUntrained) }
    var writer = try format.init(
      summary(isUntrained: isUntrained),
      files: ReportFiles(folder: folder.path, name: format.standardFileName))
    for page in pages { try writer.add(page) }
    try writer.finish(outcome(pages))
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let path = folder.appendingPathComponent(name)
      if !path.hasDirectoryPath { files[name] = try? Data(contentsOf: path) }
    }
    return files
  }

  static func text(_ format: any ReportFormat.Type, isUntrained: Bool = false) throws -> String {
    let file = try files(format, isUntrained: isUntrained)[format.standardFileName]
    return String(decoding: file ?? Data(), as: UTF8.self)
  }
}
