import ArgumentParser
import Checkpoints
import Explanations
import Support

struct WeightsConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a checkpoint as safetensors under timm's tensor names.",
    discussion: "In f32 the converted file gives the same logits, bit for bit.")

  enum Precision: String, ExpressibleByArgument, CaseIterable {
    case f32, f16, bf16

    var type: ElementType {
      switch self {
      case .f32: .float32
      case .f16: .float16
      case .bf16: .bfloat16
      }
    }
  }

  @Argument(
    help: "A checkpoint file, or the name of installed weights.", completion: .weightsOrFile)
  var file: String
  @Argument(help: "The safetensors file to write.", completion: .file()) var output: String
  @Option(help: "f32, f16 or bf16.") var dtype = Precision.f32
  @Option(help: "Variant (default: found out).", completion: .networks) var variant: String?
  @Option(help: "Whose padding and preprocessing it follows (default: found out).")
  var dialect: String?
  @OptionGroup(title: "Checkpoint") var reading: RequestArguments<ReadingSelection>
  @OptionGroup var console: OutputArguments

  func run() throws {
    var request = ExplanationRequest()
    request.network = NetworkRequest(variant: variant, checkpoint: file, dialect: dialect)
    try reading.apply(to: &request)
    let loaded = try NetworkLoader.checkpoint(request.network)
    for warning in loaded.warnings {
      console.note("effscope: warning: \(warning.description)")
    }
    let summary = try CheckpointError.asFailure(
      try WeightConversion(loaded, type: dtype.type).write(to: output),
      subject: output, what: "can't write the weights")
    if summary.overflows > 0 {
      console.note(
        "effscope: warning: \(summary.overflows) numbers are beyond \(dtype.rawValue)'s range and "
          + "became infinite; bf16 keeps them")
    }
    console.note(
      "\(output): \(summary.tensors) tensors, \(NumberText.bytes(summary.bytes)), "
        + "\(loaded.variant.name), dialect \(loaded.dialect.dialect.rawValue) "
        + "(\(loaded.dialect.reason.description))")
  }
}
