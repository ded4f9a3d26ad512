import ArgumentParser
import Attribution
import Evaluation
import Explanations
import Support

/// `effscope sanity`: whether maps depend on what the network learnt.
struct SanityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sanity",
    abstract: "Check that a method's map depends on the weights (Adebayo et al. 2018).",
    discussion: """
      The weights are replaced by random ones, from the classifier down (cascading) and then one stage \
      at a time (independent). A method whose map stays much the same explains the image, not the \
      network. Random-CAM and an edge detector stand beside the methods.
      """)

  @Argument(help: "PNG, JPEG, WebP or preprocessed .npy file; - is standard input.")
  var image: String
  @OptionGroup var network: NetworkArguments
  @Option(help: "Methods with commas between, or all (which takes long).")
  var methods = "cam,grad-cam++,layer-cam,eigen-cam"
  @Option(help: "Layer whose maps are checked (default: the last stage): a stage, block or point.")
  var layer: String?
  @Option(name: .customLong("class"), help: "Class index, name or part of one, or top.")
  var target = "top"
  @Option(help: "Seed of the random weights and of the methods' own draws.")
  var seed: UInt64 = 0
  @Option(help: "Draws of random weights to average over.")
  var draws = 3
  @Option(help: "Perturb only the K channels of largest norm (score-cam and its like).")
  var channels: Int?
  @Option(help: "Noise draws, path steps or masks, instead of a method's own number.")
  var samples: Int?
  @Option(help: "Draw the correlations into this .png or .svg file.")
  var plot: String?
  @Option(help: "table, json or csv.")
  var format = TableJSONOrCSV.table
  @OptionGroup var console: OutputArguments

  func validate() throws {
    try require("--draws", draws, in: 1...1000)
    try require("--channels", channels, in: 1...Int.max)
    try require("--samples", samples, in: 1...1_000_000)
  }

  func run() throws {
    let plotFile = try plot.map { path throws(Failure) in try PlotFile(path) }
    var check = SanityCheck(
      network: try network.request, methods: try EvaluationRequest.methods(methods))
    check.layer = layer
    check.target = try TargetClass(target)
    (check.seed, check.draws) = (seed, draws)
    check.settings = MethodSettings(channels: channels, samples: samples, seed: seed)
    let photograph = try Photograph(reading: image)
    Interruption.watch()
    let work = ImageProgress(images: 1, isQuiet: console.quiet, unit: "networks")
    let report: SanityReport
    do {
      defer { work.clear() }
      report = try check.run(photograph) { done, total in
        work.show(image, done: done, total: total)
      }
    }
    if console.verbose { Console.note(report.network.summary) }
    switch format {
    case .table: Console.print(SanityPrinter(report: report).text)
    case .json: Console.print(report.json.text(isIndented: true))
    case .csv: Console.print(report.csv, terminator: "")
    }
    if let plotFile {
      try plotFile.write(report.plots)
      if !console.quiet { Console.note("plot: \(plotFile.path)") }
    }
    if report.isInterrupted { throw ExitCode(ExitStatus.interrupted.rawValue) }
  }
}
