import Checkpoints
import Foundation

/// Reads the fixture files.
enum Fixture {
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: folder.appending(path: "Fixtures/\(name)")))
  }

  static func contents(_ name: String) throws -> CheckpointContents {
    try CheckpointContents(reading: FileBytes(try bytes(name)))
  }
}

/// Runs `body` in a new folder that is removed afterwards.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
  let path = FileManager.default.temporaryDirectory.appending(
    path: "effscope-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: path) }
  return try await body(path.path(percentEncoded: false))
}
