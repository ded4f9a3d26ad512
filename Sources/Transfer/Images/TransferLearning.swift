import Attribution
import Support

/// Transfer learning with a frozen network: trains a linear classifier on features of images.
///
/// Tan & Le 2019, section 5.3, fine-tunes whole networks; training only the classifier is faster
/// and needs no gradients of weights.
package struct TransferLearning: Sendable {
  package struct Settings: Hashable, Sendable {
    /// Fraction of each class that is held out for validation.
    package var validation = 0.2
    /// Parts of a cross-validation instead; nil for one split.
    package var folds: Int?
    /// True to train on all images for as many steps as were best.
    package var refits = false
    /// Seed of the split and of the batches.
    package var seed: UInt64 = 0
    package var training = ClassifierTraining.Settings()

    package init() {}
  }

  package let classes: [String]
  /// The classifier, its logits divided by the temperature.
  package let classifier: LinearClassifier
  /// Results on images that were held out, and on those that the classifier was trained on.
  package let confusion, trainingConfusion: Confusion
  /// The result on the images of a test that played no part; nil without one.
  package let testConfusion: Confusion?
  /// What was trained to judge.
  package let heldOut: HeldOut
  /// Nil with too few images.
  package let temperature: Temperature?
  package let skipped: [Failure]
  /// What was changed in images on their way to the network, a line each.
  package let warnings: [String]
  /// The wrong predictions on images that were held out.
  package let mistakes: [(path: String, truth: Int, prediction: Int)]

  /// The steps of the classifier.
  package var steps: Int { heldOut.steps }
  package var wasStopped: Bool { heldOut.wasStopped }

  /// Trains on `images`, and judges `test` by the result; throws if a class has fewer than two
  /// readable images.
  ///
  /// `extraction` gets (done, total), `training` (step, loss, validation loss); false stops either.
  package init(
    _ images: LabelledImages, test: LabelledImages? = nil, extractor: FeatureExtractor,
    settings: Settings, extraction: (Int, Int) -> Bool,
    training: (Int, Double, Double) -> Bool
  ) throws(Failure) {
    let features = try extractor.features(of: images, progress: extraction)
    let tested = try test.map { test throws(Failure) in
      try extractor.features(of: try test.named(by: images.classes), progress: extraction)
    }
    let (table, kept) = (features.table, features.kept)
    skipped = features.skipped + (tested?.skipped ?? [])
    warnings = features.warnings + (tested?.warnings ?? [])
    classes = images.classes
    try Self.check(images.classes, table)
    var generator = SeededGenerator(seed: settings.seed)
    let splits =
      settings.folds.map { StratifiedSplit.folds($0, labels: table.labels, using: &generator) }
      ?? [
        StratifiedSplit(labels: table.labels, fraction: settings.validation, using: &generator)
      ]
    heldOut = HeldOut(
      table, classes: images.classes.count, splits: splits, settings: settings.training,
      using: &generator, progress: training)
    let truths = heldOut.rows.map { table.labels[$0] }
    confusion = Confusion(
      classes: images.classes.count, truths: truths, predictions: heldOut.predictions)
    temperature = Temperature(
      logits: heldOut.logits, classes: images.classes.count, labels: truths)
    // Classifiers of folds only judge.
    var (chosen, seen) = (heldOut.outcomes[0].classifier, table.rows(splits[0].training))
    if settings.refits || settings.folds != nil, !heldOut.wasStopped {
      chosen = ClassifierTraining(
        classes: images.classes.count, training: table, validation: table,
        settings: settings.training
      ).classifier(after: heldOut.steps, using: &generator)
      seen = table
    }
    classifier = temperature.map { chosen.softened(by: $0.value) } ?? chosen
    trainingConfusion = Confusion(
      classes: classes.count, truths: seen.labels, predictions: classifier.predictions(seen))
    let judge = classifier
    testConfusion = tested.map { tested in
      Confusion(
        classes: judge.classes, truths: tested.table.labels,
        predictions: judge.predictions(tested.table))
    }
    mistakes = zip(heldOut.rows, heldOut.predictions).compactMap { row, prediction in
      prediction == table.labels[row]
        ? nil : (kept[row].path, table.labels[row], prediction)
    }
  }

  /// Throws if a class has fewer than two rows.
  private static func check(_ classes: [String], _ table: FeatureTable) throws(Failure) {
    for (index, name) in classes.enumerated() {
      let count = table.labels.count { $0 == index }
      guard count >= 2 else {
        throw Failure(
          .badData, "can't train on the class", name,
          because: count == 1
            ? "it has one readable image, and training and judging need one each"
            : "none of its images can be read", advice: "add images to it or remove it")
      }
    }
  }
}
