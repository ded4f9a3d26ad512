import Glibc
import Support

/// The files of one report format in the staging folder.
package struct ReportFiles: Sendable {
  let folder: String
  package let name: String

  package init(folder: String, name: String) {
    self.folder = folder
    self.name = name
  }

  /// The main file's name without its ending; names of figures and folders start with it.
  var stem: String {
    (name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name).plain
  }

  var figureFolder: String { "\(stem)-figures" }

  func create(_ name: String) throws(Failure) -> ReportFile {
    try ReportFile("\(folder)/\(name)")
  }

  /// Saves a figure unless another format has saved it; returns its path relative to the main file.
  func save(_ figure: ReportFigure) throws(Failure) -> String {
    let path = "\(folder)/\(figureFolder)"
    if mkdir(path.rawPath, 0o755) != 0, errno != EEXIST { throw ReportFile.failure(path) }
    let place = "\(figureFolder)/\(figure.fileName)"
    if access("\(folder)/\(place)".rawPath, F_OK) != 0 {
      let file = try create(place)
      try file.write(figure.png)
      try file.close()
    }
    return place
  }
}

extension String {
  /// The string with `-` instead of all but ASCII letters, digits and `_`.
  var plain: String {
    let characters = unicodeScalars.map { scalar -> Character in
      let isPlain =
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      return isPlain || scalar == "_" ? Character(scalar) : "-"
    }
    return String(characters)
  }
}

/// A file that is written sequentially through a buffer.
final class ReportFile {
  private let path: String
  private var descriptor: Int32
  private var pending: [UInt8] = []

  private static let buffer = 1 << 16

  /// Creates a file, replacing an existing one.
  init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = open(path.rawPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path) }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws(Failure) {
    pending += bytes
    if pending.count >= Self.buffer { try flush() }
  }

  /// Appends the content of the file at `path` in pieces.
  func append(contentsOf path: String) throws(Failure) {
    let source = open(path.rawPath, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw Self.failure(path) }
    defer { Glibc.close(source) }
    var chunk = [UInt8](repeating: 0, count: Self.buffer)
    while true {
      let count = read(source, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure(path) }
      if count == 0 { return }
      try write(Array(chunk[..<count]))
    }
  }

  /// Writes the buffer and closes the file.
  func close() throws(Failure) {
    try flush()
    let status = Glibc.close(descriptor)
    descriptor = -1
    if status != 0 { throw Self.failure(path) }
  }

  private func flush() throws(Failure) {
    let code = pending.withUnsafeBytes { Descriptor.write($0, to: descriptor) }
    if let code { throw Self.failure(path, code) }
    pending.removeAll(keepingCapacity: true)
  }

  /// The failure for an error number of the system, the current one unless given.
  static func failure(_ path: String, _ number: Int32 = errno) -> Failure {
    let isFull = number == ENOSPC || number == EDQUOT
    return Failure(
      isFull || number == EIO ? .inputOutput : .cannotCreate, "can't write the report", path,
      because: reason(number), advice: isFull ? "free some space" : "choose another place")
  }
}
