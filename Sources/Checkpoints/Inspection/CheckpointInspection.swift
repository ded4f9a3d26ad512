import Architectures

/// Everything there is to know of a checkpoint file, good or bad.
public struct CheckpointInspection: Sendable {
  /// Bytes of the file.
  public let size: Int
  /// 64 hexadecimal digits.
  public let sha256: String
  /// What a reader found; an error when the file is broken or refused.
  public let contents: Result<CheckpointContents, CheckpointError>
  /// The network in it; an error when it is none that this program knows.
  public let network: Result<LoadedCheckpoint, CheckpointError>
  /// What its pickles ask for and what becomes of it.
  public let globals: [PickleGlobalUse]

  /// Looks into the file at `path`; throws only when it can't be read at all.
  public init(
    file path: String, variant: Variant? = nil, dialect: Dialect? = nil
  ) throws(CheckpointError) {
    let bytes = try FileBytes(mapping: path)
    size = bytes.count
    let digest = FileDigest(of: bytes)
    sha256 = digest.hexadecimal
    let name = path.split(separator: "/").last.map(String.init) ?? path
    contents = Result { () throws(CheckpointError) in try CheckpointContents(reading: bytes) }
    switch contents {
    case .success(let contents):
      globals = contents.globals
      network = Result { () throws(CheckpointError) in
        try Checkpoint.load(
          contents, of: bytes, name: name, variant: variant,
          choice: dialect.map { DialectChoice($0, .asked) }, digest: digest)
      }
    case .failure(let error):
      globals = PickleSurvey(of: bytes).globals
      network = .failure(error)
    }
  }

  /// Why the file is not read; nil for one that is.
  public var refusal: CheckpointError? {
    if case .failure(let error) = contents { return error }
    return nil
  }
}
