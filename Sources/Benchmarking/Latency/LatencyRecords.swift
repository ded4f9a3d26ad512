import Foundation
import Inference
import Support

/// How a latency is measured.
package struct LatencyProtocol: Hashable, Sendable {
  /// Threads of a pass, and passes that are averaged.
  package let threads, runs: Int

  package init(threads: Int, runs: Int) { (self.threads, self.runs) = (threads, runs) }

  /// The paper's Table 4: one image, one core, mean of 20 runs.
  package static let paper = LatencyProtocol(threads: 1, runs: 20)
}

/// Latencies measured on this machine, stored so that an interrupted survey can resume.
///
/// A CSV file in the cache folder with the columns variant, threads, runs, instruction set,
/// processor, program version, date, milliseconds. Rows of other machines or versions are ignored;
/// of several rows for one network the last counts.
package struct LatencyRecords {
  private let folder: String?
  private var path: String? { folder.map { $0 + "/latency.csv" } }
  private let machine: [String]
  private var known: [Key: Double] = [:]

  private struct Key: Hashable {
    var variant: String
    var protocolUsed: LatencyProtocol
  }

  /// Reads the records in `folder`; nil stores none.
  package init(folder: String? = LatencyRecords.standardFolder) {
    self.folder = folder
    let forced = ProcessInfo.processInfo.environment[InstructionSet.environmentVariable]
    let instructions = (try? InstructionSet.chosen(environment: forced)) ?? .detected
    machine = [instructions.rawValue, Self.processor, ToolVersion.current]
    guard let path, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    // A partly written last line has no newline and is dropped.
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 8, Array(fields[3...5]) == machine, let threads = Int(fields[1]),
        let runs = Int(fields[2]), let milliseconds = Double(fields[7]), milliseconds > 0
      else { continue }
      let protocolUsed = LatencyProtocol(threads: threads, runs: runs)
      known[Key(variant: fields[0], protocolUsed: protocolUsed)] = milliseconds
    }
  }

  /// `effscope` in the XDG cache folder.
  package static var standardFolder: String? { BaseFolder.cache.path() }

  /// Mean milliseconds of `variant`; nil if not measured.
  package func milliseconds(of variant: String, by protocolUsed: LatencyProtocol) -> Double? {
    known[Key(variant: variant, protocolUsed: protocolUsed)]
  }

  /// Stores a measurement; errors of the file system are ignored.
  package mutating func keep(
    _ milliseconds: Double, of variant: String, by protocolUsed: LatencyProtocol
  ) {
    known[Key(variant: variant, protocolUsed: protocolUsed)] = milliseconds
    guard let folder, let path else { return }
    let date = ISO8601DateFormatter().string(from: Date())
    let fields =
      [variant, "\(protocolUsed.threads)", "\(protocolUsed.runs)"] + machine
      + [date, "\(milliseconds)"]
    FileSystem.makeFolders(folder)
    let descriptor = open(
      path.rawPath, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let line = Array((fields.joined(separator: ",") + "\n").utf8)
    _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Processor name, without commas.
  private static let processor: String = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").dropFirst().joined(separator: ":") ?? "unknown"
    return name.replacing(",", with: " ").trimmingCharacters(in: .whitespaces)
  }()
}
