import ArgumentParser
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
  var isEmpty: Bool {
    choice.texts.keys.allSatisfy { $0 == ExplanationOption.megapixels.name } && recipe.isEmpty
  }

  var checkpoint: String? { choice.texts["checkpoint"]?.first }
  var labels: String? { choice.texts["labels"]?.first }

  /// Pixels at most of a photograph.
  var pixelLimit: Int { get throws(Failure) { try request.pixelLimit } }

  /// An explanation request with these and the given options, and defaults for all others.
  func explanationRequest(_ others: any RequestOptions...) throws(Failure) -> ExplanationRequest {
    var request = ExplanationRequest()
    try choice.apply(to: &request)
    try recipe.apply(to: &request)
    for options in others { try options.apply(to: &request) }
    request.network.threads = threads
    return request
  }

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

extension OutputArguments {
  /// Says where `photograph` does not reach `network` as it is.
  func announce(_ photograph: Photograph, on network: LoadedNetwork) {
    if let text = photograph.clippingNote(for: network.recipe) { warn(text) }
  }

  func warn(_ text: String) { note("effscope: warning: \(text)") }
}

extension LoadedNetwork {
  /// Warnings, and how everything was chosen when that is asked for.
  func announce(_ output: OutputArguments) {
    for line in warnings { output.warn(line) }
    if output.verbose { Console.note(summary) }
  }

  /// Says which classes `request` names by a part of their names.
  func announceClasses(of request: ExplanationRequest, _ output: OutputArguments) {
    if output.quiet { return }
    for line in request.partialMatches(in: self) { Console.note("effscope: \(line)") }
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

  /// Rewrites the line of progress of `subject`, which is shortened before the rest is.
  func progress(_ subject: String, _ rest: @autoclosure () -> String) {
    if showsProgress { Console.progress(subject, rest()) }
  }
}
