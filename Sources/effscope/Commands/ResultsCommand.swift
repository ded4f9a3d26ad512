import Architectures
import ArgumentParser
import Benchmarking
import Explanations
import Scaling
import Support

struct ResultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results",
    abstract: "Browse the paper's tables beside what is counted and measured here.",
    discussion: """
      imagenet: Table 2; scaling: Table 3; latency: Table 4; transfer: Tables 5 and 6; cam: Table 7 \
      and Figure 7. Every table ends with its source. MACs are multiply-adds: what the paper's FLOPS \
      column counts.
      """)

  @Argument(help: "imagenet, transfer, scaling, latency or cam.") var topic: ResultsTopic
  @Option(parsing: .unconditional, help: "Sort by a column; -COLUMN from large to small.")
  var sort: String?
  @Option(help: "Keep the rows in which this text occurs.") var filter: String?
  @Option(help: "What the horizontal axis counts: parameters or macs.")
  var axis = PaperPlots.Quantity.macs
  @Flag(help: "Equal distances for equal differences instead of equal ratios.") var linear = false
  @Option(help: "Data set of the transfer diagram: CIFAR-10, …") var dataSet = "CIFAR-10"
  @Option(help: "Draw a diagram into this .png or .svg file.", completion: .file()) var plot:
    String?
  @Flag(help: "Draw a diagram in the terminal.") var chart = false
  @Option(help: "Variants of your own choice in diagram and latency table, by commas: b3,lite0.")
  var own: String?
  @Flag(
    help: """
      latency: measure every network here (one core, batch 1, mean of 20 runs); what was measured \
      before is kept.
      """)
  var measure = false
  @Flag(help: "With --measure: measure again what was measured before.") var anew = false
  @Option(help: "Measured passes.") var runs = 20
  @Option(help: "Threads of a measured pass.") var threads = 1
  @Option(
    help: "cam: draw Figure 7 on this photograph, with the weights that are installed.",
    completion: .file())
  var image: String?
  @Option(
    name: .customLong("class"), help: "cam: the class to explain (default: the baseline's answer).",
    completion: .value(of: "class"))
  var target: String?
  @Option(name: .shortAndLong, help: "cam: the PNG of the figure.", completion: .file()) var output:
    String?
  @OptionGroup var limit: RequestArguments<LimitSelection>
  @Option(help: "table, markdown, csv or json.") var format = ValueTable.Format.table
  @OptionGroup var tables: TableArguments
  @OptionGroup var console: OutputArguments

  func validate() throws {
    if measure, topic != .latency { throw ValidationError("--measure belongs to 'latency'") }
    if image != nil || output != nil || target != nil {
      if topic != .cam {
        throw ValidationError("--image, --class and --output belong to 'cam'")
      }
      if image == nil || output == nil {
        throw ValidationError("Figure 7 needs a photograph and a place: give --image and --output")
      }
    }
    if anew, !measure { throw ValidationError("--anew belongs to --measure") }
    try require("--threads", threads, in: 1...256)
    try require("--runs", runs, in: 1...10_000)
  }

  func run() throws {
    var choices = ResultsChoices()
    choices.axis = axis
    choices.isLogarithmic = !linear
    choices.own = try (own ?? "").split(separator: ",").map {
      try NetworkLoader.variant(String($0))
    }
    choices.dataSet = try .named(dataSet)
    var survey: LatencySurvey.Outcome?
    if topic == .latency {
      let variants = choices.own.isEmpty ? ResultsPage.latencyVariants : choices.own
      let report = LatencyReport(
        variants: variants, protocolUsed: LatencyProtocol(threads: threads, runs: runs),
        console: console)
      let outcome = try report.run(measuring: measure, anew: anew)
      choices.measured = outcome.milliseconds.mapValues { $0 / 1e3 }
      choices.measurement = report.words(outcome)
      survey = outcome
    }
    try show(ResultsPage(topic, choices))
    if let survey { try LatencyReport.end(survey) }
  }

  private func show(_ page: ResultsPage) throws {
    var page = page
    if let filter { page.table.filter(filter) }
    if let sort { try page.table.sort(by: sort) }
    page.table.print(format, remark: page.remarks.joined(separator: "\n"))
    if let image, let output {
      let figure = CAMFigure(
        photograph: try Photograph(reading: image, pixelLimit: try limit.pixelLimit),
        target: target, console: console)
      let lines = try figure.draw(to: output)
      if format == .table { Console.print("\n" + lines.map(\.printable).joined(separator: "\n")) }
    }
    guard plot != nil || chart else { return }
    guard let diagram = page.diagram else {
      let (why, advice) =
        topic == .latency
        ? ("nothing was measured", "add --measure")
        : ("the paper has no diagram of this table", "draw imagenet, scaling, latency or transfer")
      throw Failure(.usage, "can't draw", topic.rawValue, because: why, advice: advice)
    }
    try PlotOutput(file: plot, isShown: chart).draw(diagram)
  }
}

extension ResultsTopic: ExpressibleByArgument {}
extension PaperPlots.Quantity: ExpressibleByArgument {}
