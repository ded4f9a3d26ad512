import ArgumentParser
import Explanations
import Support
import Transfer

struct TransferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "Learn your own classes on a frozen network, in seconds.",
    discussion: """
      DIR holds one subfolder a class; a CSV with the columns image and label does as well. The \
      features of the images are taken once and kept, so that an interrupted run goes on where it \
      was. The result is a safetensors checkpoint for --checkpoint of every other command.
      """)

  enum Optimizer: String, ExpressibleByArgument, CaseIterable { case lbfgs, sgd }

  @Argument(help: "A folder with one subfolder a class, or a CSV.", completion: .file()) var images:
    String
  @OptionGroup var network: NetworkArguments
  @Option(
    name: .shortAndLong,
    help: "The checkpoint to write; without it nothing is kept but the features.",
    completion: .file())
  var output: String?
  @Option(help: "Share of every class that is put aside to judge by.") var validation = 0.2
  @Option(
    help: "Cross-validation in this many parts instead of one split; then it trains on all images.")
  var folds: Int?
  @Flag(help: "Train on all images in the end, for as many steps as were best.") var refit = false
  @Option(help: "Images that play no part in training, as a folder or a CSV, to judge the result.")
  var test: String?
  @Option(help: "Seed of the split and of the order of batches.") var seed: UInt64 = 0
  @Option(help: "How the classifier is trained: lbfgs, or sgd (batches with momentum).")
  var optimizer = Optimizer.lbfgs
  @Option(help: "sgd: rate of the first pass.") var learningRate = 0.01
  @Option(help: "sgd: images of a batch.") var batchSize = 32
  @Option(help: "Weight of the squared norm (λ).") var regularization = 1e-2
  @Flag(help: "Let every image count the same, instead of every class.") var unbalanced = false
  @Option(help: "Most steps: iterations of L-BFGS, or passes over all images.") var iterations = 200
  @Option(help: "Steps without a better validation loss before it stops.") var patience = 15
  @Flag(help: "Take the features anew and keep none.") var noCache = false
  @Option(help: "text, json or jsonl.") var format = TextOrJSON.text
  @OptionGroup var console: OutputArguments

  func validate() throws {
    if !(validation > 0 && validation < 1) {
      throw ValidationError("--validation is \(validation), but must lie between 0 and 1")
    }
    try require("--folds", folds, in: 2...1000)
    if !(regularization >= 0 && regularization.isFinite) {
      throw ValidationError("--regularization is \(regularization), but must not be negative")
    }
    if !(learningRate > 0 && learningRate.isFinite) {
      throw ValidationError("--learning-rate is \(learningRate), but must be above 0")
    }
    try require("--batch-size", batchSize, in: 1...1_000_000)
    try require("--iterations", iterations, in: 1...100_000)
    try require("--patience", patience, in: 1...100_000)
  }

  func run() throws {
    Interruption.watch()
    let images = try LabelledImages(reading: images)
    let test = try test.map { path throws(Failure) in
      try LabelledImages(reading: path, fewestClasses: 1)
    }
    let watch = Stopwatch()
    let request = try network.request
    let checkpoint = try NetworkLoader.checkpoint(request)
    let loaded = try NetworkLoader.load(request, from: checkpoint, since: watch)
    loaded.announce(console)
    let extractor = try FeatureExtractor(loaded, caches: !noCache)
    let clock = Stopwatch()
    var featureSeconds = 0.0
    defer { console.progress(nil) }
    let learnt = try TransferLearning(
      images, test: test, extractor: extractor, settings: settings
    ) {
      done, total in
      featureSeconds = clock.milliseconds / 1e3
      console.progress(Self.line(done, total, featureSeconds))
      return !Interruption.isAsked
    } training: { step, loss, validation in
      console.progress(
        "step \(step) of \(iterations) at most: loss \(NumberText.fixed(loss, 4)), "
          + "validation \(NumberText.fixed(validation, 4))")
      return !Interruption.isAsked
    }
    let trainingSeconds = clock.milliseconds / 1e3 - featureSeconds
    console.progress(nil)
    for line in learnt.warnings { console.warn(line) }
    for failure in learnt.skipped { Console.report(failure) }
    if let output {
      try OutputFile.write(
        learnt.checkpoint(on: checkpoint), to: output, what: "can't save the checkpoint")
    }
    let report = TransferReport(
      learnt: learnt, network: loaded, featureSeconds: featureSeconds,
      trainingSeconds: trainingSeconds, output: output)
    format.print(text: report.text, json: report.json)
    if learnt.wasStopped { throw ExitCode(.interrupted) }
    if let failure = learnt.skipped.first { throw ExitCode(failure.status) }
  }

  private var settings: TransferLearning.Settings {
    var settings = TransferLearning.Settings()
    settings.validation = validation
    (settings.folds, settings.refits) = (folds, refit)
    settings.seed = seed
    settings.training = .init(
      optimizer: optimizer == .lbfgs
        ? .quasiNewton : .stochastic(rate: learningRate, batch: batchSize),
      regularization: regularization, isBalanced: !unbalanced, iterations: iterations,
      patience: patience)
    return settings
  }

  private static func line(_ done: Int, _ total: Int, _ seconds: Double) -> String {
    let rate = Double(done) / max(seconds, 1e-3)
    let left = Double(total - done) / rate
    return "features: \(done) of \(total), \(NumberText.significant(rate)) a second, "
      + "\(NumberText.fixed(left, 0)) s left"
  }
}
