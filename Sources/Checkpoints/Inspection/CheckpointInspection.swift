import Architectures
import Support

/// The results of an inspection of a checkpoint file, which may be broken.
package struct CheckpointInspection: Sendable {
  /// Size of the file in bytes.
  package let size: Int
  /// The SHA-256 as 64 hexadecimal digits.
  package let sha256: String
  /// The contents, or the error of a broken or refused file.
  package let contents: Result<CheckpointContents, CheckpointError>
  /// The recognised network, or the error if it is unknown.
  package let network: Result<LoadedCheckpoint, CheckpointError>
  /// The use of each tensor; nil if no network was recognised.
  package let account: TensorAccount?
  /// The globals that the file's pickles name, with the verdict on each.
  package let globals: [PickleGlobalUse]
  /// What other programs would run of the file.
  package let verdict: FileVerdict

  /// Inspects the file at `path`; throws only if it can't be mapped.
  package init(
    file path: String, variant: Variant? = nil, dialect: Dialect? = nil,
    reading: CheckpointReading = CheckpointReading()
  ) throws(CheckpointError) {
    let path = try CheckpointFolder.path(path)
    let bytes = try FileBytes(mapping: path)
    size = bytes.wholeCount
    let digest = FileDigest(of: bytes)
    sha256 = digest.hexadecimal
    let name = path.lastPathComponent
    contents = Result { () throws(CheckpointError) in
      try ZipArchive.checkStored(in: bytes)
      return try CheckpointContents(reading: bytes)
    }
    verdict = FileVerdict(of: bytes, contents)
    switch contents {
    case .success(let contents):
      globals = contents.globals
      let loading = CheckpointLoading(contents, of: bytes, name: name, digest: digest)
      network = Result { () throws(CheckpointError) in
        try loading.load(
          variant: variant, choice: dialect.map { DialectChoice($0, .asked) }, reading: reading)
      }
      account =
        (try? network.get())?.account ?? loading.account(variant: variant, reading: reading)
    case .failure(let error):
      globals = PickleSurvey(of: bytes).globals
      network = .failure(error)
      account = nil
    }
  }

  /// The error of a broken or refused file; nil for a readable one.
  package var refusal: CheckpointError? {
    if case .failure(let error) = contents { return error }
    return nil
  }
}
