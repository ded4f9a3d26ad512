import Foundation
import Testing

@Suite struct ReportCommandTests {
  /// What `report_html.py` reads in an HTML report.
  private struct ReadReport: Decodable {
    struct Figure: Decodable {
      var sha256: String
      var alt: String
      var command: String
      var size: [Int]
    }
    var mistakes: [String]
    var figures: [Figure]
    var commands: [String]
    var text: String
  }

  private static func read(_ path: String) throws -> ReadReport {
    let script = Program.root.appendingPathComponent("Tests/EndToEnd/report_html.py").path
    let output = try shell("python3 '\(script)' '\(path)'", in: "/")
    return try JSONDecoder().decode(ReadReport.self, from: output)
  }

  /// Runs a command line as a person's shell would, `effscope` among its programs.
  @discardableResult
  private static func shell(_ line: String, in folder: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = ProcessInfo.processInfo.environment
    let programs = Program.executable.deletingLastPathComponent().path
    environment["PATH"] = "\(programs):\(environment["PATH"] ?? "")"
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(line)")
    return data
  }

  private static func sha256(_ path: String) throws -> String {
    String(
      decoding: try shell("sha256sum < '\(path)' | cut -c1-64 | tr -d '\\n'", in: "/"),
      as: UTF8.self)
  }

  private static func copy(_ name: String, to folder: TemporaryFolder, as other: String) throws {
    _ = try folder.write(
      other, try Data(contentsOf: URL(fileURLWithPath: Program.photograph(name))))
  }

  @Test func everyFigureIsMadeAgainByTheCommandBelowIt() throws {
    let folder = try TemporaryFolder()
    try Self.copy("chelsea.png", to: folder, as: "a cat's <b>&\"photo\".png")
    try Self.copy("rocket.jpg", to: folder, as: "new\nline\u{202E}.jpg")
    let outcome = try Program.run(
      [
        "report", "a cat's <b>&\"photo\".png", "new\nline\u{202E}.jpg", "--variant", "lite0",
        "--class", "top:2", "--versus", "lynx", "--method", "grad-cam", "--alpha", "0.4",
        "--input-crop", "0.9", "--contour", "--box", "0.3", "-o", "report.html",
      ], folder: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "./report.html\n")
    #expect(try !folder.contents.contains { $0.contains(".part") })

    let report = try Self.read(folder.path("report.html"))
    #expect(report.mistakes.isEmpty, "\(report.mistakes)")
    #expect(report.figures.count == 2 * (1 + 2 * 2))
    for figure in report.figures {
      try Self.shell(figure.command, in: folder.url.path)
      let words = figure.command.components(separatedBy: "--output ")
      let name = try #require(words.last?.components(separatedBy: " ").first)
      #expect(try Self.sha256(folder.path(name)) == figure.sha256, "\(figure.command)")
    }
    // The tables have their commands too.
    for command in report.commands where !command.contains(" report ") {
      try Self.shell(command, in: folder.url.path)
    }
  }

