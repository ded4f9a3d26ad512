import ArgumentParser
import CBuildFacts
import Inference
import Support

/// What `--version` prints: the version, the commit of the build, the compiled instruction sets.
enum VersionReport {
  private static let commit = String(cString: build_commit())
  private static let date = String(cString: build_commit_date())
  private static let instructionSets = InstructionSet.compiled.map(\.rawValue)

  static var text: String {
    [
      "effscope \(ToolVersion.current)",
      "commit \(commit.isEmpty ? "not known" : "\(commit) of \(date)")",
      "instruction sets: \(instructionSets.joined(separator: ", "))",
    ].joined(separator: "\n")
  }

  /// Facts that the build does not know are null.
  static var json: JSON {
    .object([
      ("version", .string(ToolVersion.current)), ("schema", .integer(OutputSchema.number)),
      ("commit", commit.isEmpty ? .null : .string(commit)),
      ("commit_date", date.isEmpty ? .null : .string(date)),
      ("instruction_sets", .array(instructionSets.map(JSON.string))),
    ])
  }

  /// The answer to `--version --format FORMAT`; nil for other arguments.
  ///
  /// The parser knows `--version` only as a flag that stands alone.
  static func answer(to arguments: [String]) throws -> String? {
    let words = arguments.flatMap { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    guard words.count == 3, words.contains("--version"),
      let option = words.firstIndex(of: "--format"), option + 1 < words.count
    else { return nil }
    guard let format = TextOrJSON(argument: words[option + 1]) else {
      throw ValidationError(
        "--format is '\(words[option + 1])', but must be one of \(TextOrJSON.names)")
    }
    return format == .text ? text : json.text(isIndented: format == .json)
  }
}
