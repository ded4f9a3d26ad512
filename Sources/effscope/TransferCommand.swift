import ArgumentParser
import Laboratory
import Pipeline

/// `effscope transfer`: a new classifier on a frozen network, learnt from a folder of images.
struct TransferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: "Learn your own classes on a frozen network, in seconds.",
    discussion: """
      DIR holds one subfolder a class; a CSV with the columns image and label does as well. The \
      features of the images are taken once and kept, so that an interrupted run goes on where it \
      was. The result is a safetensors checkpoint for --checkpoint of every other command.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "A folder with one subfolder a class, or a CSV.")
  var images: String
  @OptionGroup var network: NetworkArguments
  @Option(help: "The checkpoint to write; without it nothing is kept but the features.")
  var output: String?
  @Option(help: "Share of every class that is put aside to judge by.")
  var validation = 0.2
  @Option(help: "Seed of the split.")
  var seed: UInt64 = 0
  @Option(help: "Weight of the squared norm (λ).")
  var regularization = 1e-2
  @Flag(help: "Let every image count the same, instead of every class.")
  var unbalanced = false
  @Option(help: "Most steps of L-BFGS.")
  var iterations = 200
  @Option(help: "Steps without a better validation loss before it stops.")
  var patience = 15
  @Flag(help: "Take the features anew and keep none.")
  var noCache = false
  @Option(help: "text or json.")
  var format = Format.text
  @OptionGroup var console: OutputArguments

  func validate() throws {
    if !(validation > 0 && validation < 1) {
      throw ValidationError("--validation is \(validation), but must lie between 0 and 1")
    }
    if !(regularization >= 0 && regularization.isFinite) {
      throw ValidationError("--regularization is \(regularization), but must not be negative")
    }
    if !(1...100_000).contains(iterations) {
      throw ValidationError("--iterations is \(iterations), but must lie between 1 and 100,000")
    }
    if !(1...100_000).contains(patience) {
      throw ValidationError("--patience is \(patience), but must lie between 1 and 100,000")
    }
  }

  func run() throws {
    let images = try LabelledImages(reading: images)
    let loaded = try NetworkLoader.load(network.request)
    let extractor = try FeatureExtractor(loaded, caches: !noCache)
    let settings = TransferLearning.Settings(
      validation: validation, seed: seed,
      training: .init(
        regularization: regularization, isBalanced: !unbalanced, iterations: iterations,
        patience: patience))
    let watch = Stopwatch()
    var featureSeconds = 0.0
    let isShown = !console.quiet && Console.isErrorATerminal
    let learnt = try TransferLearning(images, extractor: extractor, settings: settings) {
      done, total in
      featureSeconds = watch.milliseconds / 1e3
      if isShown { Console.progress(Self.line(done, total, featureSeconds)) }
      return true
    } training: { step, loss, validation in
      if isShown {
        Console.progress(
          "step \(step): loss \(Pipeline.Format.fixed(loss, 4)), "
            + "validation \(Pipeline.Format.fixed(validation, 4))")
      }
      return true
    }
    if isShown { Console.progress(nil) }
    for failure in learnt.skipped { Console.report(failure) }
    if let output {
      let checkpoint = try TransferredCheckpoint(network.request, learnt)
      try OutputFile.write(checkpoint.bytes, to: output, what: "can't save the checkpoint")
    }
    let report = TransferReport(
      learnt: learnt, network: loaded, featureSeconds: featureSeconds,
      trainingSeconds: watch.milliseconds / 1e3 - featureSeconds, output: output)
    Console.print(format == .json ? report.json.text(isIndented: true) : report.text)
    if let failure = learnt.skipped.first { throw ExitCode(failure.status.rawValue) }
  }

  private static func line(_ done: Int, _ total: Int, _ seconds: Double) -> String {
    let rate = Double(done) / max(seconds, 1e-3)
    let left = Double(total - done) / rate
    return "features: \(done) of \(total), \(Pipeline.Format.significant(rate)) a second, "
      + "\(Pipeline.Format.fixed(left, 0)) s left"
  }
}
