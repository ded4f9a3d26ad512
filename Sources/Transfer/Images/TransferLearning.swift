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
    /// Seed of the split and of the batches.
    package var seed: UInt64 = 0
    package var training = ClassifierTraining.Settings()

    package init() {}
  }

  package let classes: [String]
  package let classifier: LinearClassifier
  /// Results on the validation images and on the training images.
  package let confusion, trainingConfusion: Confusion
  package let outcome: ClassifierTraining.Outcome
  package let skipped: [Failure]
  /// The wrong predictions on validation images.
  package let mistakes: [(path: String, truth: Int, prediction: Int)]

  /// Trains on `images`; throws if a class has fewer than two readable images.
  ///
  /// `extraction` gets (done, total), `training` (step, loss, validation loss); false stops either.
  package init(
    _ images: LabelledImages, extractor: FeatureExtractor, settings: Settings,
    extraction: (Int, Int) -> Bool, training: (Int, Double, Double) -> Bool
  ) throws(Failure) {
    let (table, kept, skipped) = try extractor.features(of: images, progress: extraction)
    self.skipped = skipped
    classes = images.classes
    for (index, name) in images.classes.enumerated() {
      let count = table.labels.count { $0 == index }
      guard count >= 2 else {
        throw Failure(
          .badData, "can't train on the class", name,
          because: count == 1
            ? "it has one readable image, and training and judging need one each"
            : "none of its images can be read", advice: "add images to it or remove it")
      }
    }
    var generator = SeededGenerator(seed: settings.seed)
    let split = StratifiedSplit(
      labels: table.labels, fraction: settings.validation, using: &generator)
    let (seen, unseen) = (table.rows(split.training), table.rows(split.validation))
    outcome = ClassifierTraining(
      classes: classes.count, training: seen, validation: unseen, settings: settings.training
    ).run(using: &generator, progress: training)
    classifier = outcome.classifier
    let judged = classifier.predictions(unseen)
    confusion = Confusion(classes: classes.count, truths: unseen.labels, predictions: judged)
    trainingConfusion = Confusion(
      classes: classes.count, truths: seen.labels, predictions: classifier.predictions(seen))
    mistakes = zip(split.validation, judged).compactMap { row, prediction in
      prediction == table.labels[row]
        ? nil : (kept[row].path, table.labels[row], prediction)
    }
  }
}
