/// Gradient descent with momentum over batches of rows, shuffled in each pass.
///
/// v ← 0.9·v − η·g, x ← x + v (Polyak's heavy ball); η falls as 1 / (1 + pass / 10), so that the
/// noise of the batches fades and x converges to the minimum over all rows.
struct StochasticDescent: Descent {
  typealias Function = (_ point: [Double], _ rows: [Int]) -> (value: Double, gradient: [Double])

  private(set) var point: [Double]
  private(set) var value = Double.infinity
  private var velocity: [Double]
  private var order: [Int]
  private var passes = 0
  private let rate: Double
  private let batch: Int
  private let function: Function

  private static let momentum = 0.9

  /// Starts at `point`; `rate` is η of the first pass, `batch` the rows of a batch.
  init(from point: [Double], rate: Double, batch: Int, rows: Int, function: @escaping Function) {
    self.point = point
    self.rate = rate
    self.batch = max(1, batch)
    self.function = function
    velocity = [Double](repeating: 0, count: point.count)
    order = Array(0..<rows)
  }

  mutating func advance(using generator: inout some RandomNumberGenerator) -> Bool {
    guard !order.isEmpty else { return false }
    order.shuffle(using: &generator)
    let step = rate / (1 + Double(passes) / 10)
    var sum = 0.0
    for start in stride(from: 0, to: order.count, by: batch) {
      let rows = Array(order[start..<min(order.count, start + batch)])
      let (loss, gradient) = function(point, rows)
      sum += loss * Double(rows.count)
      for index in point.indices {
        velocity[index] = Self.momentum * velocity[index] - step * gradient[index]
        point[index] += velocity[index]
      }
    }
    passes += 1
    value = sum / Double(order.count)
    return value.isFinite
  }
}
