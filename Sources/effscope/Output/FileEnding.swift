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

  /// Throws a usage failure if a file named `path` promises something else than `format`, png or
  /// npy, or one of `others`.
  func check(
    against format: String, of path: String, accepting others: [String] = []
  ) throws(Failure) {
    let accepted = [format] + others
    guard !accepted.contains(text) else { return }
    let endings = accepted.filter { $0 != "jpeg" }.map { ".\($0)" }
    let names =
      endings.count > 1
      ? endings.dropLast().joined(separator: ", ") + " or \(endings[endings.count - 1])"
      : endings[0]
    throw Failure(
      .usage, "can't write into", path,
      because: "its name ends in .\(text), and this file is \(Self.words[format] ?? format)",
      advice: "end it in \(names)")
  }

  private static let words = ["png": "a PNG", "npy": "a NumPy array"]
}
