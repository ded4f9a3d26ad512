import Glibc
import Support

/// The overlay files of a library; each file is complete or absent.
struct OverlayFolder: Sendable {
  let place: LibraryPlace

  /// Creates the folder and removes partial files of a crashed run.
  init(_ place: LibraryPlace) throws(Failure) {
    self.place = place
    try OutputFile.makeFolder(place.overlays)
    try OutputFile.makeFolder(parts)
    removeParts()
  }

  /// Folder of partial files, on the same file system so that they can be renamed.
  private var parts: String { place.path("\(LibraryPlace.overlaysName)/.parts") }

  /// Relative path of an overlay, unique for the image's content and path.
  static func name(digest: [UInt8], path: RawPath, ending: String) -> String {
    let content = Array(digest.prefix(8)).hexadecimal
    let place = Array(path.digest.prefix(8)).hexadecimal
    return "\(LibraryPlace.overlaysName)/\(content.prefix(2))/\(content)-\(place).\(ending)"
  }

  /// Writes the file `name`, replacing an existing one.
  func write(_ bytes: [UInt8], name: String) throws(Failure) {
    let path = place.path(name)
    if let folder = RawPath(path).folder.text, access(folder, F_OK) != 0 {
      try OutputFile.makeFolder(folder)
    }
    let leaf = RawPath(path).name.printable
    try OutputFile.write(
      bytes, to: path, by: "\(parts)/\(leaf).\(getpid())", what: "can't save the overlay")
  }

  /// Adds the file `source` as `name`: a hard link if possible, else a copy.
  func adopt(_ source: String, name: String) throws(Failure) {
    let path = place.path(name)
    var mine = stat()
    var other = stat()
    if stat(path, &mine) == 0, stat(source, &other) == 0, mine.st_size == other.st_size { return }
    if let folder = RawPath(path).folder.text, access(folder, F_OK) != 0 {
      try OutputFile.makeFolder(folder)
    }
    let part = "\(parts)/\(RawPath(path).name.printable).\(getpid())"
    if link(source, part) == 0 {
      if rename(part, path) == 0 { return }
      unlink(part)
    }
    try OutputFile.write(
      try InputFile.read(source, what: "can't read the overlay"), to: path, by: part,
      what: "can't save the overlay")
  }

  /// True if the file `name` exists and is not empty.
  func has(_ name: String) -> Bool {
    var status = stat()
    return stat(place.path(name), &status) == 0 && status.st_size > 0
  }

  func remove(_ name: String) { unlink(place.path(name)) }

  /// Removes the folder of partial files.
  func finish() {
    removeParts()
    rmdir(parts)
  }

  private func removeParts() {
    guard let stream = opendir(parts) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { unlink("\(parts)/\(name)") }
    }
  }
}
