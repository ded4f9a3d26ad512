import ArgumentParser
import Attribution
import Evaluation
import Explanations
import Support

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure how faithful attribution methods are: insertion, deletion, ROAD, ADCC, …",
    discussion: """
      Every method's map is judged by what happens to the class's probability when the places it \
      points at are removed or are all that is left. Random-CAM is always beside them: a method that \
      does not beat it says nothing. The conventions stand below the table; results under others do \
      not compare.
      """)

  @Argument(
    help:
      "PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC, AVIF or preprocessed .npy files; - is standard input.",
    completion: .file()
  )
  var images: [String]
  @OptionGroup var network: NetworkArguments
  @Option(help: "Methods with commas between, or all (which takes long).")
  var methods = "cam,grad-cam++,layer-cam,eigen-cam"
  @Option(help: "Metrics with commas between, such as insertion,road,adcc; or all.")
  var metrics = "all"
  @Option(
    help: "Layer whose maps are judged (default: the last stage): a stage, block or point.",
    completion: .value(of: "layer"))
  var layer: String?
  @Option(
    name: .customLong("class"), help: "Class index, name or part of one, top, or top:K.",
    completion: .value(of: "class"))
  var target = "top"
  @Option(help: "Steps of the insertion and deletion curves.") var steps = 100
  @Option(help: "Seed of Random-CAM, of ROAD's noise and of the methods' own draws.")
  var seed: UInt64 = 0
  @Option(help: "What insertion starts from: blur or zero.") var insertionFrom = Substrate.blur
  @Option(help: "What deletion ends at: zero or blur.") var deletionTo = Substrate.zero
  @OptionGroup var work: MethodArguments
  @Option(
    help: "Where objects are: Pascal VOC XML files or folders of them, or COCO JSON. Repeatable.",
    completion: .file())
  var boxes: [String] = []
  @Option(help: "Only boxes with this label.") var boxLabel: String?
  @Option(help: "Draw the curves into this .png or .svg file.", completion: .file()) var plot:
    String?
  @Option(help: "text, json, jsonl or csv.") var format = TextJSONOrCSV.text
  @OptionGroup var tables: TableArguments
  @OptionGroup var console: OutputArguments

  func validate() throws {
    try require("--steps", steps, in: 1...10_000)
    if boxLabel != nil && boxes.isEmpty {
      throw ValidationError("--box-label chooses among --boxes, which were not given")
    }
  }

  func run() throws {
    let plotFile = try plot.map { path throws(Failure) in try PlotFile(path) }
    var request = EvaluationRequest(methods: try EvaluationRequest.methods(methods))
    request.layer = layer
    request.target = try TargetClass(target)
    request.settings = MetricSettings(
      steps: steps, seed: seed, insertionSubstrate: insertionFrom, deletionSubstrate: deletionTo)
    request.methodSettings = work.settings(seed: seed)
    if !boxes.isEmpty { request.boxes = try Boxes(reading: boxes, label: boxLabel) }
    request.wanted = try EvaluationRequest.columns(metrics)
    try check(request)
    let network = try network.load(console)
    let evaluator = try Evaluator(network, request)
    Interruption.watch()
    var progress = ImageProgress(images: images.count, console: console)
    try progress.announce(seconds: evaluator.forecastSeconds(images: images.count))
    var report = EvaluationReport(evaluator)
    let outcome = try EachImage.run(images) { image throws(Failure) in
      guard !Interruption.isAsked else { return }
      defer { progress.finishImage() }
      let photograph = try Photograph(reading: image, pixelLimit: network.pixelLimit)
      progress.clear()
      console.announce(photograph, on: network)
      if let boxes = request.boxes, boxes.annotation(for: image) == nil, !console.quiet {
        progress.clear()
        Console.note("\(image): no boxes in the files given, so nothing to point at")
      }
      do throws(Failure) {
        report.images += try evaluator.evaluate(photograph) {
          progress.show(image, done: $0.done, total: $0.total)
        }
      } catch {
        progress.clear()
        guard error.status == .interrupted, Interruption.isAsked else { throw error }
      }
    }
    progress.clear()
    report.failed = outcome.failures.count
    report.isInterrupted = Interruption.isAsked
    try finish(report, plotFile)
    if report.isInterrupted { throw ExitCode(.interrupted) }
    try outcome.end()
  }

  /// Pointing games without boxes are no evaluation, and a plot needs a metric with a curve.
  private func check(_ request: EvaluationRequest) throws(Failure) {
    guard !request.metrics.isEmpty else {
      throw Failure(
        .usage, "can't measure", metrics,
        because: "the pointing games need to know where objects are", advice: "give --boxes")
    }
    guard plot == nil || request.metrics.contains(where: \.hasCurve) else {
      throw Failure(
        .usage, "can't plot", metrics, because: "none of these metrics has a curve",
        advice: "add insertion, deletion or road to --metrics")
    }
  }

  private func finish(_ report: EvaluationReport, _ plotFile: PlotFile?) throws {
    guard !report.images.isEmpty else {
      if [.json, .jsonl].contains(format) { format.print(text: "", json: report.json) }
      if report.isInterrupted { Console.note("stopped before the first image was done") }
      return
    }
    format.print(text: EvaluationPrinter(report: report).text, json: report.json, csv: report.csv)
    guard let plotFile else { return }
    try plotFile.write(report.plots)
    console.note("curves: \(plotFile.path)")
  }
}

extension Substrate: ExpressibleByArgument {}
