import Glibc
import Pipeline

/// Where overlays go: one file, or a folder with one file an image and class.
struct OverlayDestination {
  private enum Kind {
    case nowhere
    case file(String)
    case folder(String)
  }

  private let kind: Kind
  private let suffix: String

  /// `output` is a folder if it is one already, ends in a slash, or must hold several overlays.
  init(_ output: String?, images: Int, classes: Int, suffix: String) throws(Failure) {
    self.suffix = suffix
    guard let output else {
      kind = .nowhere
      return
    }
    var status = stat()
    let exists = stat(output, &status) == 0
    let isFolder = exists && status.st_mode & S_IFMT == S_IFDIR
    if isFolder || output.hasSuffix("/") || images * classes > 1 {
      if !isFolder, mkdir(output, 0o755) != 0 {
        let reason = String(cString: strerror(errno)).lowercased()
        throw Failure(
          .cannotCreate, "can't create the folder", output, because: reason,
          advice: "choose another place")
      }
      kind = .folder(output.hasSuffix("/") ? String(output.dropLast()) : output)
    } else {
      kind = .file(output)
    }
  }

  /// The overlay's path for one image and class; nil where none is wanted.
  func path(image: String, index: Int) -> String? {
    switch kind {
    case .nowhere: return nil
    case .file(let path): return path
    case .folder(let folder):
      let name = image == "-" ? "stdin" : image.split(separator: "/").last.map(String.init) ?? image
      let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
      return "\(folder)/\(stem.isEmpty ? name : stem)-\(suffix)-\(index).png"
    }
  }
}
