internal import CKernels

/// What this machine can do at best, measured: no step can be faster than either ceiling allows.
///
/// After Williams, Waterman and Patterson, "Roofline", CACM 2009. Memory has one ceiling for each size of
/// what is moved, because caches are faster than what lies behind them.
public struct Roofline: Hashable, Sendable {
  /// The rate at which so many bytes are moved again and again.
  public struct Bandwidth: Hashable, Sendable {
    /// Bytes moved, by all threads together.
    public let bytes: Int
    /// Billions of bytes a second.
    public let gigabytes: Double

    /// A measured rate.
    public init(bytes: Int, gigabytes: Double) {
      self.bytes = bytes
      self.gigabytes = gigabytes
    }
  }

  /// Which of the two ceilings is the lower one for a step.
  public enum Bound: String, Hashable, Sendable {
    /// Multiply-adds.
    case compute
    /// Bytes moved.
    case memory
  }

  /// Billions of floating-point operations a second, two for each multiply-add.
  public let gigaflops: Double
  /// Rates of memory, smallest size first.
  public let bandwidths: [Bandwidth]

  /// Ceilings that are known already; `bandwidths` must not be empty.
  public init(gigaflops: Double, bandwidths: [Bandwidth]) {
    precondition(!bandwidths.isEmpty, "a roofline needs a rate of memory")
    self.gigaflops = gigaflops
    self.bandwidths = bandwidths.sorted { $0.bytes < $1.bytes }
  }

  /// Measures `threads` threads of this machine with the f32 instructions of a set; takes a fraction of a second.
  public static func measure(_ instructionSet: InstructionSet, threads: Int) -> Roofline {
    let sizes = [64_000, 256_000, 1_000_000, 4_000_000, 16_000_000, 64_000_000]
    return Roofline(
      gigaflops: ck_peak_rate(instructionSet.identifier, Int32(threads)) / 1e9,
      bandwidths: sizes.map {
        Bandwidth(bytes: $0, gigabytes: ck_bandwidth(Int32(threads), $0) / 1e9)
      })
  }

  /// The rate of the nearest cache that could hold `bytes`: measured at the largest size that is no larger.
  public func bandwidth(moving bytes: Int) -> Double {
    (bandwidths.last { $0.bytes <= bytes } ?? bandwidths[0]).gigabytes
  }

  /// The ceiling that holds a step back.
  public func bound(macs: Int, bytes: Int) -> Bound {
    computeNanoseconds(macs) >= memoryNanoseconds(bytes) ? .compute : .memory
  }

  /// The least time in nanoseconds that a step of so many multiply-adds and bytes could take.
  public func nanoseconds(macs: Int, bytes: Int) -> Double {
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
