extension FileVerdict {
  /// Examines a file and, if it is an index, its shards.
  ///
  /// `contents` is what the file's reader found, or why it refused the file.
  init(of bytes: FileBytes, _ contents: Result<CheckpointContents, CheckpointError>) {
    let found = try? contents.get()
    var examiner = FileExaminer(size: bytes.wholeCount, isRead: found != nil)
    examiner.examineFile(bytes, contents, place: "")
    if let index = SafetensorsIndex(bytes), let files = try? index.map(beside: bytes) {
      for (name, file) in zip(index.shards, files) {
        examiner.examineFile(file, contents, place: name)
      }
    }
    self = examiner.verdict
  }
}

extension FileExaminer {
  /// Examines a file: as a pickle, an archive or what it begins with, and by what its reader found.
  fileprivate mutating func examineFile(
    _ bytes: FileBytes, _ contents: Result<CheckpointContents, CheckpointError>, place: String
  ) {
    var part = Part(bytes: bytes, range: 0..<bytes.count, place: place, program: .torchLoad)
    part.isPickle = TorchLegacyReader.recognises(bytes)
    let isKnown = Self.isKnown(part) || part.isPickle
    examine(part)
    examineEnd(part)
    switch contents {
    case .success(let contents) where contents.format == .hdf5: examine(contents.metadata, part)
    case .success(let contents): examine(contents.graph, part)
    case .failure(let error) where !isKnown: leave(part, error.why)
    case .failure where HDF5Reader.recognises(bytes): leave(part, "its HDF5 data could not be read")
    case .failure: break
    }
  }

  /// Examines a zip archive whose directory is at the end of a file that begins as another one.
  private mutating func examineEnd(_ part: Part) {
    guard !part.starts(with: Array("PK".utf8)), ZipDirectory(part.bytes).hasEnd else { return }
    var archive = part
    archive.program = .other
    examineZip(archive)
  }

  /// Finds TFLite's operators without a definition of their own, which a program must bring.
  private mutating func examine(_ graph: ComputationGraph?, _ part: Part) {
    guard let graph else { return }
    for node in graph.nodes where node.title.hasPrefix(TFLiteOperator.customTitle) {
      add(.customOperator, node.title, part, .runtime)
    }
  }
}
