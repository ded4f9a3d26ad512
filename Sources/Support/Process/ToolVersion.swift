/// The program's own version, printed by `--version` and carried in every exported PNG.
public enum ToolVersion {
  /// Semantic version.
  public static let current = "0.1.0"
}
