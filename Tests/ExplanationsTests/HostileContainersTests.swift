import Checkpoints
import Foundation
import Testing

/// Truncated or changed HDF5 and ONNX files give an error, never a trap or a wrong size.
@Suite struct HostileContainersTests {
  @Test func anHDF5FileThatIsCutIsRefused() async throws {
    let bytes = try contents(GoldenArchive.keras.path("keras2-legacy.h5"))
    for part in [8, 100, 2048, bytes.count / 2, bytes.count - 1] {
      let error = await #expect(throws: CheckpointError.self) {
        try await onOwnThread {
          try CheckpointContents(reading: FileBytes(Array(bytes[..<part])))
        }
      }
      #expect(error?.status == .badData)
      #expect(error?.description.contains("\n") == false)
    }
  }

  /// Each change is checked in its own process, so only some are tried.
  @Test func anHDF5FileWithBytesFlippedNeverTraps() async throws {
    let bytes = try contents(GoldenArchive.keras.path("keras2-legacy.h5"))
    let errors = try await onOwnThread {
      var generator = SplitMix64(7)
      var errors: [CheckpointError] = []
      for _ in 0..<40 {
        var changed = bytes
        for _ in 0..<20 {
          let place = Int.random(in: 0..<min(bytes.count, 60_000), using: &generator)
          changed[place] = UInt8.random(in: 0...255, using: &generator)
        }
        switch Self.read(changed) {
        case .success(let contents):
          for tensor in contents.groups.flatMap(\.tensors) { _ = try? tensor.tensor() }
        case .failure(let error): errors.append(error)
        }
      }
      return errors
    }
    #expect(errors.allSatisfy { $0.status == .badData }, "\(errors)")
  }

  private static func read(_ bytes: [UInt8]) -> Result<CheckpointContents, CheckpointError> {
    Result { () throws(CheckpointError) in try CheckpointContents(reading: FileBytes(bytes)) }
  }

  @Test func anONNXFileCutOrChangedNeverTraps() throws {
    let bytes = try contents(GoldenArchive.torch.path("timm-folded.onnx"))
    for length in stride(from: 1, to: bytes.count, by: 997) {
      #expect(throws: CheckpointError.self) {
        try CheckpointContents(reading: FileBytes(Array(bytes[..<length])))
      }
    }
    var generator = SplitMix64(3)
    for _ in 0..<300 {
      var changed = bytes
      changed[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(
        in: 1...255, using: &generator)
      let contents = try? CheckpointContents(reading: FileBytes(changed))
      for tensor in contents?.groups.flatMap(\.tensors) ?? [] { _ = try? tensor.tensor() }
      _ = try? Checkpoint.load(
        FileBytes(changed), name: "x.onnx", variant: GoldenArchive.variant())
    }
  }

  private func contents(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

/// splitmix64.
private struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
