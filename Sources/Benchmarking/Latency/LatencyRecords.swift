import Foundation
import Inference
import Support

/// How a latency is measured.
package struct LatencyProtocol: Hashable, Sendable {
  /// Threads of a pass.
  package var threads: Int
  /// Passes that are averaged.
  package var runs: Int

  /// A protocol.
  package init(threads: Int, runs: Int) {
    self.threads = threads
    self.runs = runs
  }

  /// The paper's Table 4: one image, one core, mean of 20 runs.
  package static let paper = LatencyProtocol(threads: 1, runs: 20)
}

/// Latencies that were measured on this machine, kept so that an interrupted survey goes on where it was.
///
/// A row of a CSV file under the cache home: variant, threads, runs, instruction set, processor, program
/// version, date, milliseconds. Rows of another machine or version don't count; the last row of a network does.
package struct LatencyRecords {
  private let path: String?
  private let machine: [String]
  private var known: [Place: Double] = [:]

  private struct Place: Hashable {
    var variant: String
    var protocolUsed: LatencyProtocol
  }

  /// The records in `folder`; nil keeps none.
  package init(folder: String? = LatencyRecords.standardFolder) {
    path = folder.map { $0 + "/latency.csv" }
    let forced = ProcessInfo.processInfo.environment[InstructionSet.environmentVariable]
    let instructions = (try? InstructionSet.chosen(environment: forced)) ?? .detected
    machine = [instructions.rawValue, Self.processor, ToolVersion.current]
    guard let path, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    // What a crash left half-written has no newline, and no eight fields either.
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 8, Array(fields[3...5]) == machine, let threads = Int(fields[1]),
        let runs = Int(fields[2]), let milliseconds = Double(fields[7]), milliseconds > 0
      else { continue }
      known[
        Place(
          variant: fields[0], protocolUsed: LatencyProtocol(threads: threads, runs: runs))
      ] = milliseconds
    }
  }

  /// `effscope` under the XDG cache home.
  package static var standardFolder: String? { BaseFolder.cache.path() }

  /// Mean milliseconds of the network of this name, if they were measured.
  package func milliseconds(of variant: String, by protocolUsed: LatencyProtocol) -> Double? {
    known[Place(variant: variant, protocolUsed: protocolUsed)]
  }

  /// Keeps a measurement; a disk that is full costs the record, not the result.
  package mutating func keep(
    _ milliseconds: Double, of variant: String, by protocolUsed: LatencyProtocol
  ) {
    known[Place(variant: variant, protocolUsed: protocolUsed)] = milliseconds
    guard let path else { return }
    let date = ISO8601DateFormatter().string(from: Date())
    let fields =
      [variant, "\(protocolUsed.threads)", "\(protocolUsed.runs)"] + machine
      + [date, "\(milliseconds)"]
    try? FileManager.default.createDirectory(
      atPath: path.directoryPath, withIntermediateDirectories: true)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let line = Array((fields.joined(separator: ",") + "\n").utf8)
    _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// The processor's name, without commas.
  private static let processor: String = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").dropFirst().joined(separator: ":") ?? "unknown"
    return name.replacing(",", with: " ").trimmingCharacters(in: .whitespaces)
  }()
}
