import Testing
import Transfer

/// A stream of reproducible bits.
private struct Stream: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) | (state << 31)
  }
}

@Suite struct TransferTests {
  /// Points around one centre a class; `spread` sets how much the classes overlap.
  private func cloud(classes: Int, each: Int, width: Int, spread: Float, seed: UInt64)
    -> FeatureTable
  {
    var stream = Stream(state: seed)
    var table = FeatureTable(width: width)
    for row in 0..<classes * each {
      let label = row % classes
      let values = (0..<width).map { feature in
        (feature % classes == label ? 2 : 0) * Float(feature + 1)
          + Float.random(in: -spread...spread, using: &stream)
      }
      table.append(values, label: label)
    }
    return table
  }

  @Test func separableClassesAreSeparated() {
    let training = cloud(classes: 3, each: 20, width: 9, spread: 0.5, seed: 1)
    let validation = cloud(classes: 3, each: 5, width: 9, spread: 0.5, seed: 2)
    var stream = Stream(state: 1)
    let outcome = ClassifierTraining(classes: 3, training: training, validation: validation)
      .run(using: &stream)
    #expect(outcome.classifier.predictions(validation) == validation.labels)
    #expect(outcome.validationLosses[outcome.best] < 0.2)
    #expect(outcome.validationLosses[0] > 1.09 && outcome.validationLosses[0] < 1.1)
  }

  @Test func theOptimumIsTheOneOfItsDefinition() {
    // Two classes, one feature at ±1, balanced: by symmetry W = (w, −w), b = 0 and
    // −σ(−2w) + λw = 0, which is solved by bisection here.
    var table = FeatureTable(width: 1)
    for index in 0..<10 { table.append([index % 2 == 0 ? 1 : -1], label: index % 2) }
    var stream = Stream(state: 1)
    let lambda = 0.1
    let outcome = ClassifierTraining(
      classes: 2, training: table, validation: table,
      settings: .init(regularization: lambda, iterations: 500, patience: 500)
    ).run(using: &stream)
    var low = 0.0
    var high = 10.0
    for _ in 0..<100 {
      let w = (low + high) / 2
      // e^x by its series would do; halving powers of two keeps the test free of imports.
      if sigmoid(-2 * w) > lambda * w { low = w } else { high = w }
    }
    #expect(abs(Double(outcome.classifier.weights[0]) - low) < 2e-3)
    #expect(abs(Double(outcome.classifier.weights[1]) + low) < 2e-3)
    #expect(abs(outcome.classifier.biases[0]) < 1e-3)
  }

  @Test func batchesReachTheMinimumOfTheWhole() {
    let table = cloud(classes: 3, each: 30, width: 6, spread: 3, seed: 7)
    func trained(_ optimizer: ClassifierTraining.Optimizer) -> ClassifierTraining.Outcome {
      var stream = Stream(state: 3)
      return ClassifierTraining(
        classes: 3, training: table, validation: table,
        settings: .init(optimizer: optimizer, regularization: 0.05, iterations: 300, patience: 300)
      ).run(using: &stream)
    }
    let exact = trained(.quasiNewton)
    let batches = trained(.stochastic(rate: 0.02, batch: 16))
    let loss = exact.validationLosses[exact.best]
    #expect(abs(batches.validationLosses[batches.best] - loss) < 0.03)
    let judged = exact.classifier.predictions(table)
    let same = zip(judged, batches.classifier.predictions(table)).count { $0 == $1 }
    #expect(same >= table.count - 2)
    #expect(trained(.stochastic(rate: 0.02, batch: 16)).classifier == batches.classifier)
  }

  @Test func aRateThatIsTooHighKeepsWhatWasBest() {
    let table = cloud(classes: 2, each: 20, width: 4, spread: 3, seed: 5)
    var stream = Stream(state: 3)
    let outcome = ClassifierTraining(
      classes: 2, training: table, validation: table,
      settings: .init(optimizer: .stochastic(rate: 1e30, batch: 4))
    ).run(using: &stream)
    #expect(outcome.classifier.weights.allSatisfy { $0.isFinite })
  }

  private func sigmoid(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    let magnitude = x.magnitude
    for n in 1..<60 {
      term *= magnitude / Double(n)
      sum += term
    }
    return x >= 0 ? sum / (1 + sum) : 1 / (1 + sum)
  }

  @Test func rareClassesCountAsMuchAsCommonOnes() {
    var table = FeatureTable(width: 2)
    var stream = Stream(state: 9)
    for row in 0..<220 {
      let label = row < 200 ? 0 : 1
      let center: Float = label == 0 ? 0 : 1
      table.append(
        [center + .random(in: -1.2...1.2, using: &stream), .random(in: -1...1, using: &stream)],
        label: label)
    }
    func recall(_ isBalanced: Bool) -> Double {
      let outcome = ClassifierTraining(
        classes: 2, training: table, validation: table, settings: .init(isBalanced: isBalanced)
      ).run(using: &stream)
      let found = outcome.classifier.predictions(table)
      return Confusion(classes: 2, truths: table.labels, predictions: found).recalls[1] ?? 0
    }
    #expect(recall(true) > recall(false) + 0.2)
  }

  @Test func splitsHoldEveryClassOnBothSidesAndRepeat() {
    let labels = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2]
    var first = Stream(state: 4)
    var second = Stream(state: 4)
    let split = StratifiedSplit(labels: labels, fraction: 0.25, using: &first)
    #expect(split == StratifiedSplit(labels: labels, fraction: 0.25, using: &second))
    #expect((split.training + split.validation).sorted() == Array(labels.indices))
    #expect(Set(split.training.map { labels[$0] }) == [0, 1, 2])
    #expect(Set(split.validation.map { labels[$0] }) == [0, 1, 2])
    #expect(split.validation.filter { labels[$0] == 1 }.count == 2)
  }

  @Test func anEarlyEndKeepsTheBestStepSoFar() {
    let table = cloud(classes: 2, each: 20, width: 4, spread: 3, seed: 5)
    var steps = 0
    var stream = Stream(state: 1)
    let outcome = ClassifierTraining(classes: 2, training: table, validation: table).run(
      using: &stream
    ) { step, _, _ in
      steps = step
      return step < 3
    }
    #expect(steps == 3)
    #expect(outcome.validationLosses.count == 4 && outcome.wasStopped)
    #expect(outcome.validationLosses[outcome.best] == outcome.validationLosses.min())
  }

  @Test func confusionsAreCountedAndTheIntervalIsWilsons() {
    let confusion = Confusion(
      classes: 3, truths: [0, 0, 0, 1, 1, 2], predictions: [0, 0, 1, 1, 0, 0])
    #expect(confusion.counts == [[2, 1, 0], [1, 1, 0], [1, 0, 0]])
    #expect(confusion.accuracy == 0.5)
    #expect(confusion.recalls == [2.0 / 3, 0.5, 0])
    // Wilson's interval of 8 in 10 as published tables have it.
    let eight = Confusion(
      classes: 2, truths: [Int](repeating: 0, count: 10),
      predictions: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
    #expect(abs(eight.interval.lowerBound - 0.4902) < 1e-4)
    #expect(abs(eight.interval.upperBound - 0.9433) < 1e-4)
  }
}
