import Foundation
import Testing

/// Pictures of other people: what they may cost, and what is said of them, in every command.
@Suite struct PictureLimitCommandTests {
  private static let network = ["--checkpoint", "random:7"]

  private func grey16(_ name: String = "grey16.png") -> String {
    Program.root.appendingPathComponent("Tests/ImagingTests/Fixtures/decoding/\(name)").path
  }

  /// The commands that read photographs, with the arguments that each needs.
  private static let commands: [[String]] = [
    ["cam"], ["classify"], ["compare", "--methods", "cam,grad-cam"],
    ["step", "--layer", "stage1"],
    ["evaluate", "--methods", "cam", "--metrics", "deletion", "--steps", "2"],
    ["sanity", "--methods", "cam", "--draws", "1"],
  ]

  @Test(arguments: commands)
  func oneLimitHoldsEverywhere(_ command: [String]) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("wide.gif")
    var bytes = try Data(
      contentsOf: Program.root.appendingPathComponent(
        "Tests/ImagingTests/Fixtures/formats/plain.gif"))
    bytes.replaceSubrange(6..<10, with: [0x00, 0x10, 0x00, 0x10])
    try bytes.write(to: URL(fileURLWithPath: path))
    let refused = try Program.run(command + [path, "--megapixels", "16"] + Self.network)
    #expect(refused.status == 65, "\(command): \(refused.errors)")
    #expect(
      refused.errors.contains("4096×4096 pixels are more than the limit of 16.0 million"),
      "\(command): \(refused.errors)")
    #expect(refused.errors.contains("--megapixels"), "\(command): \(refused.errors)")
    #expect(try Program.run(command + [path, "--megapixels", "0"] + Self.network).status == 64)
  }

  @Test(arguments: commands)
  func clippedGreyIsToldEverywhere(_ command: [String]) throws {
    let told = try Program.run(command + [grey16()] + Self.network)
    #expect(told.status == 0, "\(command): \(told.errors)")
    let lines = told.errors.split(separator: "\n").filter { $0.contains("16-bit grey is clipped") }
    #expect(lines.count == 1, "\(command): \(told.errors)")
    let scaled = try Program.run(command + [grey16(), "--grey16", "scale"] + Self.network)
    #expect(!scaled.errors.contains("is clipped"), "\(command): \(scaled.errors)")
  }

  @Test func reportsAndBatchesTellOfClippedGrey() throws {
    let folder = try TemporaryFolder()
    let report = try Program.run(
      ["report", grey16(), "-o", folder.path("report.md")] + Self.network)
    #expect(report.status == 0, "\(report.errors)")
    #expect(report.errors.contains("16-bit grey is clipped to 255"))
    let batch = try Program.run(
      ["batch", grey16(), Program.photograph("rocket.jpg"), "-o", folder.path("library")]
        + Self.network)
    #expect(batch.status == 0, "\(batch.errors)")
    #expect(batch.errors.contains("16-bit grey is clipped to 255"), "\(batch.errors)")
    #expect(batch.output.contains("2 examined"))
  }

  @Test func standardInputIsBounded() throws {
    let input = Data(repeating: 0x42, count: 25_000_000)
    let outcome = try Program.run(
      ["classify", "-", "--megapixels", "1"] + Self.network, input: input)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("it has more than 24.8 MB"), "\(outcome.errors)")
    #expect(outcome.errors.contains("--megapixels"))
  }

  @Test func aFolderWithoutAnImageIsNoSuccess() throws {
    let folder = try TemporaryFolder()
    let (empty, others) = (folder.path("empty"), folder.path("others"))
    for place in [empty, others] {
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    }
    try Data("words".utf8).write(to: URL(fileURLWithPath: others + "/notes.txt"))
    let nothing = try Program.run(["batch", empty, "-o", folder.path("first")] + Self.network)
    #expect(nothing.status == 66)
    #expect(nothing.errors.contains("there is no file"), "\(nothing.errors)")
    let passed = try Program.run(["batch", others, "-o", folder.path("second")] + Self.network)
    #expect(passed.status == 66)
    #expect(passed.output.contains("0 examined, 1 other file"), "\(passed.output)")
    #expect(passed.errors.contains("(1 other file, such as 'notes.txt')"))
    // What can't be read stays a failure when it is there already.
    try Data([0xFF, 0x0A, 1, 2]).write(to: URL(fileURLWithPath: others + "/picture.jxl"))
    let skipped = try Program.run(["batch", others, "-o", folder.path("third")] + Self.network)
    #expect(skipped.status == 65)
    #expect(skipped.errors.contains("it is a JPEG XL, which is not read"))
    let again = try Program.run(["batch", others, "-o", folder.path("third")] + Self.network)
    #expect(again.status == 65)
    #expect(again.errors.contains("the library has 1 image, all skipped"), "\(again.errors)")
  }

  @Test func aPictureNamedTwiceIsOneRowAndItsTimeMayBeAny() throws {
    let folder = try TemporaryFolder()
    let place = folder.path("photographs")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let picture = place + "/rocket.jpg"
    try FileManager.default.copyItem(atPath: Program.photograph("rocket.jpg"), toPath: picture)
    try FileManager.default.createSymbolicLink(
      atPath: place + "/link.jpg", withDestinationPath: "rocket.jpg")
    let list = folder.path("list.txt")
    try Data(String(repeating: picture + "\n", count: 40).utf8).write(
      to: URL(fileURLWithPath: list))
    for (name, seconds) in [("late", 16_725_225_600), ("early", -1_000_000_000)] {
      var times = [timespec(tv_sec: 0, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
      #expect(utimensat(AT_FDCWD, picture, &times, 0) == 0)
      let library = folder.path(name)
      let outcome = try Program.run(
        ["batch", list, picture, place, picture, "-o", library] + Self.network)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("2 examined, 42 there already"), "\(outcome.output)")
      let again = try Program.run(["batch", place, "-o", library] + Self.network)
      #expect(again.status == 0 && again.output.contains("0 examined, 2 there already"))
      let count = try Program.run(["library", "query", library, "--count"])
      #expect(count.output == "2\n")
    }
  }
}
