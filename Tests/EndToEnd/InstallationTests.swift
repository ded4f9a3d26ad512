import Foundation
import Testing

/// What `make install` and the packages lay out, made from the built program.
@Suite struct InstallationTests {
  @Test func versionNamesCommitAndInstructionSets() throws {
    let outcome = try Program.run(["--version", "--format", "json"])
    #expect(outcome.status == 0)
    let facts = try #require(
      try JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    #expect(facts["version"] as? String == "0.1.0")
    let sets = try #require(facts["instruction_sets"] as? [String])
    #expect(sets.starts(with: ["scalar", "portable"]))
    let text = try Program.run(["--version"]).output
    #expect(text.hasPrefix("effscope 0.1.0\ncommit "))
    #expect(text.contains("instruction sets: \(sets.joined(separator: ", "))"))
    // Where the build knew its commit, both forms name it.
    if let commit = facts["commit"] as? String {
      let isHash = commit.prefix(40).allSatisfy { $0.isHexDigit }
      #expect(isHash)
      #expect(text.contains(commit))
    }
  }

  @Test func everyCommandAndOptionHasAPage() throws {
    let folder = try TemporaryFolder()
    let pages = folder.path("man")
    try Self.run("manpages.py", [Program.executable.path, pages])
    let tree = try JSONSerialization.jsonObject(
      with: try Program.run(["--experimental-dump-help"]).outputData)
    let root = try #require((tree as? [String: Any])?["command"] as? [String: Any])
    var count = 0
    try Self.visit(root, []) { words, options in
      count += 1
      let page = try String(contentsOfFile: "\(pages)/\(words).1", encoding: .utf8)
      for option in options {
        #expect(page.contains("\\-\\-\(option.replacing("-", with: "\\-"))"), "\(words) \(option)")
      }
    }
    #expect(count > 30)
    let files = try FileManager.default.contentsOfDirectory(atPath: pages)
    #expect(files.count == count)
  }

  @Test(arguments: [
    ("--class", "Egyptian cat"), ("--layer", "stage9"), ("--checkpoint", "Assets/"),
  ]) func shellsGetValuesOfTheMoment(_ option: String, _ expected: String) throws {
    // As the scripts ask: the option, the number of the word, the cursor in it, then all words.
    let outcome = try Program.run(
      ["---completion", "cam", "--", option, "3", "0", "effscope", "cam", option, ""],
      environment: ["SAP_SHELL": "bash"], folder: Program.root)
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: "\n").contains { $0 == expected })
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func scriptsHoldFixedValues(_ shell: String) throws {
    let script = try Program.run(["--generate-completion-script", shell]).output
    for value in ["grad-cam++", "lite0", "viridis", "solarized-light", "timm-tf"] {
      #expect(script.contains(value), "\(value)")
    }
  }

  @Test func uninstallingLeavesNothing() throws {
    let folder = try TemporaryFolder()
    let root = folder.path("root")
    try FileManager.default.createDirectory(
      atPath: root + "/usr/local/bin", withIntermediateDirectories: true)
    try Data("other".utf8).write(to: URL(fileURLWithPath: root + "/usr/local/bin/other"))
    try Self.run("stage.sh", [Program.executable.path, root, "/usr/local"])
    let installed = try FileManager.default.subpathsOfDirectory(atPath: root)
    for path in [
      "bin/effscope", "bin/effscope-hdf5", "share/man/man1/effscope-cam.1.gz",
      "share/bash-completion/completions/effscope", "share/zsh/site-functions/_effscope",
      "share/fish/vendor_completions.d/effscope.fish", "share/applications/effscope.desktop",
      "share/effscope/Themes/nord.toml", "share/effscope/Assets/chelsea.png",
    ] { #expect(installed.contains("usr/local/\(path)"), "\(path)") }
    try Self.run("unstage.sh", [root, "/usr/local"])
    let left = try FileManager.default.subpathsOfDirectory(atPath: root)
    #expect(Set(left) == ["usr", "usr/local", "usr/local/bin", "usr/local/bin/other"])
  }

  @Test func doctorSaysWhatToDo() throws {
    let empty = try TemporaryFolder()
    let bare = ["PATH": "/nonexistent", "EFFSCOPE_HOME": empty.path("home")]
    let poor = try Program.run(["doctor"], environment: bare).output
    #expect(poor.contains("to pull other weights, install curl"))
    #expect(poor.contains("for weights, run 'effscope weights pull lite0'"))
    // What is there needs no advice.
    let rich = try Program.run(["doctor"], environment: ["PATH": "/usr/bin:/bin"]).output
    #expect(rich.contains("/curl") && !rich.contains("install curl"))
  }

  private static func run(_ script: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = Program.root.appendingPathComponent("Scripts/package/\(script)")
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(script)")
  }

  /// Calls `body` with each command's page name and long options.
  private static func visit(
    _ command: [String: Any], _ parents: [String], _ body: (String, [String]) throws -> Void
  ) throws {
    let name = try #require(command["commandName"] as? String)
    if name == "help" { return }
    let words = parents + [name]
    let arguments = command["arguments"] as? [[String: Any]] ?? []
    let names = arguments.flatMap { $0["names"] as? [[String: String]] ?? [] }
    try body(
      words.joined(separator: "-"), names.filter { $0["kind"] == "long" }.compactMap { $0["name"] })
    for child in command["subcommands"] as? [[String: Any]] ?? [] {
      try visit(child, words, body)
    }
  }
}
