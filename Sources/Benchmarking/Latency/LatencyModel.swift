import Architectures
import Inference
import Support

/// Predicts the time of a network from rates measured on another one.
///
/// Model of a pass: a·(dense multiply-adds) + b·(depthwise multiply-adds) + c·(elements written).
/// a, b and c are fitted by least squares to the steps of the measured network, without negative
/// terms, then scaled so that the measured network's total is exact. A term without any work in the
/// measured network has no rate, so networks that need it have no prediction.
package struct LatencyModel: Hashable, Sendable {
  /// The quantities of a network that its time depends on.
  package struct Work: Hashable, Sendable {
    package var dense, depthwise, elements: Double

    package init(dense: Double = 0, depthwise: Double = 0, elements: Double = 0) {
      (self.dense, self.depthwise, self.elements) = (dense, depthwise, elements)
    }

    package var terms: [Double] { [dense, depthwise, elements] }

    package static func + (left: Work, right: Work) -> Work {
      Work(
        dense: left.dense + right.dense, depthwise: left.depthwise + right.depthwise,
        elements: left.elements + right.elements)
    }
  }

  /// Title of the measured network.
  package let reference: String
  /// Seconds per dense multiply-add, depthwise multiply-add and element written; nil if the measured
  /// network has no such work.
  package let rates: [Double?]

  /// Fits rates to steps with their work and their seconds.
  ///
  /// `total` is the time of a whole pass if it was measured apart from the steps.
  package init(reference: String, work: [Work], seconds: [Double], total: Double? = nil) {
    self.reference = reference
    let known = (0..<3).filter { term in work.contains { $0.terms[term] > 0 } }
    var kept = known
    var fitted = [0.0, 0.0, 0.0]
    while !kept.isEmpty {
      let solution = Self.leastSquares(work.map { step in kept.map { step.terms[$0] } }, seconds)
      guard let worst = solution.indices.min(by: { solution[$0] < solution[$1] }),
        solution[worst] < 0
      else {
        for (term, value) in zip(kept, solution) { fitted[term] = value }
        break
      }
      kept.remove(at: worst)
    }
    let sums = work.reduce(Work(), +)
    let predicted = zip(sums.terms, fitted).reduce(0) { $0 + $1.0 * $1.1 }
    let scale = predicted > 0 ? (total ?? seconds.reduce(0, +)) / predicted : 0
    rates = fitted.enumerated().map { known.contains($0.offset) ? $0.element * scale : nil }
  }

  /// Measures `variant` with random weights and fits its steps.
  package static func measured(
    on variant: Variant, threads: Int, runs: Int = 10
  ) throws(Failure) -> LatencyModel {
    let network = variant.network()
    let side = variant.resolution
    let session = try LatencyMeter.session(for: variant, threads: threads)
    let image = LatencyMeter.image(side)
    // The profile gives each step's share; whole passes give the sum, because timing each step takes
    // time itself.
    var passes = 0.0
    let profile = try InferenceError.asFailure(subject: variant.name) {
      () throws(InferenceError) in
      _ = try session.run(image)
      for _ in 0..<runs {
        let watch = Stopwatch()
        _ = try session.run(image)
        passes += watch.milliseconds / 1e3
      }
      return try session.profile(image, runs: runs)
    }
    let work = layerWork(network, side: side)
    return LatencyModel(
      reference: variant.title,
      work: profile.map { step in step.layers.reduce(Work()) { $0 + work[$1] } },
      seconds: profile.map { $0.nanoseconds * 1e-9 }, total: passes / Double(runs))
  }

  /// Seconds of one pass of `variant` at its own resolution; nil if a rate that it needs is unknown.
  package func seconds(of variant: Variant) -> Double? {
    seconds(of: variant.network(), side: variant.resolution)
  }

  /// Seconds of one pass of `network` over an image of `side` × `side` pixels; nil if a rate that it
  /// needs is unknown.
  package func seconds(of network: Network, side: Int) -> Double? {
    let work = Self.layerWork(network, side: side).reduce(Work(), +)
    var sum = 0.0
    for (amount, rate) in zip(work.terms, rates) where amount > 0 {
      guard let rate else { return nil }
      sum += amount * rate
    }
    return sum.isFinite ? sum : nil
  }

  /// What a measured time says about a prediction that is more than `tolerance` away; nil otherwise.
  package static func disagreement(predicted: Double, measured: Double) -> String? {
    guard predicted > 0, (measured / predicted - 1).magnitude > tolerance else { return nil }
    let percent = NumberText.fixed((measured / predicted - 1).magnitude * 100, 0)
    let side = measured > predicted ? "above" : "below"
    return "\(percent) % \(side) the prediction: the machine was busy during one of them, or the "
      + "base's rates do not hold for this network"
  }

  /// The relative difference that an idle machine keeps between prediction and measurement.
  package static let tolerance = 0.15

  static func layerWork(_ network: Network, side: Int) -> [Work] {
    zip(network.layers, network.layerCosts(height: side, width: side)).map { layer, cost in
      var work = Work(elements: Double(cost.activations))
      if case .convolution(let convolution) = layer.operation, convolution.isDepthwise {
        work.depthwise = Double(cost.macs)
      } else {
        work.dense = Double(cost.macs)
      }
      return work
    }
  }

  /// Least-squares coefficients of `rows` for `targets`, by the normal equations.
  private static func leastSquares(_ rows: [[Double]], _ targets: [Double]) -> [Double] {
    let count = rows.first?.count ?? 0
    // Columns differ by orders of magnitude, so each is normalised first.
    let lengths = (0..<count).map { column in
      max(rows.reduce(0) { $0 + $1[column] * $1[column] }.squareRoot(), .leastNormalMagnitude)
    }
    func product(_ i: Int, _ j: Int) -> Double {
      rows.reduce(0) { $0 + $1[i] * $1[j] } / (lengths[i] * lengths[j])
    }
    var system = [[Double]](repeating: [Double](repeating: 0, count: count + 1), count: count)
    for i in 0..<count {
      // The diagonal term keeps the system regular for proportional columns.
      for j in 0..<count { system[i][j] = product(i, j) + (i == j ? 1e-9 : 0) }
      system[i][count] = zip(rows, targets).reduce(0) { $0 + $1.0[i] * $1.1 } / lengths[i]
    }
    for pivot in 0..<count {
      let best = (pivot..<count).max { system[$0][pivot].magnitude < system[$1][pivot].magnitude }
      system.swapAt(pivot, best ?? pivot)
      for row in 0..<count where row != pivot {
        let factor = system[row][pivot] / system[pivot][pivot]
        for column in pivot...count { system[row][column] -= factor * system[pivot][column] }
      }
    }
    return (0..<count).map { system[$0][count] / system[$0][$0] / lengths[$0] }
  }
}
