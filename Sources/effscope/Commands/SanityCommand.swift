import ArgumentParser
import Attribution
import Evaluation
import Explanations
import Support

struct SanityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sanity",
    abstract: "Check that a method's map depends on the weights (Adebayo et al. 2018).",
    discussion: """
      The weights are replaced by random ones, from the classifier down (cascading) and then one stage \
      at a time (independent). A method whose map stays much the same explains the image, not the \
      network. Random-CAM and an edge detector stand beside the methods.
      """)

  @Argument(
    help:
      "PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC, AVIF or preprocessed .npy file; - is standard input.",
    completion: .file())
  var image: String
  @OptionGroup var network: NetworkArguments
  @Option(help: "Methods with commas between, or all (which takes long).")
  var methods = "cam,grad-cam++,layer-cam,eigen-cam"
  @Option(
    help: "Layer whose maps are checked (default: the last stage): a stage, block or point.",
    completion: .value(of: "layer"))
  var layer: String?
  @Option(
    name: .customLong("class"), help: "Class index, name or part of one, or top.",
    completion: .value(of: "class"))
  var target = "top"
  @Option(help: "Seed of the random weights and of the methods' own draws.") var seed: UInt64 = 0
  @Option(help: "Draws of random weights to average over.") var draws = 3
  @OptionGroup var work: MethodArguments
  @Option(help: "Draw the correlations into this .png or .svg file.", completion: .file()) var plot:
    String?
  @Option(help: "text, json, jsonl or csv.") var format = TextJSONOrCSV.text
  @OptionGroup var tables: TableArguments
  @OptionGroup var console: OutputArguments

  func validate() throws {
    try require("--draws", draws, in: 1...1000)
  }

  func run() throws {
    let plotFile = try plot.map { path throws(Failure) in try PlotFile(path) }
    var check = SanityCheck(
      network: try network.request, methods: try EvaluationRequest.methods(methods))
    check.layer = layer
    check.target = try TargetClass(target)
    (check.seed, check.draws) = (seed, draws)
    check.settings = work.settings(seed: seed)
    let photograph = try Photograph(reading: image, pixelLimit: try network.pixelLimit)
    Interruption.watch()
    let progress = ImageProgress(images: 1, console: console, unit: "networks")
    let report: SanityReport
    do {
      defer { progress.clear() }
      report = try check.run(photograph) { progress.show(image, done: $0, total: $1) }
    }
    console.announce(photograph, on: report.network)
    if console.verbose { Console.note(report.network.summary) }
    format.print(text: SanityPrinter(report: report).text, json: report.json, csv: report.csv)
    if let plotFile {
      try plotFile.write(report.plots)
      console.note("plot: \(plotFile.path)")
    }
    if report.isInterrupted { throw ExitCode(.interrupted) }
  }
}
