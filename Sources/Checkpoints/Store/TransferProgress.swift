/// How far a transfer has come.
public struct TransferProgress: Hashable, Sendable {
  /// Bytes that are here.
  public var received: Int
  /// Bytes of the whole file, where known.
  public var total: Int?
  /// Bytes a second over the last seconds.
  public var rate: Double

  /// The share that is here, between 0 and 1.
  public var fraction: Double? {
    total.map { $0 > 0 ? min(1, Double(received) / Double($0)) : 1 }
  }

  /// Seconds that the rest will take at this rate.
  public var secondsLeft: Double? {
    guard let total, rate > 0 else { return nil }
    return Double(max(0, total - received)) / rate
  }

  /// A state of a transfer.
  public init(received: Int, total: Int?, rate: Double) {
    self.received = received
    self.total = total
    self.rate = rate
  }
}

/// Bytes a second over the last three seconds.
struct TransferRate {
  private var samples: [(seconds: Double, bytes: Int)] = []

  mutating func add(_ bytes: Int, at seconds: Double) {
    // A restart begins again from fewer bytes.
    if let last = samples.last, bytes < last.bytes { samples = [] }
    samples.append((seconds, bytes))
    while samples.count > 2, seconds - samples[0].seconds > 3 { samples.removeFirst() }
  }

  var bytesPerSecond: Double {
    guard let first = samples.first, let last = samples.last, last.seconds > first.seconds else {
      return 0
    }
    return Double(last.bytes - first.bytes) / (last.seconds - first.seconds)
  }
}
