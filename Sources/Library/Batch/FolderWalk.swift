import Glibc
import Support

/// Iterates over the images under folders; memory grows with the number of folders only.
///
/// Each folder is read once, even if links or roots name it again, so link loops end. Links to
/// folders are followed after all other folders. Hidden entries are skipped. Names are sorted in
/// each folder, in portions of 65,536 images.
struct FolderWalk: Sequence, IteratorProtocol {
  private(set) var failures: [Failure] = []
  private(set) var others = OtherFiles()

  private var folders: [RawPath]
  private var linked: ArraySlice<RawPath> = []
  private var visited: Set<FileIdentity> = []
  private var reading: FolderReader?
  private var found: ArraySlice<RawPath> = []

  /// A walk over `roots` in order that does not enter the folder `output`.
  init(_ roots: [RawPath], excluding output: RawPath? = nil) {
    folders = roots.reversed()
    if let identity = output.flatMap(FileIdentity.init(of:)) { visited.insert(identity) }
  }

  mutating func next() -> RawPath? {
    while true {
      if let path = found.popFirst() { return path }
      if let reading {
        let portion = reading.next()
        found = portion.images[...]
        // Reversed, because folders are taken from the end.
        others.add(portion.others)
        if portion.isLast {
          folders += reading.folders.sorted(by: precedes).reversed()
          linked += reading.linkedFolders.sorted(by: precedes)
          self.reading = nil
        }
        continue
      }
      guard let folder = folders.popLast() ?? linked.popFirst() else { return nil }
      do throws(Failure) {
        let reader = try FolderReader(folder)
        // The overlays of a library, also of another one, are no photographs.
        if visited.insert(reader.identity).inserted, !reader.isLibrary { reading = reader }
      } catch {
        failures.append(error)
      }
    }
  }
}

/// Device and inode number: equal for all paths of one file.
struct FileIdentity: Hashable {
  let device, number: UInt64

  init(_ status: stat) { (device, number) = (UInt64(status.st_dev), UInt64(status.st_ino)) }

  /// The file or folder at `path`; nil if there is none.
  init?(of path: RawPath) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else { return nil }
    self.init(status)
  }
}

/// Reads one folder in portions.
private final class FolderReader {
  let identity: FileIdentity
  private(set) var folders: [RawPath] = []
  private(set) var linkedFolders: [RawPath] = []
  private let folder: RawPath
  private let stream: OpaquePointer

  private static let portion = 1 << 16

  init(_ folder: RawPath) throws(Failure) {
    let what = "can't read the folder"
    guard let stream = folder.withCString({ opendir($0) }) else {
      throw Failure(
        errno == ENOENT ? .noInput : .inputOutput, what, folder.printable, because: reason(errno),
        advice: "check the path")
    }
    var status = stat()
    guard fstat(dirfd(stream), &status) == 0 else {
      closedir(stream)
      throw Failure(.inputOutput, what, folder.printable, because: reason(errno))
    }
    self.folder = folder
    self.stream = stream
    identity = FileIdentity(status)
  }

  deinit { closedir(stream) }

  /// True if the folder holds a library's database and overlays.
  var isLibrary: Bool {
    [LibraryPlace.databaseName, LibraryPlace.overlaysName].allSatisfy { name in
      folder.appending(RawPath(name)).withCString { access($0, F_OK) == 0 }
    }
  }

  struct Portion {
    /// Sorted.
    var images: [RawPath] = []
    var others = OtherFiles()
    var isLast = false
  }

  /// The next portion of the images.
  func next() -> Portion {
    var portion = Portion()
    while portion.images.count < Self.portion {
      guard let entry = readdir(stream) else {
        portion.isLast = true
        break
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        RawPath(bytes.prefix { $0 != 0 })
      }
      // Skips `.`, `..` and hidden entries.
      if name.bytes.first == UInt8(ascii: ".") { continue }
      let path = folder.appending(name)
      switch kind(path, Int32(entry.pointee.d_type)) {
      case .folder: folders.append(path)
      case .linkedFolder: linkedFolders.append(path)
      case .image: portion.images.append(path)
      case .other: portion.others.add(path)
      }
    }
    portion.images.sort(by: precedes)
    return portion
  }

