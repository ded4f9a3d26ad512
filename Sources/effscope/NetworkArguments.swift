import ArgumentParser
import Inference
import Pipeline

/// The options that choose a network, the same for every command that runs one.
struct NetworkArguments: ParsableArguments {
  @Option(help: "Variant: b0…b8, l2, lite0…lite4 (default: the checkpoint's own, or lite0).")
  var variant: String?
  @Option(help: "Checkpoint file, or random:SEED (default: the variant's installed weights).")
  var checkpoint: String?
  @Option(help: "Whose tensor names, padding and preprocessing the checkpoint follows.")
  var dialect: String?
  @Option(help: "File with the class names: one a line, CSV or JSON.")
  var labels: String?
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

  var request: NetworkRequest {
    NetworkRequest(
      variant: variant, checkpoint: checkpoint, dialect: dialect, labels: labels, threads: threads,
      precision: precision)
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
