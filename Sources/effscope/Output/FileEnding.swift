import Support

/// The ending of a file's name, where it promises a format.
struct FileEnding {
  /// In small letters, without the dot.
  let text: String

  /// Endings of pictures, arrays and documents; other endings promise nothing.
  private static let known: Set<String> = [
    "png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif", "jxl", "jp2",
    "svg", "pdf", "npy", "npz", "csv", "json", "txt", "html", "md",
  ]

  /// Nil if the last part of `path` has no known ending.
  init?(of path: String) {
    let name = path.lastPathComponent
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    text = name[name.index(after: dot)...].lowercased()
    guard Self.known.contains(text) else { return nil }
  }

  var isJPEG: Bool { text == "jpg" || text == "jpeg" }

  /// Throws a usage failure if a file named `path` promises something else than `format`, png or
  /// npy; a picture may be a JPEG instead of a PNG where `takesJPEG`.
  func check(against format: String, of path: String, takesJPEG: Bool = true) throws(Failure) {
    let isJPEG = takesJPEG && format == "png" && isJPEG
    guard text != format, !isJPEG else { return }
    let names = format == "png" && takesJPEG ? ".png or .jpg" : ".\(format)"
    throw Failure(
      .usage, "can't write into", path,
      because: "its name ends in .\(text), and this file is \(Self.words[format] ?? format)",
      advice: "end it in \(names)")
  }

  private static let words = ["png": "a PNG", "npy": "a NumPy array"]
}
