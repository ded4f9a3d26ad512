import RealModule

/// Trains a linear classifier on features and stops early by the loss on validation rows.
///
/// Minimises Σ_i c_i·CE_i / Σ_i c_i + ½·λ·‖W‖² over standardised features (mean 0, deviation 1 on
/// the training rows), folded back into the weights at the end. c is 1 or balances the classes.
package struct ClassifierTraining: Sendable {
  package enum Optimizer: Hashable, Sendable {
    /// L-BFGS over all rows; a step is one iteration.
    case quasiNewton
    /// Gradient descent with momentum over shuffled batches; a step is one pass over all rows.
    case stochastic(rate: Double, batch: Int)
  }

  /// Defaults suit some hundred to some thousand images.
  package struct Settings: Hashable, Sendable {
    package var optimizer: Optimizer
    /// λ, the weight of the squared norm.
    package var regularization: Double
    /// True to give each class the same weight, whatever its number of rows.
    package var isBalanced: Bool
    /// Largest number of steps.
    package var iterations: Int
    /// Number of steps without a better validation loss before training stops.
    package var patience: Int

    package init(
      optimizer: Optimizer = .quasiNewton, regularization: Double = 1e-2,
      isBalanced: Bool = true, iterations: Int = 200, patience: Int = 15
    ) {
      (self.optimizer, self.regularization) = (optimizer, regularization)
      self.isBalanced = isBalanced
      (self.iterations, self.patience) = (iterations, patience)
    }
  }

  package struct Outcome: Sendable {
    /// The classifier with the best validation loss.
    package let classifier: LinearClassifier
    /// Mean cross-entropy of the validation rows before the first step and after each step.
    package let validationLosses: [Double]
    /// The step of the classifier.
    package let best: Int
    /// True if the progress callback stopped training.
    package let wasStopped: Bool
  }

  let settings: Settings
  let classes: Int
  private let training, validation: FeatureTable
  private let means, scales: [Float]
  private let importance: [Double]

  /// Standardises both tables with the statistics of `training`.
  package init(
    classes: Int, training: FeatureTable, validation: FeatureTable, settings: Settings = .init()
  ) {
    self.settings = settings
    self.classes = classes
    (means, scales) = Self.standard(training)
    self.training = training.standardised(means, scales)
    self.validation = validation.standardised(means, scales)
    var counts = [Int](repeating: 0, count: classes)
    for label in training.labels { counts[label] += 1 }
    importance = training.labels.map { settings.isBalanced ? 1 / Double(counts[$0]) : 1 }
  }

  /// Trains; `progress` returns false to stop early.
  ///
  /// `generator` shuffles the rows of stochastic training.
  package func run(
    using generator: inout some RandomNumberGenerator,
    progress: (_ step: Int, _ loss: Double, _ validation: Double) -> Bool = { _, _, _ in true }
  ) -> Outcome {
    var descent = descent
    var losses = [validationLoss(descent.point)]
    var best = (point: descent.point, step: 0)
    var wasStopped = false
    for step in 1...max(1, settings.iterations) {
      guard descent.advance(using: &generator) else { break }
      losses.append(validationLoss(descent.point))
      if losses[step] < losses[best.step] { best = (descent.point, step) }
      wasStopped = !progress(step, descent.value, losses[step])
      // A too high rate diverges: training stops and keeps the best step.
      guard !wasStopped, losses[step].isFinite, step - best.step < settings.patience else { break }
    }
    return Outcome(
      classifier: classifier(best.point), validationLosses: losses, best: best.step,
      wasStopped: wasStopped)
  }

  /// The classifier after `steps` steps, whatever the validation loss.
  package func classifier(
    after steps: Int, using generator: inout some RandomNumberGenerator
  ) -> LinearClassifier {
    var descent = descent
    for _ in 0..<steps { guard descent.advance(using: &generator) else { break } }
    return classifier(descent.point)
  }

  /// The optimizer before its first step.
  private var descent: any Descent {
    let start = [Double](repeating: 0, count: classes * (training.width + 1))
    let weight = importance.reduce(0, +) / Double(max(1, training.count))
    return switch settings.optimizer {
    case .quasiNewton:
      LimitedMemoryBFGS(from: start) { loss(training, at: $0, importance: importance) }
    case .stochastic(let rate, let batch):
      StochasticDescent(from: start, rate: rate, batch: batch, rows: training.count) {
        // Divides by the mean weight of all rows, so a row's weight does not depend on its batch.
        loss(
          training.rows($1), at: $0, importance: $1.map { importance[$0] },
          total: weight * Double($1.count))
      }
    }
  }

  private func validationLoss(_ point: [Double]) -> Double {
    let equal = [Double](repeating: 1, count: validation.count)
    return loss(validation, at: point, importance: equal, isRegularized: false).value
  }

  /// Weighted mean cross-entropy and its gradient; `point` is W (classes, width), then b (classes).
  func loss(
    _ table: FeatureTable, at point: [Double], importance: [Double], total: Double? = nil,
    isRegularized: Bool = true
  ) -> (value: Double, gradient: [Double]) {
    let width = table.width
    let parameters = point.map { Float($0) }
    var gradient = [Float](repeating: 0, count: point.count)
    var value = 0.0
    let total = total ?? importance.reduce(0, +)
    var logits = [Double](repeating: 0, count: classes)
    table.values.withUnsafeBufferPointer { values in
      parameters.withUnsafeBufferPointer { parameters in
        gradient.withUnsafeMutableBufferPointer { gradient in
          for row in 0..<table.count {
            let features = UnsafeBufferPointer(rebasing: values[row * width..<(row + 1) * width])
            for label in 0..<classes {
              let weights = UnsafeBufferPointer(
                rebasing: parameters[label * width..<(label + 1) * width])
              logits[label] =
                Double(product(features, weights)) + Double(parameters[classes * width + label])
            }
            let largest = logits.max() ?? 0
            let sum = logits.reduce(0) { $0 + Double.exp($1 - largest) }
            let truth = table.labels[row]
            let share = importance[row] / total
            value -= share * (logits[truth] - largest - Double.log(sum))
            for label in 0..<classes {
              let probability = Double.exp(logits[label] - largest) / sum
              let error = Float(share * (probability - (label == truth ? 1 : 0)))
              let slice = UnsafeMutableBufferPointer(
                rebasing: gradient[label * width..<(label + 1) * width])
              for feature in 0..<width { slice[feature] += error * features[feature] }
              gradient[classes * width + label] += error
            }
          }
        }
      }
    }
    var exact = gradient.map(Double.init)
    if isRegularized {
      for index in 0..<classes * width {
        value += 0.5 * settings.regularization * point[index] * point[index]
        exact[index] += settings.regularization * point[index]
      }
    }
    return (value, exact)
  }

  /// Converts parameters for standardised features to a classifier of raw features.
  private func classifier(_ point: [Double]) -> LinearClassifier {
    let width = training.width
    var weights = [Float](repeating: 0, count: classes * width)
    var biases = [Float](repeating: 0, count: classes)
    for label in 0..<classes {
      var bias = point[classes * width + label]
      for feature in 0..<width {
        let weight = point[label * width + feature] * Double(scales[feature])
        weights[label * width + feature] = Float(weight)
        bias -= weight * Double(means[feature])
      }
      biases[label] = Float(bias)
    }
    return LinearClassifier(classes: classes, width: width, weights: weights, biases: biases)
  }
}

