import ArgumentParser
import Checkpoints
import Explanations
import Inference
import Support

/// The options that choose a network, the same for every command that runs one.
struct NetworkArguments: ParsableArguments {
  @Option(help: "Variant: b0…b8, l2, lite0…lite4 (default: the checkpoint's own, or lite0).")
  var variant: String?
  @Option(help: "Checkpoint file, or random:SEED (default: the variant's installed weights).")
  var checkpoint: String?
  @Option(
    help: """
      Whose padding and preprocessing the checkpoint follows: torchvision, timm, timm-tf, lukemelas, \
      huggingface, keras or lite (default: found out).
      """)
  var dialect: String?
  @Option(help: "File with the class names: one a line, CSV, JSON or a model's config.json.")
  var labels: String?
  @OptionGroup(title: "Preprocessing") var recipe: RecipeArguments
  @Option(help: "Threads of a forward pass (default: one a core).")
  var threads: Int?

  @Option(
    help:
      "Number type: f32, bf16 (AVX512_BF16) or int8 (AVX512_VNNI, weights by 'weights quantize').")
  var precision = Configuration.Precision.float32

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads is \(threads), but must lie between 1 and 256")
    }
  }

  /// Whether none of them was given that decides about results.
  var isEmpty: Bool {
    variant == nil && checkpoint == nil && dialect == nil && labels == nil && recipe.isEmpty
      && precision == .float32
  }

  /// The request that these options make.
  var request: NetworkRequest {
    get throws(Failure) {
      NetworkRequest(
        variant: variant, checkpoint: checkpoint, dialect: dialect, labels: labels,
        recipe: try recipe.changes, threads: threads, precision: precision)
    }
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
    if !output.quiet { for line in warnings { Console.note("effscope: warning: \(line)") } }
    if output.verbose { Console.note(summary) }
  }
}

/// The options that change how photographs become a network's input.
struct RecipeArguments: ParsableArguments {
  @Option(help: "Subtracted from pixels between 0 and 1: one number, or R,G,B.")
  var mean: String?
  @Option(help: "Divides what is left: one number, or R,G,B.")
  var std: String?
  @Option(help: "Filter of the resize: nearest, box, bilinear, bicubic or lanczos.")
  var interpolation: String?
  @Option(help: "Fraction of the resized picture that the network sees (0.875), or squash.")
  var inputCrop: String?
  @Option(help: "Side of the square input.")
  var resolution: Int?

  /// Whether none of them was given.
  var isEmpty: Bool {
    mean == nil && std == nil && interpolation == nil && inputCrop == nil && resolution == nil
  }

  /// What they change.
  var changes: RecipeChanges {
    get throws(Failure) {
      try RecipeChanges(
        mean: mean, standardDeviation: std, interpolation: interpolation, crop: inputCrop,
        resolution: resolution)
    }
  }
}

extension Configuration.Precision: ExpressibleByArgument {}

/// What every command says or keeps to itself.
struct OutputArguments: ParsableArguments {
  @Flag(help: "No progress and no notes on standard error.")
  var quiet = false
  @Flag(help: "Say how the network and its settings were chosen.")
  var verbose = false
  @Flag(name: .customLong("no-color"), help: "No colour, as NO_COLOR in the environment.")
  var noColor = false
}
