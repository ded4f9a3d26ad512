import Support

/// A folder that a library saved a network in, with the weights beside their configuration.
enum CheckpointFolder {
  /// The files that libraries write, the preferred first.
  static let fileNames = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
    "pytorch_model.bin.index.json",
  ]

  private static let extensions: Set<String> = [
    "safetensors", "bin", "pth", "pt", "ckpt", "h5", "hdf5", "keras", "onnx", "tflite",
  ]

  /// True if a file of this name may hold a checkpoint.
  static func isCheckpoint(_ name: String) -> Bool {
    guard !name.hasPrefix("."), let dot = name.lastIndex(of: ".") else { return false }
    let ending = name[name.index(after: dot)...].lowercased()
    return extensions.contains(ending) || name.lowercased().hasSuffix(".pth.tar")
  }

  /// The path of the weights in `folder`, or `folder` itself if it is no folder.
  ///
  /// Throws as `choice`.
  static func path(_ path: String) throws(CheckpointError) -> String {
    guard Folder.isFolder(path) else { return path }
    let chosen = try choice(Folder.names(in: path))
    return path.hasSuffix("/") ? path + chosen : "\(path)/\(chosen)"
  }

  /// The name of the weights among the `names` in a folder: one of `fileNames`, else the only one.
  ///
  /// Throws `foreign` for other programs' folders and `ambiguousFolder` with the names of the
  /// checkpoints if there are several or none.
  static func choice(_ names: [String]) throws(CheckpointError) -> String {
    if let usual = fileNames.first(where: names.contains) { return usual }
    if let foreign = foreign(names) { throw .foreign(foreign) }
    let found = names.filter(isCheckpoint)
    guard found.count == 1 else { throw .ambiguousFolder(found) }
    return found[0]
  }

  private static func foreign(_ names: [String]) -> ForeignFormat? {
    if names.contains("saved_model.pb") || names.contains("saved_model.pbtxt") {
      return ForeignFormat(.savedModel)
    }
    if names.contains(where: { $0.hasSuffix(".index") || $0.contains(".data-0") }) {
      return ForeignFormat(.tensorFlowCheckpoint)
    }
    if names.contains("Manifest.json"), names.contains("Data") { return ForeignFormat(.coreML) }
    let models = names.filter { $0.hasSuffix(".xml") }.map { $0.dropLast(4) }
    return models.contains { names.contains("\($0).bin") } ? ForeignFormat(.openVINO) : nil
  }
}

extension FileBytes {
  /// Maps the checkpoint at `path`, which may be a folder.
  package convenience init(checkpoint path: String) throws(CheckpointError) {
    try self.init(mapping: try CheckpointFolder.path(path))
  }
}
