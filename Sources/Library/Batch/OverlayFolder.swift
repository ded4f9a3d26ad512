import Glibc
import Support

/// The overlay files of a library; each file is complete or absent.
///
/// All folders are opened without following links, so that nothing outside of the library changes.
final class OverlayFolder: Sendable {
  private let overlays: FolderHandle
  /// Folder of partial files, on the same file system so that they can be renamed.
  private let parts: FolderHandle

  private static let partsName = ".parts"
  private static let what = "can't save the overlay"

  /// Creates the folder in a library's folder and removes partial files of a crashed run.
  init(_ library: FolderHandle) throws(Failure) {
    overlays = try library.makeFolder(LibraryPlace.overlaysName)
    parts = try overlays.makeFolder(Self.partsName)
    removeParts()
  }

  func write(_ bytes: [UInt8], name: OverlayName) throws(Failure) {
    let group = try overlays.makeFolder(name.group)
    try parts.write(bytes, by: Self.part(name), to: name.name, of: group, what: Self.what)
  }

  /// Adds the file `name` of another library's folder: a hard link if possible, else a copy.
  func adopt(_ name: OverlayName, from library: FolderHandle) throws(Failure) {
    let source = try library.folder(LibraryPlace.overlaysName).folder(name.group)
    let group = try overlays.makeFolder(name.group)
    guard let size = source.size(name.name), size <= OverlayName.largest else {
      throw Failure(
        .badData, "can't read the overlay", "\(source.path)/\(name.name)",
        because: source.status(name.name) == nil
          ? "there is none" : "it is no file of an overlay's size",
        advice: "make the library again with the same batch")
    }
    if size == group.size(name.name) { return }
    if parts.link(name.name, of: source, by: Self.part(name), to: name.name, of: group) { return }
    let bytes = try source.read(
      name.name, atMost: OverlayName.largest, what: "can't read the overlay")
    try parts.write(bytes, by: Self.part(name), to: name.name, of: group, what: Self.what)
  }

  /// True if the file `name` exists and is not empty.
  func has(_ name: OverlayName) -> Bool {
    guard let group = try? overlays.folder(name.group) else { return false }
    return group.size(name.name).map { $0 > 0 } ?? false
  }

  func remove(_ name: OverlayName) { try? overlays.folder(name.group).remove(name.name) }

  func finish() {
    removeParts()
    overlays.removeFolder(Self.partsName)
  }

  private func removeParts() { parts.names.forEach(parts.remove) }

  private static func part(_ name: OverlayName) -> String { "\(name.name).\(getpid())" }
}
