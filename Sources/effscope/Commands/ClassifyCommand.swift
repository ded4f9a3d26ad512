import Architectures
import ArgumentParser
import Explanations
import Imaging
import Support
import Tensors

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify", abstract: "Name what is in each image.")

  @Argument(
    help:
      "PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC, AVIF or preprocessed .npy files; - is standard input.",
    completion: .file()
  )
  var images: [String]
  @OptionGroup var network: NetworkArguments
  @Option(help: "As --input-crop.") var crop: String?
  @Option(help: "How many classes to list (default: 5; all if a network gives many labels).")
  var top: Int?
  @Option(help: "text, json, jsonl or csv.") var format = StreamFormat.text
  @Option(
    help: "Write all logits to this .npy file: float32 (images, classes).", completion: .file())
  var saveLogits: String?
  @OptionGroup var tables: TableArguments
  @OptionGroup var console: OutputArguments

  private static let columns = [
    "image", "variant", "checkpoint", "rank", "index", "label", "probability", "logit", "dialect",
    "precision",
  ]

  func validate() throws { if let top { try require("--top", top, in: 1...Int.max) } }

  func run() throws {
    let prefetch = PhotographPrefetch(firstOf: images, pixelLimit: try network.pixelLimit)
    let network = try loadedNetwork()
    var printer = StreamPrinter(format: format)
    var logits: [Float] = []
    let failed = try EachImage.run(images, batch: Batch(network, prefetch: prefetch)) {
      examination in
      console.announce(examination.photograph, on: network)
      let gap = printer.count > 0 ? "\n" : ""
      let top = top ?? (network.network.isMultiLabel ? network.network.classes : 5)
      printer.print(
        text: gap + examination.text(top: top), json: .object(examination.json(top: top)),
        columns: Self.columns, rows: examination.rows(top: top))
      if saveLogits != nil { logits += examination.checkpointLogits }
    }
    printer.finish()
    if let saveLogits {
      let classes = network.network.isTwoSided ? 1 : network.network.classes
      let tensor = Tensor(shape: [logits.count / max(classes, 1), classes], logits)
      try OutputFile.write(
        NumPyFile.bytes(of: tensor), to: saveLogits, what: "can't save the logits")
    }
    try failed.end()
  }

  private func loadedNetwork() throws(Failure) -> LoadedNetwork {
    var request = try network.explanationRequest()
    if let crop, let option = ExplanationOption.named("input-crop") {
      try request.set(option, to: [crop])
    }
    let loaded = try NetworkLoader.load(request.network)
    loaded.announce(console)
    return loaded
  }
}

extension Examination {
  /// The outputs of the checkpoint itself: one for a network with one logit for two classes.
  fileprivate var checkpointLogits: [Float] {
    let logits = classification.logits
    return network.network.isTwoSided ? Array(logits.suffix(1)) : logits
  }

  fileprivate func rows(top: Int) -> [[String]] {
    classification.top(top).enumerated().map { rank, prediction in
      [
        photograph.name, network.variant.name, network.origin.label, String(rank + 1),
        String(prediction.index), prediction.label, prediction.probabilityField,
        "\(prediction.logit)", network.origin.dialect, network.precision,
      ]
    }
  }

  /// A heading, a line a class with a bar, and how long it took.
  fileprivate func text(top: Int) -> String {
    let predictions = classification.top(top)
    let width = predictions.map { String($0.index).count }.max() ?? 1
    let isMultiLabel = network.network.isMultiLabel
    let lines = predictions.map { prediction in
      let index = NumberText.right(String(prediction.index), width + 2) + "  "
      guard let probability = prediction.probability else {
        return index + NumberText.right(prediction.answer, 10) + "  " + prediction.label.printable
      }
      let share = probability.isFinite ? probability : 0
      let bar = String(repeating: "█", count: Int((share * 24).rounded()))
      let mark = isMultiLabel ? (share >= OutputActivation.threshold ? "●  " : "○  ") : ""
      return index + NumberText.right(prediction.answer, 7) + "  " + mark
        + NumberText.left(bar, 24) + "  " + prediction.label.printable
    }
    let heading =
      "\(photograph.name.printable) · \(network.variant.title) · \(network.origin.label.printable)"
    let times =
      "decode \(NumberText.fixed(photograph.decodeMilliseconds, 1)) ms, preprocess "
      + "\(NumberText.fixed(image.milliseconds, 1)) ms, forward "
      + "\(NumberText.fixed(forwardMilliseconds, 1)) ms"
    let notes = [network.origin.dialectNote?.printable, network.network.outputWords].compactMap {
      $0
    }
    return ([heading] + notes.map { "  " + $0 } + lines + [times]).joined(separator: "\n")
  }
}
