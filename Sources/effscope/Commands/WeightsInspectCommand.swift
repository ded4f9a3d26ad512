import ArgumentParser
import Checkpoints
import Explanations
import Support

struct WeightsInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Say what a checkpoint file is and what it holds.",
    discussion: """
      Nothing of a file is ever run. The report says what PyTorch, Keras and other programs would \
      run of it. A refused file is reported too, and ends with 65.
      """)

  @Argument(
    help: "A checkpoint file, or the name of installed weights.", completion: .weightsOrFile)
  var file: String
  @Option(help: "text, json, jsonl or csv (one row a tensor).") var format = TextJSONOrCSV.text
  @OptionGroup var tables: TableArguments
  @Option(help: "Variant (default: found out).", completion: .networks) var variant: String?
  @Flag(help: "End with 1 if the file is not harmless in every other program, too.")
  var strict = false
  @OptionGroup(title: "Checkpoint") var reading: RequestArguments<ReadingSelection>

  func run() throws {
    var request = ExplanationRequest()
    try reading.apply(to: &request)
    let variant = try variant.map { name throws(Failure) in try NetworkLoader.variant(name) }
    let path = WeightStore.user.entry(named: file)?.path ?? file
    let report = try CheckpointError.asFailure(
      try CheckpointReport(
        path: path,
        inspection: CheckpointInspection(
          file: path, variant: variant, reading: request.network.reading)),
      subject: file, what: "can't inspect")
    format.print(text: report.text, json: report.json, csv: report.csv)
    if strict, report.inspection.verdict.answer != .harmless { throw ExitCode(.checkFailed) }
    if let refusal = report.inspection.refusal {
      throw Failure(refusal, subject: file, what: "can't use the weights in")
    }
  }
}
