/// The progress of a transfer.
public struct DownloadProgress: Hashable, Sendable {
  /// Bytes received.
  public var received: Int
  /// Size of the whole file in bytes; nil if unknown.
  public var total: Int?
  /// Bytes per second over the last three seconds.
  public var rate: Double

  /// The received fraction, 0…1; nil if the size is unknown.
  public var fraction: Double? {
    total.map { $0 > 0 ? min(1, Double(received) / Double($0)) : 1 }
  }

  /// Estimated seconds until the end; nil if the size or the rate is unknown.
  public var secondsLeft: Double? {
    guard let total, rate > 0 else { return nil }
    return Double(max(0, total - received)) / rate
  }

  /// Creates a progress value.
  public init(received: Int, total: Int?, rate: Double) {
    self.received = received
    self.total = total
    self.rate = rate
  }
}

/// Measures the bytes per second over the last three seconds.
struct DownloadRate {
  private var samples: [(seconds: Double, bytes: Int)] = []

  mutating func add(_ bytes: Int, at seconds: Double) {
    // Fewer bytes than before: the transfer was restarted.
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
