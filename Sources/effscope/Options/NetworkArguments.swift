import ArgumentParser
import Attribution
import Checkpoints
import Explanations
import Inference
import Support

/// The options that choose a network, the same for every command that runs one.
struct NetworkArguments: ParsableArguments {
  @OptionGroup var choice: RequestArguments<NetworkSelection>
  @OptionGroup(title: "Preprocessing") var recipe: RequestArguments<RecipeSelection>
  @Option(help: "Threads of a forward pass (default: one a core).") var threads: Int?

  func validate() throws { try require("--threads", threads, in: 1...256) }

  /// True if no option was given that changes results.
  var isEmpty: Bool { choice.isEmpty && recipe.isEmpty }

  /// The checkpoint, if it was given.
  var checkpoint: String? { choice.texts["checkpoint"]?.first }
  /// The file of class names, if it was given.
  var labels: String? { choice.texts["labels"]?.first }

  /// An explanation request with these and the given options, and defaults for all others.
  func explanationRequest(
    _ others: any RequestOptions...
  ) throws(Failure) -> ExplanationRequest {
    var request = ExplanationRequest()
    try choice.apply(to: &request)
    try recipe.apply(to: &request)
    for options in others { try options.apply(to: &request) }
    request.network.threads = threads
    return request
  }

  /// The request that these options make.
  var request: NetworkRequest {
    get throws(Failure) { try explanationRequest().network }
  }

  /// Loads the network and says on standard error what is odd about it.
  func load(_ output: OutputArguments) throws(Failure) -> LoadedNetwork {
    let network = try NetworkLoader.load(try request)
    network.announce(output)
    return network
  }
}

extension LoadedNetwork {
  /// Warnings, and how everything was chosen when that is asked for.
  func announce(_ output: OutputArguments) {
    for line in warnings { output.note("effscope: warning: \(line)") }
    if output.verbose { Console.note(summary) }
  }
}

/// How much work the methods that perturb or sample may do.
struct MethodArguments: ParsableArguments {
  @Option(help: "Perturb only the K channels of largest norm (score-cam and its like).")
  var channels: Int?
  @Option(help: "Noise draws, path steps or masks, instead of a method's own number.")
  var samples: Int?

  func validate() throws {
    try require("--channels", channels, in: 1...Int.max)
    try require("--samples", samples, in: 1...1_000_000)
  }

  func settings(seed: UInt64) -> MethodSettings {
    MethodSettings(channels: channels, samples: samples, seed: seed)
  }
}

/// What every command says or keeps to itself.
struct OutputArguments: ParsableArguments {
  @Flag(help: "No progress and no notes on standard error.") var quiet = false
  @Flag(help: "Say how the network and its settings were chosen.") var verbose = false
  @Flag(name: .customLong("no-color"), help: "No colour, as NO_COLOR in the environment.")
  var noColor = false

  /// Whether a person watches progress on standard error.
  var showsProgress: Bool { !quiet && Console.isErrorATerminal }

  /// Writes one line to standard error, unless the command is quiet.
  func note(_ text: @autoclosure () -> String) {
    if !quiet { Console.note(text()) }
  }

  /// Rewrites the line of progress where a person watches it; nil clears it.
  func progress(_ text: @autoclosure () -> String?) {
    if showsProgress { Console.progress(text()) }
  }
}

/// What every command asks that explains images: the network, the maps and their pictures.
struct ExplanationArguments: ParsableArguments {
  @OptionGroup var network: NetworkArguments
  @OptionGroup var map: RequestArguments<MapSelection>
  @OptionGroup var fusion: RequestArguments<FusionSelection>
  @OptionGroup var drawing: RequestArguments<DrawingSelection>
  @OptionGroup var colors: ScaleArguments
  @OptionGroup var marking: RequestArguments<MarkingSelection>

  /// The request of these and the given options, its layers those of `loaded`.
  func request(
    _ others: any RequestOptions..., on loaded: LoadedNetwork
  ) throws(Failure) -> ExplanationRequest {
    var request = try network.explanationRequest(map, fusion, drawing, marking)
    for options in others { try options.apply(to: &request) }
    return try request.resolved(in: loaded)
  }
}
