/// Reads PyTorch's zip archives: `NAME/data.pkl` lists the tensors, `NAME/data/KEY` is a storage.
enum TorchZipReader: CheckpointReader {
  static func recognises(_ bytes: FileBytes) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    let archive = try ZipArchive(bytes)
    let pickles = archive.entries.filter { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }
    if archive.entries.contains(where: {
      $0.name.hasSuffix("/constants.pkl") || $0.name.contains("/code/__torch__")
    }) {
      throw .torchScript
    }
    guard let pickle = pickles.first else {
      throw .unsupported("zip archive", feature: "an archive without data.pkl")
    }
    guard pickles.count == 1 else { throw .duplicate("zip archive", name: "data.pkl") }
    let folder = String(pickle.name.dropLast("data.pkl".count))
    try checkByteOrder(archive, folder)

    let text = try archive.contents(of: pickle)
    var machine = PickleMachine(text, 0..<text.count)
    let root = try machine.run()
    return try CheckpointContents(
      format: .torchZip, root: root, heap: machine.heap, budget: bytes.budget
    ) {
      (storage) throws(CheckpointError) in
      guard let entry = archive["\(folder)data/\(storage.key)"] else {
        throw .malformed(
          "PyTorch archive", offset: 0, rule: "storage '\(storage.key)' must be in the archive")
      }
      return try archive.tensorBytes(entry)
    }
  }

  private static func checkByteOrder(
    _ archive: ZipArchive, _ folder: String
  ) throws(CheckpointError) {
    guard let entry = archive[folder + "byteorder"], entry.size <= 16 else { return }
    let order = try archive.contents(of: entry)
    guard order.text(0..<order.count) == "little" else {
      throw .unsupported("PyTorch archive", feature: "big-endian tensors")
    }
  }
}
