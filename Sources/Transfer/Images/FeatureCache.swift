import Checkpoints
import Foundation
import Support

/// Stores the features of images in a file, so that an interrupted extraction can be resumed.
///
/// The file names the network and the settings that its features are of. A record is the image's
/// SHA-256 (64 digits), `width` float32 in native byte order and the SHA-256 of both and of the
/// file's key, appended in one write. Opening the file cuts it off before the first record whose
/// hash differs: a partial one of a crash, a damaged one, one of another file.
final class FeatureCache {
  private let descriptor: Int32
  private let width: Int
  private let key: String
  private var known: [String: [Float]] = [:]

  private static let magic = Array("EFFSFEA3".utf8)
  private static let hashSize = 64
  private var recordSize: Int { 64 + 4 * width + Self.hashSize }

  /// Opens the cache of `key` in the user's cache folder; nil if it can't be opened.
  init?(key: String, width: Int, folder: String? = FeatureCache.standardFolder) {
    guard let folder else { return nil }
    self.width = width
    self.key = key
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    descriptor = open(
      folder + "/" + key + ".features",
      O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    read()
  }

  deinit { close(descriptor) }

  /// `effscope/features` under the XDG cache home.
  static var standardFolder: String? { BaseFolder.cache.path().map { $0 + "/features" } }

  /// The features of the image with this digest; nil if they are not stored.
  subscript(digest: String) -> [Float]? { known[digest] }

  /// Stores `features`; write errors are ignored, because the cache is optional.
  func keep(_ features: [Float], of digest: String) {
    known[digest] = features
    var record = Array(digest.utf8)
    features.withUnsafeBytes { record.append(contentsOf: $0) }
    record += hash(record[...])
    _ = record.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Reads every complete record; empties a file of another format or width.
  private func read() {
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    let bytes = (try? file.readToEnd()).map { [UInt8]($0) } ?? []
    var header = Self.magic
    withUnsafeBytes(of: UInt32(width)) { header.append(contentsOf: $0) }
    guard bytes.starts(with: header) else {
      ftruncate(descriptor, 0)
      _ = header.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      return
    }
    var place = header.count
    while place + recordSize <= bytes.count {
      let record = bytes[place..<place + recordSize]
      guard hash(record.dropLast(Self.hashSize)).elementsEqual(record.suffix(Self.hashSize)) else {
        break
      }
      let digest = String(decoding: record.prefix(64), as: UTF8.self)
      known[digest] = record.dropFirst(64).dropLast(Self.hashSize).withUnsafeBytes { raw in
        (0..<width).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
      }
      place += recordSize
    }
    if place < bytes.count { ftruncate(descriptor, off_t(place)) }
  }

  /// The SHA-256 of the key and `bytes`, as 64 digits.
  private func hash(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array(FileDigest(of: FileBytes(Array(key.utf8) + bytes)).hexadecimal.utf8)
  }
}
