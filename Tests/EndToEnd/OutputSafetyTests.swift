import Foundation
import Testing

/// Outputs that are no files, names of any bytes, texts from files, and answers that are no numbers.
@Suite struct OutputSafetyTests {
  private static let cat = Program.photograph("chelsea.png")
  private static let random = ["--checkpoint", "random:1"]

  /// Runs a line of bash with `$E` for the program in `folder`.
  private func bash(_ line: String, in folder: TemporaryFolder) throws -> String {
    try PullServer.run(
      "bash", ["-c", "cd '\(folder.url.path)'; exec 2>&1; \(line)"],
      environment: ["E": Program.executable.path, "CAT": Self.cat])
  }

  /// In a folder of the test's own, since a mistake would replace the machine's devices.
  @Test func aFIFOAndADescriptorStayWhatTheyAre() throws {
    let folder = try TemporaryFolder()
    let text = try bash(
      """
      mkfifo fifo; head -c 8 fifo > got & timeout 60 "$E" cam "$CAT" --checkpoint random:1 \
      -o fifo --format csv > table; wait; [ -p fifo ] && echo still; xxd -p got
      ln -s /proc/self/fd/1 out
      "$E" cam "$CAT" --checkpoint random:1 -o out | head -c 8 | xxd -p; [ -L out ] && echo link
      """, in: folder)
    #expect(text.contains("still") && text.contains("link"), "\(text)")
    #expect(text.components(separatedBy: "89504e470d0a1a0a").count == 3, "\(text)")
  }

  @Test func aFileThatStandardOutputGoesToIsNotReplaced() throws {
    let folder = try TemporaryFolder()
    let text = try bash(
      """
      "$E" cam "$CAT" --checkpoint random:1 -o both > both; head -c 8 both | xxd -p
      tail -n 1 both | cut -c 1-9
      """, in: folder)
    #expect(text == "89504e470d0a1a0a\n  overlay\n", "\(text)")
  }

  @Test func namesOfAnyBytesWork() throws {
    let folder = try TemporaryFolder()
    let text = try bash(
      """
      cp "$CAT" $'n\\xff.png'; { echo name; seq 1000; } > $'l\\xfe.csv'
      "$E" classify $'n\\xff.png' --checkpoint random:1 --labels $'l\\xfe.csv' --top 1 --format csv \
      > $'t\\xfd' && "$E" cam $'n\\xff.png' --checkpoint random:1 -o $'o\\xfc.png' > text; echo $?
      ls -b
      """, in: folder)
    #expect(text.hasPrefix("0\n"), "\(text)")
    #expect(text.contains("n\\377.png") && text.contains("o\\374.png"), "\(text)")
    #expect(text.contains("l\\376.csv"), "\(text)")
    let printed = try String(contentsOfFile: folder.path("text"), encoding: .utf8)
    #expect(printed.contains("n\u{FFFD}.png"), "\(printed)")
  }

  @Test func textsInTablesAreGuardedUnlessRawOnesAreAskedFor() throws {
    let folder = try TemporaryFolder()
    let rows = "--checkpoint random:1 --top 1 --format csv"
    let text = try bash(
      """
      cp "$CAT" '=1+1.png'
      "$E" classify '=1+1.png' \(rows) | tail -n 1 | cut -d , -f 1
      "$E" classify '=1+1.png' \(rows) --raw-csv | tail -n 1 | cut -d , -f 1
      """, in: folder)
    #expect(text == "'=1+1.png\n=1+1.png\n")
  }

  @Test func answersThatAreNoNumbersAreExitCode65() throws {
    let folder = try TemporaryFolder()
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 64, 64), }"
    let padded = text + String(repeating: " ", count: 117 - text.count) + "\n"
    var bytes = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(padded.utf8)
    for _ in 0..<3 * 64 * 64 { bytes += Data([0, 0, 0xC0, 0x7F]) }
    let image = try folder.write("nan.npy", bytes)
    for command in [
      ["classify", image], ["cam", image], ["compare", image, "--methods", "cam,grad-cam"],
      ["step", image, "--layer", "stage3"],
    ] {
      let outcome = try Program.run(command + Self.random)
      #expect(outcome.status == 65 && outcome.output.isEmpty, "\(command) \(outcome.errors)")
      #expect(outcome.errors.contains("not all finite"), "\(outcome.errors)")
    }
  }

  @Test func negativeNumbersGetTheirTrueMessages() throws {
    for (arguments, words) in [
      (["classify", Self.cat, "--top", "-1"], "--top is -1, but must be at least 1"),
      (["classify", Self.cat, "--threads", "-2"], "--threads is -2, but must lie between 1"),
    ] {
      let outcome = try Program.run(arguments + Self.random)
      #expect(outcome.status == 64 && outcome.errors.contains(words), "\(outcome.errors)")
    }
    let absent = try Program.run(["classify", Self.cat, "--top"])
    #expect(absent.status == 64 && absent.errors.contains("Missing value"), "\(absent.errors)")
  }

  @Test func gridsThatCannotBeDrawnAreRefused() throws {
    let folder = try TemporaryFolder()
    let output = ["--output", folder.path("grid.png")]
    let shared = try Program.run(
      ["compare", Self.cat, "--methods", "cam,grad-cam", "--class", "top:3"] + Self.random + output)
    #expect(shared.status == 64 && shared.errors.contains("gives 3 maps"), "\(shared.errors)")
    let many = try Program.run(
      ["compare", Self.cat, "--classes", "top:1000"] + Self.random + output)
    #expect(many.status == 64 && many.errors.contains("32,767 a side"), "\(many.errors)")
    #expect(try folder.contents.isEmpty)
  }

  @Test func aMissingFolderOfTemporaryFilesIsNamed() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      ["cam", Self.cat, Program.photograph("coffee.png"), "--scale", "shared", "-o"]
        + [folder.path("maps/")] + Self.random, environment: ["TMPDIR": "/nonexistent"])
    #expect(outcome.status == 73, "\(outcome.errors)")
    #expect(outcome.errors.contains("set TMPDIR to a folder with room"), "\(outcome.errors)")
  }

  @Test func aLargeConfigurationIsReadAtOnce() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("effscope"), withIntermediateDirectories: true)
    let text = (0..<60_000).map { "key\($0) = \"v\"\n" }.joined()
    _ = try folder.write("effscope/config.toml", Data(text.utf8))
    let start = Date()
    let outcome = try Program.run(
      ["config", "print"], environment: ["XDG_CONFIG_HOME": folder.url.path])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("59980 more mistakes are not listed"), "\(outcome.errors)")
    #expect(Date().timeIntervalSince(start) < 10)
  }
}
