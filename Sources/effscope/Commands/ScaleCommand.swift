import Architectures
import ArgumentParser
import Explanations
import Scaling
import Support

/// `effscope scale`: the scaling laboratory of the paper's section 3.
struct ScaleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Scale a network in width, depth and resolution, and see what it costs.",
    discussion: """
      Factors (--width, --depth, --resolution) or the compound rule (--phi) give one network; \
      --sweep a row of them, --search the grid search for α, β, γ, --max-… the best network within \
      a budget, --objective the search objective of the paper's section 4. MACs are multiply-adds: \
      what the paper's FLOPS column counts.
      """)

  @Argument(
    help: "The network that is scaled: b0, mobilenet-v1, mobilenet-v2, resnet-50, …",
    completion: .networks)
  var base = "b0"
  @OptionGroup(title: "One network") var factors: FactorArguments
  @OptionGroup(title: "Compound rule") var rule: RuleArguments

  @Option(help: ArgumentHelp("A row of networks: width, depth, resolution or compound."))
  var sweep: SweepKind?
  @Option(help: "The sweep's factors (or φ), separated by commas (default: the paper's).")
  var values: String?
  @Flag(help: "Search α, β, γ on a grid for α·β²·γ² near --target.") var search = false
  @OptionGroup(title: "Search") var grid: GridArguments
  @OptionGroup(title: "Budget") var budget: BudgetArguments
  @Flag(help: "ACC·[MACs/T]^w for every network of Table 2.") var objective = false
  @Option(help: "T of the objective.") var objectiveTarget = "400M"
  @Option(parsing: .unconditional, help: "w of the objective.") var objectiveExponent = -0.07
  @Option(help: "A figure of the paper with its published points: 3, 4 or 8.") var figure: Int?

  @Flag(help: "Measure the latency too, with random weights.") var measure = false
  @Flag(
    inversion: .prefixedNo,
    help: "Predict latencies, for which the base is timed (about 0.1 s).")
  var predict = true
  @Option(help: "Threads of a measured pass.") var threads = 1
  @Option(help: "Measured passes.") var runs = 20
  @Option(help: "Draw the sweep or figure into this .png or .svg file.", completion: .file())
  var plot: String?
  @Flag(help: "Draw the sweep or figure in the terminal.") var chart = false
  @Option(help: "table, markdown, csv or json.") var format = ValueTable.Format.table
  @OptionGroup var tables: TableArguments
  @OptionGroup var console: OutputArguments

  func validate() throws {
    let modes = [sweep != nil, search, !budget.isEmpty, objective, figure != nil]
    if modes.filter({ $0 }).count > 1 {
      throw ValidationError(
        "--sweep, --search, --max-…, --objective and --figure exclude each other")
    }
    if modes.contains(true), !factors.isEmpty {
      throw ValidationError("--width, --depth, --resolution and --phi describe one network alone")
    }
    if factors.phi != nil, factors.hasFactors {
      throw ValidationError("--phi sets all three factors; leave out the others")
    }
    if let figure, ![3, 4, 8].contains(figure) {
      throw ValidationError("--figure is \(figure), but must be 3, 4 or 8")
    }
    if values != nil, sweep == nil { throw ValidationError("--values belongs to --sweep") }
    try require("--threads", threads, in: 1...256)
    try require("--runs", runs, in: 1...10_000)
  }

  func run() throws {
    let variant = try NetworkLoader.variant(base)
    if measure { Interruption.watch() }
    let clock = LatencyClock(
      isMeasuring: measure, isPredicting: predict || budget.maxLatency != nil, threads: threads,
      runs: runs, console: console)
    if let sweep {
      try SweepReport(
        kind: sweep, base: variant, rule: rule.rule, values: values, clock: clock
      ).print(format, drawing: drawing)
    } else if search {
      try SearchReport(base: variant, search: grid.search()).print(format)
    } else if !budget.isEmpty {
      try BudgetReport(
        base: variant, rule: rule.rule, budget: budget.budget(), clock: clock
      ).print(format)
    } else if objective {
      let target = try Quantity(objectiveTarget, .macs, option: "--objective-target")
      try ObjectiveReport(target: target.value, exponent: objectiveExponent).print(format)
    } else if let figure {
      try FigureReport(number: figure).print(format, drawing: drawing)
    } else {
      try ScaledNetworkReport(
        base: variant, factors: factors, rule: rule.rule, clock: clock
      ).print(format)
    }
  }

  private var drawing: PlotOutput { PlotOutput(file: plot, isShown: chart) }
}

extension SweepKind: ExpressibleByArgument {}

/// Factors of one network.
struct FactorArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "Multiplies channels (w).") var width: Double?
  @Option(parsing: .unconditional, help: "Multiplies block repeats (d).") var depth: Double?
  @Option(parsing: .unconditional, help: "Multiplies the side of the input (r).")
  var resolution: Double?
  @Option(parsing: .unconditional, help: "The compound coefficient φ: d = α^φ, w = β^φ, r = γ^φ.")
  var phi: Double?

  var hasFactors: Bool { width != nil || depth != nil || resolution != nil }
  var isEmpty: Bool { !hasFactors && phi == nil }
}

/// The bases of the compound rule.
struct RuleArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: "Base of the depth.")
  var alpha = CompoundScaling.paper.alpha
  @Option(parsing: .unconditional, help: "Base of the width.") var beta = CompoundScaling.paper.beta
  @Option(parsing: .unconditional, help: "Base of the resolution.")
  var gamma = CompoundScaling.paper.gamma

  var rule: CompoundScaling { CompoundScaling(alpha: alpha, beta: beta, gamma: gamma) }
}
