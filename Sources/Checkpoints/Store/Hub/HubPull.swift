import Glibc

extension WeightStore {
  /// Downloads the network that a hub holds under `reference`, recognises it and installs it.
  ///
  /// Weights, configuration and preprocessing come from one commit. Large files have the hub's
  /// SHA-256; the parts of an interrupted transfer are kept, and the next pull resumes them.
  public func pull(
    _ reference: HubReference, isCancelled: @escaping @Sendable () -> Bool = { false },
    report: (PullStep) -> Void = { _ in }
  ) async throws(CheckpointError) -> InstalledWeights {
    let name = reference.storeName
    let poller = CancellationPoller(isCancelled: isCancelled)
    try Folder.create(folder)
    let lock = try await StoreLock.acquire("\(folder)/.lock-\(name)") {
      () async throws(CheckpointError) in
      guard !poller.isCancelled() else { throw .download(.interrupted(kept: 0)) }
      report(.waiting)
      await poller.sleep(seconds: 0.1)
    }
    defer { withExtendedLifetime(lock) {} }
    if lock.hasWaited, let entry = entry(named: name) { return entry }
    let transfer = HubTransfer(
      hub: HubAccess(reference), aside: "\(folder)/.part-\(name)", poller: poller)
    try Folder.create(transfer.aside)
    let listing = try await transfer.listing(report)
    let weights = try listing.weights()
    for companion in Self.companions {
      if let file = listing.file(companion) {
        try await transfer.fetch(file, of: listing, unlisted: 1 << 20, report)
      }
    }
    let path = try await transfer.fetch(weights, of: listing, report)
    if let index = SafetensorsIndex(try FileBytes(mapping: path)) {
      for shard in index.shards {
        guard let file = listing.file(shard) else { throw .missingCompanion(shard) }
        try await transfer.fetch(file, of: listing, report)
      }
    }
    report(.installing(weights.name))
    let installed = try install(
      file: path, named: name, isReplacing: true,
      source: "\(HubReference.prefix)\(reference.repository)@\(listing.commit)",
      licence: listing.licence)
    try Folder.remove(transfer.aside)
    return installed
  }
}

/// Fetches files of a hub into a folder, from where a later transfer goes on.
private struct HubTransfer {
  let hub: HubAccess
  /// The folder of partial and finished files.
  let aside: String
  let poller: CancellationPoller

  /// Largest list of files and largest weights without a published size, in bytes.
  private static let listingLimit = 16 << 20
  private static let unlistedLimit = 2 << 30

  func listing(_ report: (PullStep) -> Void) async throws(CheckpointError) -> HubListing {
    let part = "\(aside)/.listing"
    try Folder.remove(part)
    do {
      let download = try Download(
        hub.listing, to: part, sizeLimit: Self.listingLimit, hub: hub, poller: poller)
      try await download.run(report: report)
    } catch {
      // Nothing else has come yet.
      if Folder.names(in: aside).allSatisfy({ $0 == ".listing" }) { try Folder.remove(aside) }
      throw error
    }
    defer { try? Folder.remove(part) }
    return try HubListing(try FileBytes(mapping: part))
  }

  /// Returns the path of the whole file with the published hash.
  @discardableResult
  func fetch(
    _ file: HubListing.File, of listing: HubListing, unlisted: Int = Self.unlistedLimit,
    _ report: (PullStep) -> Void
  ) async throws(CheckpointError) -> String {
    guard !file.name.contains("/"), !file.name.hasPrefix(".") else {
      throw .refusedPath(file.name, tensor: file.name)
    }
    let (part, path) = ("\(aside)/.part-\(file.name)", "\(aside)/\(file.name)")
    if let bytes = try? FileBytes(mapping: path) {
      do {
        try file.check(bytes)
        return path
      } catch {
        try Folder.remove(path)
      }
    }
    while true {
      let isResumed = Folder.status(part) != nil
      let download = try Download(
        hub.address(of: file.name, at: listing.commit), to: part,
        sizeLimit: file.limit(unlisted: unlisted), hub: hub, poller: poller)
      try await download.run(report: report)
      do throws(CheckpointError) {
        let bytes = try FileBytes(mapping: part)
        if bytes.count > 1 << 20 { report(.verifying(bytes.count)) }
        try file.check(bytes)
        try Folder.move(part, to: path)
        return path
      } catch {
        try Folder.remove(part)
        // The resumed part may be of another commit: once more from the beginning.
        guard isResumed, case .wrongHash = error else { throw error }
      }
    }
  }
}
