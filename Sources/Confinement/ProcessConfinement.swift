internal import CConfinement
import Glibc
import Support

/// Limits on what this process can do, which the kernel enforces and nothing in the process lifts.
///
/// A decoder that a hostile file takes over can then only do what the command does anyway.
package enum ProcessConfinement {
  /// `off` in this environment variable turns it off.
  package static let variable = "EFFSCOPE_CONFINE"

  package static var isWanted: Bool { BaseFolder.environment(variable) != "off" }

  /// Confines the process to `access`.
  ///
  /// What the kernel can't enforce is left out. Must be called before the process starts threads: Landlock limits the calling thread and the
  /// threads and programs that it starts.
  package static func enter(_ access: FileAccess) {
    guard isWanted else { return }
    confinement_limit_resources(UInt64(max(0, access.largestFile)))
    // Version 1 forbids all renames between folders, which libraries, stores and reports need.
    let version = confinement_landlock_version()
    if version >= 2 || version == 1 && access.writesNothing {
      var access = access
      SystemFiles.add(to: &access)
      _ = limitFiles(access)
    }
    _ = confinement_limit_calls(access.startsProgram ? 1 : 0)
  }

  /// Removes the folders that were made for a command's output and that nothing was written into.
  package static func removeEmpty(_ access: FileAccess) {
    for folder in access.made { _ = folder.withCString { rmdir($0) } }
  }

  private static func limitFiles(_ access: FileAccess) -> Int32 {
    let rules = access.uses.map { path, uses in
      confinement_rule(path: path.withCString { strdup($0) }, uses: uses.rawValue)
    }
    defer { for rule in rules { free(UnsafeMutablePointer(mutating: rule.path)) } }
    return confinement_limit_files(rules, rules.count)
  }

  /// What this kernel enforces, as lines of a report.
  package static var facts: [(name: String, text: String)] {
    guard isWanted else { return [("confinement", "turned off by \(variable)")] }
    let version = confinement_landlock_version()
    let files =
      switch version {
      case 0: "not limited: this kernel has no Landlock (Linux 5.13 and later may have it)"
      case 1: "Landlock, version 1, for commands that write no file (Linux 5.19 has version 2)"
      default: "Landlock, version \(version)"
      }
    let connections = version >= 4 ? "seccomp and Landlock" : "seccomp"
    let hasFilter = confinement_has_filter() != 0
    return [
      ("files", files),
      ("programs", hasFilter ? "seccomp" : version >= 2 ? "Landlock" : "not limited"),
      (
        "connections", hasFilter ? connections : version >= 4 ? "Landlock, TCP only" : "not limited"
      ),
      ("to turn it off", "\(variable)=off"),
    ]
  }
}