  private enum Kind { case folder, linkedFolder, image, other }

  private func kind(_ path: RawPath, _ type: Int32) -> Kind {
    switch type {
    case Int32(DT_DIR): return .folder
    case Int32(DT_REG): return ImageNames.isImage(path) ? .image : .other
    case Int32(DT_LNK), Int32(DT_UNKNOWN):
      var status = stat()
      let isThere = path.withCString { stat($0, &status) } == 0
      switch status.st_mode & S_IFMT {
      case S_IFDIR where isThere: return type == Int32(DT_LNK) ? .linkedFolder : .folder
      case S_IFREG where isThere: return ImageNames.isImage(path) ? .image : .other
      // A broken link with an image's name is kept, so that it is reported as a missing file.
      default: return !isThere && ImageNames.isCalledImage(path) ? .image : .other
      }
    default: return .other
    }
  }

}

private func precedes(_ first: RawPath, _ second: RawPath) -> Bool {
  first.bytes.lexicographicallyPrecedes(second.bytes)
}

/// Files that a walk passes by because they are no images.
package struct OtherFiles: Hashable, Sendable {
  package private(set) var count = 0
  package private(set) var first: RawPath?

  mutating func add(_ path: RawPath) {
    count += 1
    first = first ?? path
  }

  mutating func add(_ files: OtherFiles) {
    count += files.count
    first = first ?? files.first
  }
}

enum ImageNames {
  /// Endings of pictures, also of kinds that are not read: they are recorded with the reason.
  private static let endings: Set = [
    "png", "jpg", "jpeg", "jpe", "jfif", "webp", "npy", "gif", "bmp", "dib", "tif", "tiff", "heic",
    "heif", "hif", "avif", "jxl", "jp2", "j2k", "jpx", "cr2", "cr3", "nef", "arw", "dng", "raf",
    "rw2", "orf", "pef", "srw", "psd", "svg", "ico", "tga", "exr", "hdr", "ppm", "pgm", "pnm",
  ]

  /// Files with these endings are never images and are not opened.
  private static let otherEndings: Set = [
    "txt", "csv", "json", "xml", "yaml", "yml", "md", "py", "zip", "tar", "gz", "mp4", "pth",
  ]

  /// True if the file name has an image's ending.
  static func isCalledImage(_ path: RawPath) -> Bool {
    ending(path).map(endings.contains) ?? false
  }

  /// True if the name has an image's ending or the content starts like an image.
  static func isImage(_ path: RawPath) -> Bool {
    let ending = ending(path)
    if let ending, endings.contains(ending) { return true }
    if let ending, otherEndings.contains(ending) { return false }
    return beginsAsImage(path)
  }

  private static func ending(_ path: RawPath) -> String? {
    let name = path.name.bytes
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), name.count - dot <= 6 else { return nil }
    return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
  }

  /// True if the first bytes are those of a PNG, JPEG, WebP, GIF, BMP, TIFF or HEIF.
  static func beginsAsImage(_ path: RawPath) -> Bool {
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var head = [UInt8](repeating: 0, count: 12)
    let count = read(descriptor, &head, head.count)
    guard count == head.count else { return false }
    let isPNG = head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let isJPEG = head.starts(with: [0xFF, 0xD8, 0xFF])
    let isWebP = head.starts(with: Array("RIFF".utf8)) && head[8...].elementsEqual("WEBP".utf8)
    let isTIFF =
      head.starts(with: [0x49, 0x49, 0x2A, 0]) || head.starts(with: [0x4D, 0x4D, 0, 0x2A])
    let isHEIF =
      head[4...].starts(with: "ftyp".utf8)
      && ["heic", "heix", "hevc", "mif1", "msf1", "avif", "avis"].contains(
        String(decoding: head[8...], as: UTF8.self))
    // "BM", the file's size, and two reserved numbers that are 0.
    let isBMP = head.starts(with: Array("BM".utf8)) && head[6..<10].allSatisfy { $0 == 0 }
    return isPNG || isJPEG || isWebP || isBMP || head.starts(with: "GIF8".utf8) || isTIFF || isHEIF
  }
}
