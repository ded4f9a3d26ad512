/// A file format that holds weights.
public enum CheckpointFormat: String, Hashable, Sendable, CaseIterable {
  /// safetensors.
  case safetensors
  /// PyTorch's zip archive, since 1.6.
  case torchZip = "PyTorch zip"
  /// PyTorch's stacked pickles, before 1.6.
  case torchLegacy = "PyTorch legacy pickle"
  /// HDF5: Keras' weights or a whole Keras model.
  case hdf5 = "HDF5"
  /// Keras 3's archive, a zip around HDF5 weights.
  case keras = "Keras archive"
  /// A computation graph in the Open Neural Network Exchange format.
  case onnx = "ONNX"
  /// A computation graph as TensorFlow Lite runs it.
  case tflite = "TFLite"
}

/// Everything a reader found in a file, before names are translated.
public struct CheckpointContents: Sendable {
  /// The format it was read as.
  public let format: CheckpointFormat
  /// Dictionaries of tensors, in file order; most files have one.
  public var groups: [TensorGroup]
  /// Text that the file carries about itself.
  public var metadata: [String: String] = [:]
  /// What its pickles asked for, in order of first use.
  public var globals: [PickleGlobalUse] = []
  /// The layers in the order of a graph, where the file holds one.
  var layers: LayerSequence?

  init(
    format: CheckpointFormat, groups: [TensorGroup], metadata: [String: String] = [:],
    globals: [PickleGlobalUse] = [], layers: LayerSequence? = nil
  ) {
    self.format = format
    self.groups = groups
    self.metadata = metadata
    self.globals = globals
    self.layers = layers
  }
}

/// A dictionary of tensors inside a file.
public struct TensorGroup: Sendable {
  /// Keys that lead to it: empty for the file's root, `state_dict`.
  public let path: String
  /// Its tensors, in file order; names are unique.
  public let tensors: [StoredTensor]
}

/// Reads one file format.
protocol CheckpointReader {
  /// Whether `bytes` begin as files of this format do.
  static func recognises(_ bytes: FileBytes) -> Bool
  /// Everything in `bytes`.
  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents
}

extension CheckpointContents {
  /// Every reader; the first that recognises a file reads it.
  private static var readers: [any CheckpointReader.Type] {
    [
      KerasArchiveReader.self, TorchZipReader.self, HDF5Reader.self, SafetensorsReader.self,
      TFLiteReader.self, OnnxReader.self, TorchLegacyReader.self,
    ]
  }

  /// Reads `bytes` with the reader that recognises them.
  public init(reading bytes: FileBytes) throws(CheckpointError) {
    guard bytes.count > 0 else { throw .empty }
    for reader in Self.readers where reader.recognises(bytes) {
      self = try reader.read(bytes)
      return
    }
    throw .unknownFormat(firstBytes: Array(bytes.buffer.prefix(8)))
  }
}
