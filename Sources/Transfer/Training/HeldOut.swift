/// What classifiers say of images that they were not trained on, and how long they trained.
package struct HeldOut: Sendable {
  /// The rows of the images in the table of features.
  package private(set) var rows: [Int] = []
  /// Their logits, (rows, classes).
  package private(set) var logits: [Float] = []
  /// Their predicted classes.
  package private(set) var predictions: [Int] = []
  /// The outcome of each training: one, or one a fold.
  package private(set) var outcomes: [ClassifierTraining.Outcome] = []

  /// Trains on each split's training rows and judges its validation rows.
  init(
    _ table: FeatureTable, classes: Int, splits: [StratifiedSplit],
    settings: ClassifierTraining.Settings, using generator: inout some RandomNumberGenerator,
    progress: (Int, Double, Double) -> Bool
  ) {
    for split in splits {
      let aside = table.rows(split.validation)
      let outcome = ClassifierTraining(
        classes: classes, training: table.rows(split.training), validation: aside,
        settings: settings
      ).run(using: &generator, progress: progress)
      outcomes.append(outcome)
      rows += split.validation
      logits += outcome.classifier.logits(aside)
      predictions += outcome.classifier.predictions(aside)
      if outcome.wasStopped { break }
    }
  }

  /// The median of the best steps.
  var steps: Int {
    let steps = outcomes.map(\.best).sorted()
    return steps.isEmpty ? 0 : steps[steps.count / 2]
  }

  var wasStopped: Bool { outcomes.contains(where: \.wasStopped) }
}
