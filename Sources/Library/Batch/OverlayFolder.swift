import Foundation
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

  func write(_ bytes: [UInt8], name: String) throws(Failure) {
    let (path, part) = try paths(name)
    try OutputFile.write(bytes, to: path, by: part, what: "can't save the overlay")
  }

  /// Adds the file `source` as `name`: a hard link if possible, else a copy.
  func adopt(_ source: String, name: String) throws(Failure) {
    if let size = Self.size(place.path(name)), size == Self.size(source) { return }
    let (path, part) = try paths(name)
    if link(source, part) == 0 {
      if rename(part, path) == 0 { return }
      unlink(part)
    }
    try OutputFile.write(
      try InputFile.read(source, what: "can't read the overlay"), to: path, by: part,
      what: "can't save the overlay")
  }

  /// True if the file `name` exists and is not empty.
  func has(_ name: String) -> Bool { Self.size(place.path(name)).map { $0 > 0 } ?? false }

  private static func size(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  func remove(_ name: String) { unlink(place.path(name)) }

  func finish() {
    removeParts()
    rmdir(parts)
  }

  private func removeParts() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parts)) ?? []
    for name in names where !name.hasPrefix(".") { unlink("\(parts)/\(name)") }
  }

  /// The path of the file `name`, in a folder that exists, and of its partial file.
  private func paths(_ name: String) throws(Failure) -> (whole: String, part: String) {
    let path = place.path(name)
    if access(path.directoryPath, F_OK) != 0 { try OutputFile.makeFolder(path.directoryPath) }
    return (path, "\(parts)/\(path.lastPathComponent.printable).\(getpid())")
  }
}