  @Test func aFolderGetsEveryFormAndTheirPicturesAgree() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      [
        "report", Program.photograph("coffee.png"), Program.photograph("rocket.jpg"), "--variant",
        "lite0", "--side", "240", "--output", "out",
      ], environment: ["SOURCE_DATE_EPOCH": "1700000000"], folder: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try folder.contents == ["out"])
    let out = folder.path("out")
    let names = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
    #expect(
      names == [
        "contact-sheet.png", "report-figures", "report.html", "report.md", "report.pdf",
        "report.tex",
      ])
    let figures = try FileManager.default.contentsOfDirectory(atPath: out + "/report-figures")
    #expect(figures.count == 6)
    let report = try Self.read(out + "/report.html")
    #expect(report.mistakes.isEmpty, "\(report.mistakes)")
    #expect(report.text.contains("2023-11-14T22:13:20Z"))
    #expect(report.figures.allSatisfy { $0.size.allSatisfy { $0 <= 400 } })
    let shown = Set(report.figures.map(\.sha256))
    for name in figures {
      #expect(try shown.contains(Self.sha256(out + "/report-figures/" + name)), "\(name)")
    }
    let markdown = try String(contentsOfFile: out + "/report.md", encoding: .utf8)
    let latex = try String(contentsOfFile: out + "/report.tex", encoding: .utf8)
    for name in figures {
      #expect(markdown.contains("](report-figures/\(name))"), "\(name)")
      #expect(latex.contains("{report-figures/\(name)}"), "\(name)")
    }
    for text in [markdown, latex, report.text] {
      for fact in ["espresso", "967", "efficientnet-lite0-57934424.pth", "0.1.0"] {
        #expect(text.contains(fact), "\(fact)")
      }
    }
    let pdf = try Data(contentsOf: URL(fileURLWithPath: out + "/report.pdf"))
    #expect(pdf.starts(with: Data("%PDF-".utf8)) && pdf.suffix(8).contains(UInt8(ascii: "%")))
  }

  @Test func theSameOrderGivesTheSameBytesInEveryForm() throws {
    let folder = try TemporaryFolder()
    var digests: [[String]] = []
    for _ in 0..<2 {
      let outcome = try Program.run(
        ["report", Program.photograph("coffee.png"), "--side", "160", "-o", "out/"],
        environment: ["SOURCE_DATE_EPOCH": "1700000000"], folder: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      digests.append(
        try ["report.html", "report.md", "report.tex", "report.pdf", "contact-sheet.png"].map {
          try Self.sha256(folder.path("out/\($0)"))
        })
    }
    #expect(digests[0] == digests[1])
    #expect(try folder.contents == ["out"])
  }

  @Test func anImageThatFailsIsReportedAndTheOthersAreDone() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("broken.png", Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]))
    let outcome = try Program.run(
      [
        "report", "broken.png", Program.photograph("coffee.png"), "missing.png", "--side", "120",
        "--output", "out",
      ], folder: folder.url)
    #expect(outcome.status == 65)
    #expect(outcome.errors.split(separator: "\n").count == 2, "\(outcome.errors)")
    let report = try Self.read(folder.path("out/report.html"))
    #expect(report.mistakes.isEmpty, "\(report.mistakes)")
    #expect(report.text.contains("1 of 3 images; 2 could not be done"))
    #expect(report.text.contains("broken.png") && report.text.contains("missing.png"))
    #expect(report.figures.count == 3)
    for name in ["report.md", "report.tex"] {
      let text = try String(contentsOfFile: folder.path("out/\(name)"), encoding: .utf8)
      #expect(text.contains("missing.png"), "\(name)")
    }
  }

  @Test func whereNoImageCouldBeDoneNothingIsWritten() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(["report", "missing.png", "-o", "out"], folder: folder.url)
    #expect(outcome.status == 66)
    #expect(try folder.contents.isEmpty)
  }

  @Test func untrainedWeightsAreCalledSoInEveryForm() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      [
        "report", Program.photograph("coffee.png"), "--checkpoint", "random:7", "--side", "120",
        "-o", "out", "--format", "html", "--format", "markdown", "--format", "latex",
      ], folder: folder.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for name in ["report.html", "report.md", "report.tex"] {
      let text = try String(contentsOfFile: folder.path("out/\(name)"), encoding: .utf8)
      #expect(text.components(separatedBy: "Untrained: these weights").count == 3, "\(name)")
      #expect(text.contains("random:7 (untrained)"), "\(name)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("out/report.pdf")))
  }

  @Test func theEndingChoosesTheForm() throws {
    let folder = try TemporaryFolder()
    for (name, start) in [
      ("a.md", "# What"), ("a.tex", "% Made by"), ("a.pdf", "%PDF"), ("a.htm", "<!DOCTYPE"),
      ("a.png", "\u{FFFD}PNG"),
    ] {
      let outcome = try Program.run(
        ["report", Program.photograph("coffee.png"), "--side", "64", "-o", name],
        folder: folder.url)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let text = String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: folder.path(name))), as: UTF8.self)
      #expect(text.hasPrefix(start), "\(name)")
    }
    #expect(try folder.contents == ["a-figures", "a.htm", "a.md", "a.pdf", "a.png", "a.tex"])
  }

  @Test func whatCannotBeDoneIsRefusedWithAnExitCode() throws {
    let folder = try TemporaryFolder()
    let image = Program.photograph("coffee.png")
    for (arguments, status, words) in [
      (["-o", "/nowhere/report.html"], Int32(73), "'/nowhere/report.html'"),
      (["-o", "out", "--format", "docx"], 64, "use one of html, markdown"),
      (["-o", "a.html", "--format", "pdf", "--format", "html"], 64, "name a folder"),
      (["-o", "a.html", "--scale", "shared"], 64, "effscope cam --scale shared"),
      (["-o", "a.html", "--side", "3"], 64, "--side is 3"),
      (["-o", "a.html", "--layer", "stage4"], 64, "use --layer stage9"),
      (["-o", "a.html", "--variant", "b7"], 66, "weights"),
    ] {
      let outcome = try Program.run(["report", image] + arguments, folder: folder.url)
      #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
      #expect(try folder.contents.isEmpty, "\(arguments)")
    }
  }

  @Test func ctrlCEndsWithExitCode130AndLeavesNothing() throws {
    let folder = try TemporaryFolder()
    let process = Program.interruptible()
    let images = Array(repeating: Program.photograph("coffee.png"), count: 400)
    process.arguments = (process.arguments ?? []) + ["report"] + images + ["-o", "out"]
    process.currentDirectoryURL = folder.url
    process.standardError = Pipe()
    process.standardOutput = Pipe()
    try process.run()
    // Once pages are being written the handler stands.
    for _ in 0..<600 {
      let staging = try folder.contents.first { $0.hasSuffix(".part") }
      let figures = staging.flatMap {
        try? FileManager.default.contentsOfDirectory(
          atPath: folder.path($0) + "/report-figures")
      }
      if (figures?.count ?? 0) > 3 { break }
      usleep(50_000)
    }
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(try folder.contents.isEmpty)
  }

  @Test func camDrawsASmallerPicture() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "cam", Program.photograph("chelsea.png"), "--side", "150", "--box", "--output",
      folder.path("small.png"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let png = try Data(contentsOf: URL(fileURLWithPath: folder.path("small.png")))
    #expect(Array(png[16..<24]) == [0, 0, 0, 150, 0, 0, 0, 100])
    let again = try Program.run([
      "cam", "--from", folder.path("small.png"), "--output", folder.path("again.png"),
    ])
    #expect(again.status == 0, "\(again.errors)")
    #expect(png == (try Data(contentsOf: URL(fileURLWithPath: folder.path("again.png")))))
  }
}
