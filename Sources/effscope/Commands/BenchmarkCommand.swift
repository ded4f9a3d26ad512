import Architectures
import ArgumentParser
import Benchmarking
import Explanations
import Glibc
import Inference
import Support

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark", abstract: "Time forward passes on this machine.",
    discussion: "Without installed weights random ones are used; they take the same time.")

  @Argument(help: "Variants (default: lite0).", completion: .networks) var variants: [String] = []
  @Option(help: "Checkpoint file, or random:SEED.", completion: .weightsOrFile) var checkpoint:
    String?
  @Option(help: "Whose conventions the checkpoint follows.") var dialect: String?
  @Option(help: "Threads of a forward pass (default: one a core).") var threads: Int?
  @Option(help: "Measured passes.") var runs = 30
  @Option(help: "Passes before measuring.") var warmup = 3
  @Option(help: "Side of the square input, instead of the variant's own.") var resolution: Int?
  @Option(help: "Time maps of this attribution method too, turn by turn with forward passes.")
  var method: String?
  @Option(help: "The layer of the maps (default: the last stage).") var layer: String?
  @Option(help: "Number type: f32, bf16 or int8 (random weights are calibrated on noise).")
  var precision = EngineConfiguration.Precision.float32
  @Flag(help: "Show each layer's time against the roofline of this machine, and the memory plan.")
  var layers = false
  @Option(help: "Compare with an earlier run, a file of --format json.") var compare: String?
  @Option(help: "text, json, jsonl or csv.") var format = TextJSONOrCSV.text
  @OptionGroup var tables: TableArguments
  @OptionGroup var console: OutputArguments

  func validate() throws {
    try require("--runs", runs, in: 1...1_000_000)
    try require("--warmup", warmup, in: 0...1_000_000)
    try require("--threads", threads, in: 1...256)
    try require("--resolution", resolution, in: 1...8192)
    if layers && compare != nil {
      throw ValidationError("--compare holds whole passes against each other, not --layers")
    }
    if layer != nil && method == nil {
      throw ValidationError("--layer needs --method: a layer alone is not timed")
    }
  }

  func run() throws {
    let names = variants.isEmpty ? [NetworkLoader.standardVariant] : variants
    var settings = Benchmark.Settings(
      threads: threads ?? NetworkLoader.processorCount, runs: runs, warmup: warmup)
    settings.resolution = resolution
    (settings.method, settings.layer) = (method, layer)
    let networks = try names.map { name throws(Failure) in try NetworkLoader.variant(name) }
    if layers {
      let (reports, failed) = try measure(networks, settings, Benchmark.layers)
      if !reports.isEmpty {
        format.print(
          text: LayerTable.text(reports), json: .oneOrAll(reports.map(\.json)),
          csv: LayerTable.csv(reports))
      }
      try failed.end()
    } else {
      let earlier = try compare.map { path throws(Failure) in try EarlierBenchmarks(path) }
      let (results, failed) = try measure(networks, settings) {
        request, settings, progress throws(Failure) in
        var result = try Benchmark.run(request, settings: settings, progress: progress)
        result.comparison = try earlier?.comparison(with: result)
        if let warning = result.machine?.warning {
          console.note("warning: \(result.variant): \(warning)")
        }
        return result
      }
      if !results.isEmpty {
        format.print(
          text: Self.text(results), json: .oneOrAll(results.map(\.json)), csv: Self.csv(results))
      }
      try failed.end()
    }
  }

  /// Measures all networks; one that can't run is reported, and the others are measured.
  private func measure<Result>(
    _ networks: [Variant], _ settings: Benchmark.Settings,
    _ run: (NetworkRequest, Benchmark.Settings, (Int) -> Void) throws(Failure) -> Result
  ) throws -> (results: [Result], failed: EachImage) {
    var results: [Result] = []
    let failed = try EachImage.run(networks.map(\.name)) { name throws(Failure) in
      results.append(try measure(try NetworkLoader.variant(name), settings, run))
    }
    return (results, failed)
  }

  /// Installed weights where there are some, else random ones.
  private func measure<Result>(
    _ variant: Variant, _ settings: Benchmark.Settings,
    _ run: (NetworkRequest, Benchmark.Settings, (Int) -> Void) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var request = NetworkRequest(
      variant: variant.name, checkpoint: checkpoint, dialect: dialect, threads: settings.threads,
      precision: precision)
    if checkpoint == nil, !NetworkLoader.isInstalled(variant) {
      request.checkpoint = "random:1"
      console.note("\(variant.name): no weights installed, timing random ones (untrained)")
    }
    let result = try run(request, settings) { done in
      guard done % 10 == 0 || done == settings.runs else { return }
      console.progress("\(variant.name): \(done) of \(settings.runs) passes")
    }
    console.progress(nil)
    return result
  }

  private static func text(_ results: [Benchmark]) -> String {
    var table = TextTable(columns: [
      ("variant", .left), ("input", .right), ("threads", .right), ("median ms", .right),
      ("min", .right), ("p90", .right), ("p99", .right), ("IQR", .right), ("first", .right),
      ("load", .right), ("peak memory", .right),
    ])
    table.rows = results.map { result in
      let times = result.forward
      return [
        result.variant + (result.isUntrained ? " (untrained)" : ""),
        "\(result.resolution)×\(result.resolution)", String(result.threads),
        NumberText.fixed(times.median, 2), NumberText.fixed(times.minimum, 2),
        NumberText.fixed(times.p90, 2), NumberText.fixed(times.p99, 2),
        NumberText.fixed(times.interquartileRange, 2), NumberText.fixed(result.firstRun, 1),
        NumberText.fixed(result.load, 1), NumberText.bytes(result.peakMemoryBytes),
      ]
    }
    let first = results[0]
    let maps = results.compactMap { result in
      result.attribution.map { attribution in
        "\n\n\(result.variant): \(attribution.method) at \(attribution.layer) takes "
          + "\(NumberText.fixed(attribution.times.median, 2)) ms (median), "
          + "\(NumberText.fixed(attribution.times.median / result.forward.median, 2)) "
          + "forward passes"
      }
    }
    let comparisons = results.compactMap { result in
      result.comparison.map { earlier in
        "\n\n\(result.variant): \(NumberText.fixed(earlier.median, 2)) ms before "
          + "(\(earlier.instructionSet)), \(NumberText.fixed(result.forward.median, 2)) ms now, "
          + "\(NumberText.fixed(earlier.ratio, 3)) of it: \(earlier.verdict.rawValue)"
      }
    }
    return table.text + maps.joined() + comparisons.joined()
      + "\n\n\(first.precision), \(first.instructionSet) kernels, "
      + "\(first.runs) runs, batch 1; times in milliseconds"
  }

  private static func csv(_ results: [Benchmark]) -> String {
    let header = [
      "variant", "resolution", "threads", "runs", "precision", "instruction_set",
      "median_milliseconds",
      "minimum_milliseconds", "p90_milliseconds", "p99_milliseconds",
      "interquartile_range_milliseconds", "first_run_milliseconds", "load_milliseconds",
      "peak_memory_bytes",
    ]
    let rows = results.map { result in
      [
        result.variant, String(result.resolution), String(result.threads), String(result.runs),
        result.precision, result.instructionSet, "\(result.forward.median)",
        "\(result.forward.minimum)", "\(result.forward.p90)", "\(result.forward.p99)",
        "\(result.forward.interquartileRange)", "\(result.firstRun)", "\(result.load)",
        String(result.peakMemoryBytes),
      ]
    }
    return CSV.file(header, rows)
  }
}

extension EngineConfiguration.Precision: ExpressibleByArgument {}
