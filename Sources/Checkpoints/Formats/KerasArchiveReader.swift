/// Reads Keras 3 archives: a zip with the layers in `config.json`, weights in `model.weights.h5`.
enum KerasArchiveReader: CheckpointReader {
  private static let weights = "model.weights.h5"
  /// Largest `config.json` that is read, in bytes; the largest EfficientNet's has half a megabyte.
  private static let configurationLimit = 16 << 20

  static func recognises(_ bytes: FileBytes) -> Bool {
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return false }
    return (try? ZipArchive(bytes))?[weights] != nil
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    let archive = try ZipArchive(bytes)
    guard let entry = archive[weights] else {
      throw .unsupported("zip archive", feature: "an archive without \(weights)")
    }
    var metadata: [String: String] = [:]
    if let entry = archive["config.json"], entry.size <= configurationLimit {
      let text = try archive.contents(of: entry)
      metadata[KerasConfiguration.key] = text.text(0..<text.count)
    }
    return try HDF5Reader.read(
      try archive.contents(of: entry), format: .keras, metadata: metadata)
  }
}
