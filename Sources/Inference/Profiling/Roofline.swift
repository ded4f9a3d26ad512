internal import CKernels

/// Measured peak compute rate and memory bandwidths of this machine.
///
/// No step can be faster than either limit allows. The bandwidth depends on the number of bytes
/// moved, because caches are faster than memory. Williams, Waterman and Patterson, "Roofline",
/// CACM 2009.
package struct Roofline: Hashable, Sendable {
  /// Bandwidth of moving the same `bytes` repeatedly.
  package struct Bandwidth: Hashable, Sendable {
    /// Bytes moved by all threads together.
    package let bytes: Int
    /// Bandwidth in GB/s.
    package let gigabytes: Double

    package init(bytes: Int, gigabytes: Double) {
      (self.bytes, self.gigabytes) = (bytes, gigabytes)
    }
  }

  /// The limit that determines a step's minimum time.
  package enum Bound: String, Hashable, Sendable {
    case compute
    case memory
  }

  /// Peak compute rate in GFLOP/s; one multiply-add is two operations.
  package let gigaflops: Double
  /// Bandwidths, smallest size first.
  package let bandwidths: [Bandwidth]

  /// Creates a roofline from known rates; `bandwidths` must not be empty.
  package init(gigaflops: Double, bandwidths: [Bandwidth]) {
    precondition(!bandwidths.isEmpty, "a roofline needs at least one bandwidth")
    self.gigaflops = gigaflops
    self.bandwidths = bandwidths.sorted { $0.bytes < $1.bytes }
  }

  /// Measures this machine with `threads` threads and the f32 kernels of a set; takes under 1 s.
  package static func measure(_ instructionSet: InstructionSet, threads: Int) -> Roofline {
    let sizes = [64_000, 256_000, 1_000_000, 4_000_000, 16_000_000, 64_000_000]
    return Roofline(
      gigaflops: ck_peak_rate(instructionSet.identifier, Int32(threads)) / 1e9,
      bandwidths: sizes.map {
        Bandwidth(bytes: $0, gigabytes: ck_bandwidth(Int32(threads), $0) / 1e9)
      })
  }

  /// Bandwidth in GB/s at the largest measured size that does not exceed `bytes`.
  package func bandwidth(moving bytes: Int) -> Double {
    (bandwidths.last { $0.bytes <= bytes } ?? bandwidths[0]).gigabytes
  }

  /// The limit that determines the minimum time of a step.
  package func bound(macs: Int, bytes: Int) -> Bound {
    computeNanoseconds(macs) >= memoryNanoseconds(bytes) ? .compute : .memory
  }

  /// Minimum time, in nanoseconds, of a step with `macs` multiply-adds and `bytes` moved.
  package func nanoseconds(macs: Int, bytes: Int) -> Double {
    max(computeNanoseconds(macs), memoryNanoseconds(bytes))
  }

  private func computeNanoseconds(_ macs: Int) -> Double {
    gigaflops > 0 ? 2 * Double(macs) / gigaflops : 0
  }

  private func memoryNanoseconds(_ bytes: Int) -> Double {
    let rate = bandwidth(moving: bytes)
    return rate > 0 ? Double(bytes) / rate : 0
  }
}
