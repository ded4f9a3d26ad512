/// Options that stand alone or with a value: `--box`, `--box 0.3`.
///
/// The parser takes any word that follows for the value, be it an image; so what stands alone is
/// given its standard value first.
enum OptionalValues {
  private static let commands: Set<String> = ["batch", "cam", "compare", "report"]

  /// `arguments` with the standard values filled in.
  static func completed(_ arguments: [String]) -> [String] {
    guard let command = arguments.first, commands.contains(command) else { return arguments }
    var result: [String] = []
    for (index, argument) in arguments.enumerated() {
      let next = arguments.indices.contains(index + 1) ? arguments[index + 1] : ""
      if argument == "--" { return result + arguments[index...] }
      switch argument {
      case "--box" where Float(next) == nil: result.append("--box=0.2")
      case "--contour" where !isLevels(next): result.append("--contour=0.5")
      case "--crop" where next != "seen" && next != "box": result.append("--crop=seen")
      default: result.append(argument)
      }
    }
    return result
  }

  private static func isLevels(_ text: String) -> Bool {
    !text.isEmpty
      && text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
        Float($0) != nil
      }
  }
}
