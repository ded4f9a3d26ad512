import Architectures
import Support
import Tensors

/// Loads weights from a file of any supported format and dialect, or draws them from a seed.
package enum Checkpoint {
  /// Prefix of a checkpoint argument that asks for untrained weights: `random:SEED`.
  package static let randomPrefix = "random:"

  /// Loads the file at `path`; what is not given is detected.
  package static func load(
    file path: String, variant: Variant? = nil, dialect: Dialect? = nil,
    reading: CheckpointReading = CheckpointReading()
  ) throws(CheckpointError) -> LoadedCheckpoint {
    let path = try CheckpointFolder.path(path)
    return try load(
      try FileBytes(mapping: path), name: path.lastPathComponent, variant: variant,
      dialect: dialect, reading: reading)
  }

  /// Loads installed weights; the dialect is the recorded one unless given.
  package static func load(
    _ installed: InstalledWeights, variant: Variant? = nil, dialect: Dialect? = nil,
    reading: CheckpointReading = CheckpointReading()
  ) throws(CheckpointError) -> LoadedCheckpoint {
    let choice =
      dialect.map { DialectChoice($0, .asked) }
      ?? DialectChoice(installed.record.dialect, .publisher)
    let bytes = try FileBytes(mapping: installed.path)
    return try CheckpointLoading(
      try CheckpointContents(reading: bytes), of: bytes, name: installed.record.fileName,
      digest: installed.knownDigest
    ).load(variant: variant, choice: choice, reading: reading)
  }

  /// Loads a file's bytes; `name` is the file's name without folders.
  package static func load(
    _ bytes: FileBytes, name: String, variant: Variant? = nil, dialect: Dialect? = nil,
    reading: CheckpointReading = CheckpointReading()
  ) throws(CheckpointError) -> LoadedCheckpoint {
    try CheckpointLoading(try CheckpointContents(reading: bytes), of: bytes, name: name)
      .load(
        variant: variant, choice: dialect.map { DialectChoice($0, .asked) }, reading: reading)
  }

  /// Whether another program reads the file at `path`, or a part of it: HDF5.
  package static func needsProgram(file path: String) -> Bool {
    guard let bytes = try? FileBytes(checkpoint: path) else { return false }
    if HDF5Reader.recognises(bytes) { return true }
    guard bytes.starts(with: [0x50, 0x4B]), let archive = try? ZipArchive(bytes) else {
      return false
    }
    return archive.entries.contains { $0.name.hasSuffix(".h5") || $0.name.hasSuffix(".hdf5") }
  }

  /// The path of that program; nil if it is not there.
  package static var program: String? { try? HDF5Reader.programPath() }

  /// Untrained weights for `variant`, drawn from `seed`.
  package static func random(
    seed: UInt64, variant: Variant, dialect: Dialect? = nil, classes: Int = 1000,
    outputs: OutputActivation? = nil
  ) -> LoadedCheckpoint {
    let choice =
      dialect.map { DialectChoice($0, .asked) } ?? DialectChoice(.standard(for: variant), .variant)
    var options = choice.dialect.options(for: variant, classes: classes)
    let outputs = OutputChoice(asked: outputs, stated: nil, outputs: classes)
    options.outputActivation = outputs.activation
    return LoadedCheckpoint(
      source: .random(seed: seed), variant: variant, dialect: choice, options: options,
      outputs: outputs,
      weights: SeededWeights(seed: seed).stateDictionary(for: variant.network(options)),
      recipe: choice.dialect.recipe(for: variant), labels: nil, warnings: [], digest: nil)
  }

  /// The seed of `random:SEED`; nil for any other argument.
  package static func seed(in argument: String) -> UInt64? {
    guard argument.hasPrefix(randomPrefix) else { return nil }
    return UInt64(argument.dropFirst(randomPrefix.count))
  }
}
