/// An iterative minimiser.
protocol Descent {
  var point: [Double] { get }
  /// The loss of the last step; `StochasticDescent` gives the mean over its batches.
  var value: Double { get }
  /// Takes one step; false if no further step is possible.
  mutating func advance(using generator: inout some RandomNumberGenerator) -> Bool
}

/// Minimises a smooth function by L-BFGS with a backtracking line search.
///
/// Nocedal & Wright, *Numerical Optimization*, 2nd edition, algorithms 7.4 and 7.5; steps must
/// meet Armijo's condition with c = 1e-4.
struct LimitedMemoryBFGS: Descent {
  typealias Function = ([Double]) -> (value: Double, gradient: [Double])

  private(set) var point: [Double]
  private(set) var value: Double
  private var gradient: [Double]
  private var history: [(step: [Double], change: [Double], inverse: Double)] = []
  private let memory: Int
  private let function: Function

  /// Starts at `point` with a history of `memory` steps.
  init(from point: [Double], memory: Int = 10, function: @escaping Function) {
    self.point = point
    self.memory = memory
    self.function = function
    (value, gradient) = function(point)
  }

  /// Takes one step; false if the gradient is almost 0 or no step lowers the value.
  mutating func advance(using generator: inout some RandomNumberGenerator) -> Bool {
    guard gradient.contains(where: { $0.magnitude > 1e-7 }) else { return false }
    var direction = descent()
    var slope = dot(direction, gradient)
    if slope >= 0 {
      history = []
      direction = gradient.map { -$0 }
      slope = -dot(gradient, gradient)
    }
    guard slope < 0 else { return false }
    // The first direction has no curvature scale.
    var length = history.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1
    for _ in 0..<40 {
      let next = zip(point, direction).map { $0 + length * $1 }
      let (newValue, newGradient) = function(next)
      if newValue <= value + 1e-4 * length * slope {
        remember(from: point, to: next, gradient, newGradient)
        point = next
        value = newValue
        gradient = newGradient
        return true
      }
      length /= 2
    }
    return false
  }

  private mutating func remember(
    from old: [Double], to new: [Double], _ oldGradient: [Double], _ newGradient: [Double]
  ) {
    let step = zip(new, old).map { $0 - $1 }
    let change = zip(newGradient, oldGradient).map { $0 - $1 }
    let curvature = dot(step, change)
    guard curvature > 1e-12 * dot(change, change) else { return }
    history.append((step, change, 1 / curvature))
    if history.count > memory { history.removeFirst() }
  }

  /// −H·g by the two-loop recursion.
  private func descent() -> [Double] {
    var result = gradient.map { -$0 }
    var factors: [Double] = []
    for pair in history.reversed() {
      let factor = pair.inverse * dot(pair.step, result)
      for index in result.indices { result[index] -= factor * pair.change[index] }
      factors.append(factor)
    }
    if let last = history.last {
      let scale = 1 / (last.inverse * dot(last.change, last.change))
      for index in result.indices { result[index] *= scale }
    }
    for (pair, factor) in zip(history, factors.reversed()) {
      let correction = factor - pair.inverse * dot(pair.change, result)
      for index in result.indices { result[index] += correction * pair.step[index] }
    }
    return result
  }

  private func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
