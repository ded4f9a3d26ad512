import Glibc

/// The folders that a program may keep its files in, as the XDG base directory specification has them.
///
/// https://specifications.freedesktop.org/basedir-spec/: a variable names the folder, one below the home
/// stands in where it is unset or empty, and a relative path is to be ignored.
public enum BaseFolder: Sendable, CaseIterable {
  /// What the person chose.
  case configuration
  /// What was fetched or made for them.
  case data
  /// What is remembered from one start to the next.
  case state
  /// What can be made again.
  case cache

  /// This program's folder in it; nil where neither the variable nor a home is known.
  ///
  /// `variable` looks up the environment.
  public func path(_ variable: (String) -> String? = Self.environment) -> String? {
    if let folder = variable(name), folder.hasPrefix("/") { return folder + "/effscope" }
    guard let home = variable("HOME"), !home.isEmpty else { return nil }
    return "\(home)/\(belowHome)/effscope"
  }

  /// A variable of this process's environment; nil where it is unset or empty.
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
