/// A checkpoint's file format.
public enum CheckpointFormat: String, Hashable, Sendable, CaseIterable {
  /// safetensors.
  case safetensors
  /// PyTorch's zip archive (since 1.6).
  case torchZip = "PyTorch zip"
  /// PyTorch's sequence of pickles (before 1.6).
  case torchLegacy = "PyTorch legacy pickle"
  /// HDF5 with Keras weights or a whole Keras model.
  case hdf5 = "HDF5"
  /// Keras 3's zip archive with HDF5 weights.
  case keras = "Keras archive"
  /// ONNX computation graph.
  case onnx = "ONNX"
  /// TensorFlow Lite computation graph.
  case tflite = "TFLite"
}

/// The contents of a checkpoint file, with the file's own tensor names.
public struct CheckpointContents: Sendable {
  /// The file's format.
  public let format: CheckpointFormat
  /// The tensor dictionaries in file order; most files have one.
  public var groups: [TensorGroup]
  /// The file's metadata.
  public var metadata: [String: String] = [:]
  /// The globals that its pickles name, in the order of their first use.
  public var globals: [PickleGlobalUse] = []
  /// Lists of class names in the file, the most likely first.
  var labels: [[String]] = []
  /// The computation graph; nil for formats without one.
  var graph: ComputationGraph?
  /// The modules of whole saved networks by the path of their group.
  var modules: [String: TorchModule] = [:]
  /// What recognising the network in the file may still take.
  private(set) var budget = ReadingBudget(fileSize: 0)

  init(
    format: CheckpointFormat, groups: [TensorGroup], metadata: [String: String] = [:],
    globals: [PickleGlobalUse] = [], graph: ComputationGraph? = nil
  ) {
    self.format = format
    self.groups = groups
    self.metadata = metadata
    self.globals = globals
    self.graph = graph
  }
}

/// A dictionary of tensors in a file.
public struct TensorGroup: Sendable {
  /// The dotted keys that lead to it, such as `state_dict`; empty for the root.
  public let path: String
  /// The tensors in file order; their names are unique.
  public let tensors: [StoredTensor]
}

/// Reads one file format.
protocol CheckpointReader {
  /// True if `bytes` look like a file of this format.
  static func recognises(_ bytes: FileBytes) -> Bool
  /// Reads the contents of `bytes`.
  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents
}

extension CheckpointContents {
  /// All readers; the first one that recognises a file reads it.
  private static var readers: [any CheckpointReader.Type] {
    [
      ShardedReader.self, KerasArchiveReader.self, TorchZipReader.self, HDF5Reader.self,
      SafetensorsReader.self,
      TFLiteReader.self, OnnxReader.self, TorchLegacyReader.self,
    ]
  }

  /// Reads `bytes`; throws `foreign` or `unknownFormat` if no reader recognises them.
  public init(reading bytes: FileBytes) throws(CheckpointError) {
    guard bytes.count > 0 else { throw .empty }
    if let foreign = ForeignFormat(bytes) { throw .foreign(foreign) }
    for reader in Self.readers where reader.recognises(bytes) {
      self = try reader.read(bytes)
      budget = bytes.budget
      return
    }
    // A reader may have failed to recognise a file that is too much for it.
    try bytes.budget.check()
    if let foreign = ForeignFormat(unknown: bytes) { throw .foreign(foreign) }
    throw .unknownFormat(firstBytes: Array(bytes.buffer.prefix(8)))
  }
}
