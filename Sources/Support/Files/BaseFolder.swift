import Glibc

/// A user folder of the XDG base directory specification.
///
/// https://specifications.freedesktop.org/basedir-spec/: an environment variable names the folder.
/// If it is unset, empty or a relative path, a default below `HOME` is used.
package enum BaseFolder: Sendable, CaseIterable {
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
  package func path(_ variable: (String) -> String? = Self.environment) -> String? {
    let (name, belowHome) = names
    if let folder = variable(name), folder.hasPrefix("/") { return folder + "/effscope" }
    guard let home = variable("HOME"), !home.isEmpty else { return nil }
    return "\(home)/\(belowHome)/effscope"
  }

  /// The value of an environment variable; nil if it is unset or empty.
  package static func environment(_ name: String) -> String? {
    getenv(name).map { value in
      String(escaping: UnsafeRawBufferPointer(start: value, count: strlen(value)))
    }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The environment variable, and the default below `HOME`.
  private var names: (variable: String, belowHome: String) {
    switch self {
    case .configuration: ("XDG_CONFIG_HOME", ".config")
    case .data: ("XDG_DATA_HOME", ".local/share")
    case .state: ("XDG_STATE_HOME", ".local/state")
    case .cache: ("XDG_CACHE_HOME", ".cache")
    }
  }
}
