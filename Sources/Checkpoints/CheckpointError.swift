/// Why weights could not be read, translated, stored or fetched.
public enum CheckpointError: Error, Hashable, Sendable {
  /// The system refused to open or map the file.
  case unreadable(path: String, code: Int32)
  /// The file has no bytes.
  case empty
  /// No reader knows these first bytes.
  case unknownFormat(firstBytes: [UInt8])
  /// The file or folder is known, but it is no checkpoint that is read.
  case foreign(ForeignFormat)
  /// A folder has several checkpoints, whose names are given, or none.
  case ambiguousFolder([String])
  /// The file ends inside a structure.
  case truncated(String, offset: Int, needed: Int, available: Int)
  /// A length points past the end.
  case lengthBeyondEnd(String, offset: Int, length: String, available: Int)
  /// A structure breaks the format's rules at `offset`.
  case malformed(String, offset: Int, rule: String)
  /// A name occurs twice where it may occur once.
  case duplicate(String, name: String)
  /// The file would unfold to more than its size justifies.
  case tooLarge(String, size: String, limit: Int)
  /// Reading the file would take more memory or work than a file of its size may.
  case overBudget(ReadingBudget.Resource, limit: Int)
  /// A feature of the format that no checkpoint needs.
  case unsupported(String, feature: String)
  /// A program of TorchScript, traced or scripted.
  case torchScript
  /// A pickle asks for something that this program will not touch.
  case refusedGlobal(String, offset: Int)
  /// A pickle has an operation that this program will not do.
  case refusedOpcode(UInt8, offset: Int)
  /// A tensor's shape, strides or offset do not fit the bytes it names.
  case tensorOutOfBounds(name: String, shape: [Int], bytes: Int)
  /// A file asks for weights in a place outside its own folder.
  case refusedPath(String, tensor: String)
  /// The file's weights lie in another one, which is not beside it.
  case missingCompanion(String)
  /// The program that reads HDF5 is not there.
  case missingReader(path: String)
  /// The program that reads HDF5 broke off; a negative status is a signal's number.
  case readerFailed(status: Int32, message: String)

  /// The file holds no tensors.
  case noTensors
  /// The names follow no scheme this program knows.
  case unknownNames([String])
  /// The shapes fit no variant.
  case unknownVariant(scheme: NamingScheme, TensorMismatch)
  /// The tensors are not those of the variant asked for.
  case wrongVariant(asked: String, fits: String?, TensorMismatch)
  /// The dialect asked for has no such variant.
  case wrongDialect(Dialect, variant: String)
  /// The classifier is missing or is no fully connected layer.
  case unknownHead([String])
  /// Floats that the network has no place for, by dotted name.
  case unexplainedTensors([String])
  /// Several networks fit; their places in the file.
  case severalNetworks([String])
  /// No tensor's name begins with the prefix asked for; the file's groups.
  case nothingUnder(String, [String])
  /// Several chains of layers lead from the features to logits; the name of each.
  case severalHeads([String])
  /// No head, or more than one, has the name asked for; the names there are.
  case unknownHeadName(String, [String])
  /// The file does not tell the function between two fully connected layers.
  case unknownActivation(from: String, to: String)
  /// The head reads twice the features, in an order that the file does not tell.
  case unknownConcatenation(name: String, inputs: Int, features: Int)
  /// The file's graph has the operator `found` where the network has `expected`; nil for its end.
  case otherOperator(found: String?, expected: String)
  /// A whole saved module has this class and path, whose code is not known.
  case unknownClass(String)
  /// The head beside the network is a matrix alone, which classifiers that compare directions are,
  /// too.
  case biaslessHead(String)
  /// The file states a pooling that this program does not know.
  case unknownPooling(String)
  /// The configuration beside the file names another activation than the variant's.
  case otherActivation(String, variant: String)
  /// One logit can't be turned into probabilities by softmax.
  case softmaxOfOne
  /// The classifier has a layer of `shape` (outputs, inputs) before its `last`.
  case hiddenLayer(name: String, shape: [Int], last: String)

  /// Nothing is installed for the variant.
  case notInstalled(variant: String, isPublished: Bool)
  /// The catalogue has no such name.
  case unknownWeights(name: String, near: [String])
  /// The text after `hf:` is no name of a hub's model.
  case noHubName(String)
  /// Bytes that were fetched or stored are not those that were published.
  case wrongHash(path: String, expected: String, found: String)
  /// A program this one runs is missing.
  case missingProgram(String)
  /// A program this one runs failed.
  case commandFailed(String, status: Int32, message: String)
  /// A file could not be fetched.
  case download(DownloadFailure)
  /// The store already has weights of this name.
  case nameTaken(String)
  /// Weights can't be stored under this name.
  case unusableName(String)
  /// The store can't be written.
  case unwritable(path: String, code: Int32)
  /// No temporary file can be made or filled in the folder that TMPDIR names.
  case noTemporaryFile(folder: String, code: Int32)
}

/// The first tensor that differs from what a variant needs.
public struct TensorMismatch: Hashable, Sendable {
  /// The tensor's name in the file.
  public let name: String
  /// The shape the variant needs; nil when it has no such tensor.
  public let expected: [Int]?
  /// The shape in the file; nil when it is not there.
  public let found: [Int]?
}
