import Foundation
import Imaging
import Reports
import Testing

@Suite struct FormatTests {
  private static func format(_ name: String) throws -> any ReportFormat.Type {
    try ReportFormats.named(name)
  }

  @Test(arguments: ["html", "markdown", "latex", "pdf", "contact-sheet"])
  func everyFormWritesItsFileAndLeavesNothingElse(name: String) throws {
    let format = try Self.format(name)
    let files = try SampleReport.files(format)
    let figures = ["markdown", "latex"].contains(name) ? 6 : 0
    #expect(files[format.standardFileName] != nil)
    #expect(files.count == 1 + figures, "\(files.keys.sorted())")
    #expect(files.keys.filter { $0.hasPrefix("report-figures/") }.count == figures)
  }

  @Test func theFormIsFoundByNameAndByEnding() throws {
    for format in ReportFormats.all {
      #expect(try Self.format(format.name.uppercased()) == format)
      #expect(ReportFormats.suiting("a.b/\(format.standardFileName)").map { $0 == format } == true)
    }
    for path in ["report", "a.html/b", "", "x.docx", "."] {
      #expect(ReportFormats.suiting(path) == nil, "\(path)")
    }
  }

  @Test func htmlHasNoMarkupFromNames() throws {
    let text = try SampleReport.text(Self.format("html"))
    #expect(!text.contains("<b>"))
    #expect(!text.contains("alt=\"alt <"))
    #expect(text.contains("&lt;b&gt;&amp;&quot;&#39;"))
    #expect(text.components(separatedBy: "<img src=\"data:image/png;base64,").count == 7)
    #expect(text.contains("1 images; 1") == false && text.contains("2 of 3 images; 1 could not"))
  }

  @Test func markdownHasNoMarksFromNames() throws {
    let text = try SampleReport.text(Self.format("markdown"))
    let lines = text.split(separator: "\n").filter { !$0.contains("effscope ") }
    for line in lines where !line.hasPrefix("```") {
      // What is escaped is no mark; of what is left only the report's own may stand.
      let marks = line.replacing(/\\./, with: "")
      for mark in ["<b>", "**[", "![c]", "](b)", "`"] {
        #expect(!marks.contains(mark), "\(line)")
      }
    }
    // Of a table, a name's bars end no cell.
    #expect(text.contains("\\|"))
    #expect(text.contains("](report-figures/0001-overlay.png)"))
  }

  @Test func latexHasNoCommandsFromNames() throws {
    let text = try SampleReport.text(Self.format("latex"))
    let typeset = text.split(separator: "\n").filter { !$0.hasPrefix("%") }.joined(separator: "\n")
    let name =
      "\\textless{}b\\textgreater{}\\&\\textquotedbl{}'\\textbackslash{} \\{x\\}\\$\\_"
      + "\\textasciicircum{}\\textasciitilde{}\\%\\#\\textbar{}"
    #expect(typeset.contains(name))
    #expect(!typeset.contains("<b>") && !typeset.contains("$HOME".replacing("$", with: " $")))
    let opened = typeset.components(separatedBy: "{").count
    #expect(opened == typeset.components(separatedBy: "}").count)
    // One float an image, its figures lettered.
    #expect(typeset.components(separatedBy: "\\begin{figure}").count == 3)
    #expect(typeset.contains("\\label{fig:report-1}") && typeset.contains("\\label{fig:report-2}"))
    #expect(typeset.components(separatedBy: "(b) caption").count == 3)
  }

  @Test func whatPdfLaTeXHasNoLetterForBecomesANumber() throws {
    #expect("写 é −3".escapedForLaTeX == "[U+5199] é $-$3")
    #expect("a--b 'c'".escapedForLaTeXCode == "a-{}-{}b \\textquotesingle{}c\\textquotesingle{}")
  }

  @Test(arguments: ["html", "markdown", "latex"])
  func untrainedWeightsAreCalledSoAboveEveryImage(name: String) throws {
    let format = try Self.format(name)
    let words = "Untrained: these weights are random numbers."
    #expect(
      try SampleReport.text(format, isUntrained: true).components(separatedBy: words).count == 4)
    #expect(try !SampleReport.text(format).contains(words))
  }

  @Test(arguments: ["html", "markdown", "latex"])
  func aReportLeadsWithItsPictures(name: String) throws {
    let text = try SampleReport.text(Self.format(name))
    func place(_ words: String) throws -> String.Index {
      try #require(text.range(of: words)?.lowerBound, "\(words)")
    }
    let picture = try place(name == "html" ? "<img" : "0001-photograph.png")
    #expect(try picture < place("Predictions") || name == "latex")
    #expect(try picture < place("Network and settings"))
    #expect(try place("Network and settings") < place("stage2"))
    if name != "html" {
      #expect(try place("Network and settings") < place("effscope cam"))
    }
  }

  @Test func aPdfHasSeveralImagesAPageAndItsFontsInside() throws {
    let file = try SampleReport.files(Self.format("pdf"))["report.pdf"] ?? Data()
    let text = String(decoding: file, as: UTF8.self)
    #expect(text.hasPrefix("%PDF-1."))
    // Two small images, the list, numbers, settings and commands.
    #expect(text.components(separatedBy: "/Type /Page %").count <= 3)
    #expect(text.contains("/FontFile"))
  }

  @Test func aContactSheetGoesOnAfter96Pictures() throws {
    let files = try SampleReport.files(Self.format("contact-sheet"), count: 97)
    #expect(Set(files.keys) == ["contact-sheet.png", "contact-sheet-2.png"])
    let sheet = try Picture.decode(Array(files["contact-sheet.png"] ?? Data()))
    let rest = try Picture.decode(Array(files["contact-sheet-2.png"] ?? Data()))
    #expect(sheet.width == 8 * 214 + 14 && sheet.height > rest.height + 10 * 38)
    let texts = try PNGText.all(in: Array(files["contact-sheet.png"] ?? Data()))
    #expect(texts.contains { $0.keyword == "effscope:command" })
  }
}