// MARK: - Standardised features, vectors

extension ClassifierTraining {
  /// Mean and reciprocal standard deviation of each feature; 1 for a constant feature.
  private static func standard(_ table: FeatureTable) -> (means: [Float], scales: [Float]) {
    let rows = Double(max(1, table.count))
    var sums = [Double](repeating: 0, count: table.width)
    var squares = sums
    for row in 0..<table.count {
      for feature in 0..<table.width {
        let value = Double(table.values[row * table.width + feature])
        sums[feature] += value
        squares[feature] += value * value
      }
    }
    let means = sums.map { $0 / rows }
    let scales = zip(squares, means).map { square, mean -> Float in
      let variance = square / rows - mean * mean
      return variance > 1e-12 ? Float(1 / variance.squareRoot()) : 1
    }
    return (means.map { Float($0) }, scales)
  }

  private func product(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>
  ) -> Float {
    guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
    let whole = left.count & ~15
    var lanes = SIMD16<Float>.zero
    for index in stride(from: 0, to: whole, by: 16) {
      let a = UnsafeRawPointer(first + index).loadUnaligned(as: SIMD16<Float>.self)
      let b = UnsafeRawPointer(second + index).loadUnaligned(as: SIMD16<Float>.self)
      lanes += a * b
    }
    return (whole..<left.count).reduce(lanes.sum()) { $0 + left[$1] * right[$1] }
  }

}
