internal import Foundation
import Glibc
internal import Subprocess
internal import SystemPackage

/// Reads Keras' HDF5 files in a separate process, because libhdf5 is not safe on hostile files.
///
/// `effscope-hdf5` (Sources/effscope-hdf5) gets the file as standard input and writes its datasets
/// as safetensors into an unlinked temporary file, which is validated like any other file.
/// Format: https://docs.hdfgroup.org/hdf5/v1_14/_f_m_t3.html
enum HDF5Reader: CheckpointReader {
  /// The reader program in this program's folder; `EFFSCOPE_HDF5_READER` overrides its path.
  static let program = "effscope-hdf5"
  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The signature is at offset 0 or, after a user block, at 512, 1024, 2048, ….
  static func recognises(_ bytes: FileBytes) -> Bool {
    var start = 0
    while start + signature.count <= bytes.count {
      if bytes.buffer[start..<start + signature.count].elementsEqual(signature) { return true }
      start = start == 0 ? 512 : start * 2
      if start > 1 << 16 { break }
    }
    return false
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    try read(bytes, format: .hdf5, metadata: [:])
  }

  /// Reads HDF5 bytes; `metadata` is added to the file's own.
  static func read(
    _ bytes: FileBytes, format: CheckpointFormat, metadata: [String: String]
  ) throws(CheckpointError) -> CheckpointContents {
    let input = try AnonymousFile(holding: bytes)
    let output = try AnonymousFile()
    try run(input, output)
    let found = try SafetensorsReader.read(try FileBytes(mapping: output, from: bytes))
    return CheckpointContents(
      format: format, groups: found.groups,
      metadata: found.metadata.merging(metadata) { _, given in given })
  }

  private static func run(
    _ input: AnonymousFile, _ output: AnonymousFile
  ) throws(CheckpointError) {
    let path = try programPath()
    let outcome: (status: TerminationStatus, text: String)
    do {
      outcome = try Blocking.run { () async throws(any Error) in
        let result = try await Subprocess.run(
          .path(FilePath(path)),
          input: .fileDescriptor(
            FileDescriptor(rawValue: input.descriptor), closeAfterSpawningProcess: false),
          output: .fileDescriptor(
            FileDescriptor(rawValue: output.descriptor), closeAfterSpawningProcess: false),
          error: .string(limit: 1 << 16))
        return (result.terminationStatus, result.standardError)
      }
    } catch {
      throw .missingReader(path: path)
    }
    let line = outcome.text.split(separator: "\n").last.map(String.init) ?? ""
    switch outcome.status {
    case .exited(0): return
    case .exited(65): throw .malformed("HDF5 file", offset: 0, rule: line)
    case .exited(let code): throw .readerFailed(status: code, message: line)
    case .signaled(let signal): throw .readerFailed(status: -signal, message: line)
    }
  }

  /// The path of the program; throws if it is not there.
  static func programPath() throws(CheckpointError) -> String {
    if let named = getenv("EFFSCOPE_HDF5_READER").map({ String(cString: $0) }), !named.isEmpty {
      guard access(named.rawPath, X_OK) == 0 else { throw .missingReader(path: named) }
      return named
    }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
    let path = "\(own[..<(own.lastIndex(of: "/") ?? own.startIndex)])/\(program)"
    guard access(path, X_OK) == 0 else { throw .missingReader(path: path) }
    return path
  }
}
