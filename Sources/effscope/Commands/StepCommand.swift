import ArgumentParser
import Explanations
import Imaging
import Support

/// `effscope step`: what one layer makes of an image, as the explorer's Step screen says it.
struct StepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step",
    abstract: "Show a layer's output for an image: channels by energy, values, receptive field.")

  @Argument(
    help:
      "A PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC, AVIF or preprocessed .npy file; - is standard input.",
    completion: .file()
  )
  var image: String
  @OptionGroup var network: NetworkArguments
  @Option(
    help: "Stage, block or tensor point: stage4, stage4.block2, stage4.block2.gate.",
    completion: .value(of: "layer"))
  var layer: String
  @Option(help: "How many channels to list.") var top = 10
  @Option(help: "text, json or jsonl.") var format = TextOrJSON.text
  @Option(
    help: "Write the output to this .npy file: float32 (channels, height, width).",
    completion: .file())
  var saveActivation: String?
  @OptionGroup var console: OutputArguments

  func validate() throws { try require("--top", top, in: 1...Int.max) }

  func run() throws {
    let prefetch = PhotographPrefetch(firstOf: [image], pixelLimit: try network.pixelLimit)
    let loaded = try network.load(console)
    guard let index = loaded.network.layer(named: layer) else {
      throw Failure(
        .usage, "can't step to the layer", layer,
        because: "\(loaded.variant.name) has none of this name",
        advice: "list them with: effscope architecture \(loaded.variant.name) --layers")
    }
    let runner = ExplanationRunner(loaded)
    let photograph = try prefetch.photograph(at: image)
    console.announce(photograph, on: loaded)
    let examination = try runner.examine(photograph, layers: [index])
    let activation = LayerActivation(layer: index, examination: examination)
    format.print(text: text(activation, examination), json: json(activation, examination))
    if let saveActivation {
      try OutputFile.write(
        NumPyFile.bytes(of: activation.values), to: saveActivation,
        what: "can't save the activation")
    }
  }

  private func ranked(_ activation: LayerActivation) -> [Int] {
    let energies = activation.channels.map(\.energy)
    let order = energies.indices.sorted { (energies[$1], $0) < (energies[$0], $1) }
    return Array(order.prefix(top))
  }

  private func text(_ activation: LayerActivation, _ examination: Examination) -> String {
    let (all, shape) = (activation.summary, activation.shape)
    let name = examination.network.network.layers[activation.layer].name
    var lines = [
      "\(examination.photograph.name.printable): \(name) of \(examination.network.variant.name), "
        + "\(shape.channels)×\(shape.height)×\(shape.width)",
      "weights         \(examination.network.origin.label.printable)",
      "range           \(all.minimum) … \(all.maximum)",
      "mean            \(all.mean), deviation \(all.deviation)",
      "zeros           \(NumberText.fixed(all.zeroShare * 100, 1)) %",
      "receptive field \(fieldWords(activation))", "",
      "channel  energy        minimum       maximum       peak (row, column)",
    ]
    for channel in ranked(activation) {
      let own = activation.channels[channel]
      let cells = [
        NumberText.left("#\(channel)", 7), NumberText.left("\(Float(own.energy))", 12),
        NumberText.left("\(Float(own.minimum))", 12),
        NumberText.left("\(Float(own.maximum))", 12), "\(own.peak.row + 1), \(own.peak.column + 1)",
      ]
      lines.append(cells.joined(separator: "  "))
    }
    return lines.joined(separator: "\n")
  }

  private func fieldWords(_ activation: LayerActivation) -> String {
    let field = activation.field
    if field.isWholeImage { return "the whole image" }
    return "\(field.vertical.size)×\(field.horizontal.size) pixels, step \(field.vertical.jump)"
      + (field.hasGate ? "; gates see the whole image" : "")
  }

  private func json(_ activation: LayerActivation, _ examination: Examination) -> JSON {
    let (all, field) = (activation.summary, activation.field)
    let receptiveField = JSON.object([
      ("height", .integer(field.vertical.size)), ("width", .integer(field.horizontal.size)),
      ("step", .integer(field.vertical.jump)), ("whole_image", .boolean(field.isWholeImage)),
      ("gated", .boolean(field.hasGate)),
    ])
    let channels = ranked(activation).map { channel in
      let own = activation.channels[channel]
      return JSON.object([
        ("index", .integer(channel)), ("energy", .number(own.energy)),
        ("minimum", .number(own.minimum)), ("maximum", .number(own.maximum)),
        ("peak", .array([.integer(own.peak.row), .integer(own.peak.column)])),
      ])
    }
    return .object([
      ("image", .string(examination.photograph.name)),
      ("variant", .string(examination.network.variant.name)),
      ("checkpoint", .string(examination.network.origin.label)),
      ("precision", .string(examination.network.precision)),
      ("layer", .string(examination.network.network.layers[activation.layer].name)),
      ("shape", .array(activation.shape.extents.map { .integer($0) })),
      ("minimum", .number(all.minimum)), ("maximum", .number(all.maximum)),
      ("mean", .number(all.mean)), ("deviation", .number(all.deviation)),
      ("zeros", .number(all.zeroShare)), ("receptive_field", receptiveField),
      ("channels", .array(channels)),
    ])
  }
}
