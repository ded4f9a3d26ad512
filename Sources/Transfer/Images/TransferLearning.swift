import Attribution
import Support

/// Transfer learning with a frozen network: features of images, and a linear classifier on them.
///
/// Tan & Le 2019, section 5.3, fine-tunes whole networks; freezing all but the classifier is the quick
/// relative of it that needs no gradients of weights.
public struct TransferLearning: Sendable {
  /// The person's choices.
  public struct Settings: Hashable, Sendable {
    /// The share of every class that is put aside to judge by.
    public var validation: Double
    /// Seed of the split and of the order of batches.
    public var seed: UInt64
    /// How the classifier is trained.
    public var training: ClassifierTraining.Settings

    /// Settings of a training.
    public init(
      validation: Double = 0.2, seed: UInt64 = 0, training: ClassifierTraining.Settings = .init()
    ) {
      self.validation = validation
      self.seed = seed
      self.training = training
    }
  }

  /// Class names in order.
  public let classes: [String]
  /// The trained classifier.
  public let classifier: LinearClassifier
  /// How the images that were put aside were judged.
  public let confusion: Confusion
  /// The same for the images it was trained on.
  public let trainingConfusion: Confusion
  /// Steps and losses.
  public let outcome: ClassifierTraining.Outcome
  /// Images that could not be read.
  public let skipped: [Failure]
  /// Images put aside that were judged wrongly: path, true class, predicted class.
  public let mistakes: [(path: String, truth: Int, prediction: Int)]

  /// Trains on `images` with the features that `extractor` takes.
  public init(
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
