import Checkpoints
import Foundation
import Glibc
import Support
import Testing

/// Pipes, devices and sockets in place of files, and archives whose bytes have changed.
@Suite struct SpecialFileTests {
  @Test func aPipeADeviceAndASocketAreRefusedWithoutWaiting() async throws {
    try await withTemporaryFolder { folder in
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      for path in [pipe, "/dev/zero", "/dev/null"] {
        let error = #expect(throws: CheckpointError.self) { try Checkpoint.load(file: path) }
        #expect(error?.status == .noInput)
        #expect(error?.description.contains("it is not a regular file") == true, "\(path)")
        let failure = #expect(throws: Failure.self) {
          try InputFile.readRegular(path, what: "can't read the class names")
        }
        #expect(failure?.status == .noInput)
      }
    }
  }

  @Test func aPipeBesideTheCheckpointIsRefused() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      try Data(try SyntheticCheckpoint(.timm, "b0").safetensors).write(
        to: URL(fileURLWithPath: path))
      #expect(try Checkpoint.load(file: path, dialect: .timm).options.classes == 7)
      #expect(mkfifo(folder + "/config.json", 0o600) == 0)
      let error = #expect(throws: CheckpointError.self) { try Checkpoint.load(file: path) }
      #expect(error?.status == .badData)
      #expect(error?.description.contains("config.json is broken") == true)
    }
  }

  @Test func aTextBeyondTheLimitIsRefused() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/labels.txt"
      try Data(repeating: 0x61, count: 101).write(to: URL(fileURLWithPath: path))
      #expect(try InputFile.readRegular(path, what: "", atMost: 101).count == 101)
      let failure = #expect(throws: Failure.self) {
        try InputFile.readRegular(path, what: "", atMost: 100)
      }
      #expect(failure?.status == .badData)
    }
  }

  /// The range of the storage's bytes in `zip-f32.pth`, behind the name of its entry.
  private func changed(_ bytes: [UInt8], behind name: String) throws -> [UInt8] {
    let name = Array(name.utf8)
    let place = try #require(
      bytes.indices.first { bytes[$0...].starts(with: name) }.map { $0 + name.count })
    var changed = bytes
    // Behind the padding that aligns the storage to 64 bytes.
    changed[(place / 64 + 1) * 64 + 1] ^= 0x10
    return changed
  }

  @Test func aChangedTensorIsFoundByItsChecksum() async throws {
    let bytes = try Fixture.bytes("zip-f32.pth")
    let damaged = try changed(bytes, behind: "/data/0")
    try await withTemporaryFolder { folder in
      for (name, bytes) in [("whole.pth", bytes), ("damaged.pth", damaged)] {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      #expect(try CheckpointInspection(file: folder + "/whole.pth").refusal == nil)
      let refusal = try #require(try CheckpointInspection(file: folder + "/damaged.pth").refusal)
      #expect(refusal.description.contains("checksum"), "\(refusal)")
      #expect(refusal.status == .badData)
      let store = WeightStore(folder: folder + "/store")
      #expect(throws: CheckpointError.self) { try store.install(file: folder + "/damaged.pth") }
    }
    // Reading the tensors does not compute it.
    #expect(throws: Never.self) { try CheckpointContents(reading: FileBytes(damaged)) }
  }

  @Test func aChangedPickleIsFoundByItsChecksum() throws {
    var bytes = try Fixture.bytes("zip-f32.pth")
    let text = Array("FloatStorage".utf8)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: text) })
    bytes[place + 1] ^= 1
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointContents(reading: FileBytes(bytes))
    }
    #expect(error?.description.contains("checksum") == true)
  }
}
