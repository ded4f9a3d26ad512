import ArgumentParser
import Support

/// What `effscope --version --format json` prints: one object, for scripts.
enum VersionReport {
  static var json: JSON {
    .object([
      ("version", .string(ToolVersion.current)), ("schema", .integer(OutputSchema.number)),
    ])
  }

  /// The answer to `arguments` that ask for the version in a format; nil for all others.
  static func answer(to arguments: [String]) throws -> String? {
    guard arguments.contains("--version"),
      let format = format(arguments.filter { $0 != "--version" })
    else { return nil }
    guard let format = TextOrJSON(argument: format) else {
      throw ValidationError("--format is '\(format)', but must be \(TextOrJSON.names)")
    }
    return format == .text ? ToolVersion.current : json.text(isIndented: format == .json)
  }

  /// The value of the one option `--format`.
  private static func format(_ arguments: [String]) -> String? {
    switch arguments.count {
    case 1 where arguments[0].hasPrefix("--format="): String(arguments[0].dropFirst(9))
    case 2 where arguments[0] == "--format": arguments[1]
    default: nil
    }
  }
}
