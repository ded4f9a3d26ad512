import Glibc

/// A user folder of the XDG base directory specification.
///
/// https://specifications.freedesktop.org/basedir-spec/: an environment variable names the folder.
/// If it is unset, empty or a relative path, a default below `HOME` is used.
public enum BaseFolder: Sendable, CaseIterable {
  /// Settings.
  case configuration
  /// Downloaded and created files.
  case data
  /// State kept between runs.
  case state
  /// Files that can be recomputed.
  case cache

  /// Path of this program's subfolder; nil if neither the folder's variable nor `HOME` is set.
  ///
  /// `variable` returns an environment variable's value.
  public func path(_ variable: (String) -> String? = Self.environment) -> String? {
    if let folder = variable(name), folder.hasPrefix("/") { return folder + "/effscope" }
    guard let home = variable("HOME"), !home.isEmpty else { return nil }
    return "\(home)/\(belowHome)/effscope"
  }

  /// The value of an environment variable; nil if it is unset or empty.
  public static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private var name: String {
    switch self {
    case .configuration: "XDG_CONFIG_HOME"
    case .data: "XDG_DATA_HOME"
    case .state: "XDG_STATE_HOME"
    case .cache: "XDG_CACHE_HOME"
    }
  }

  private var belowHome: String {
    switch self {
    case .configuration: ".config"
    case .data: ".local/share"
    case .state: ".local/state"
    case .cache: ".cache"
    }
  }
}
