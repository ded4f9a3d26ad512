import ArgumentParser
import Benchmarking
import Explanations
import Support

struct WeightsQuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Write 8-bit weights, with what --precision int8 needs to know from photographs.",
    discussion: """
      A dozen photographs of the kind that will be classified are enough. The file is about a quarter of \
      the weights' size: bytes with one step for each row of a weight, and the range of every 1 × 1 \
      convolution's inputs. Every command reads it: --checkpoint FILE --precision int8 runs it in 8 bits, \
      without --precision it runs in float32.
      """)

  @Argument(
    help: "A variant whose weights are installed, or a checkpoint file.",
    completion: .installedWeights)
  var weights: String
  @Argument(help: "Photographs to measure on.", completion: .file()) var images: [String]
  @Option(name: .shortAndLong, help: "The safetensors file to write.", completion: .file())
  var output: String
  @Option(help: "Variant, where the checkpoint file does not tell.") var variant: String?
  @Option(help: "Whose tensor names, padding and preprocessing the checkpoint follows.")
  var dialect: String?
  @Option(help: "Threads of a forward pass (default: one a core).") var threads: Int?
  @OptionGroup(title: "Checkpoint") var reading: RequestArguments<ReadingSelection>
  @OptionGroup var limit: RequestArguments<LimitSelection>
  @OptionGroup var console: OutputArguments

  func validate() throws { try require("--threads", threads, in: 1...256) }

  func run() throws {
    let isVariant = (try? NetworkLoader.variant(weights)) != nil
    var explanation = ExplanationRequest()
    explanation.network = NetworkRequest(
      variant: isVariant ? weights : variant, checkpoint: isVariant ? nil : weights,
      dialect: dialect, threads: threads)
    try reading.apply(to: &explanation)
    let request = explanation.network
    var photographs: [Photograph] = []
    let failed = try EachImage.run(images) { image throws(Failure) in
      photographs.append(try Photograph(reading: image, pixelLimit: try limit.pixelLimit))
    }
    let quantized = try QuantizedWeights(request, photographs: photographs) { done in
      console.progress("\(done) of \(photographs.count) photographs")
    }
    console.progress(nil)
    for line in quantized.warnings { console.warn(line) }
    try OutputFile.write(quantized.bytes, to: output, what: "can't save the weights")
    Console.print(
      "\(output.printable): 8-bit weights, ranges of \(quantized.convolutions) convolutions over \(quantized.images) "
        + "photographs, \(NumberText.bytes(quantized.bytes.count))")
    try failed.end()
  }
}
