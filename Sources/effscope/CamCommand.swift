import ArgumentParser
import Imaging
import Pipeline
import Tensors

/// `effscope cam`: where in the image the evidence for a class lies.
struct CamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cam", abstract: "Show where in each image the evidence for a class lies.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, jsonl, csv }

  @Argument(help: "PNG, JPEG, WebP or preprocessed .npy files; - is standard input.")
  var images: [String]
  @OptionGroup var network: NetworkArguments
  @Option(help: "Attribution method: cam.")
  var method = "cam"
  @Option(help: "Layer that is explained: the last stage (default), stage9 of an EfficientNet.")
  var layer: String?
  @Option(
    name: .customLong("class"), help: "Class index, name or part of one, top, or top:K.")
  var target = "top"
  @Option(help: "Overlay PNG, or a folder for one PNG an image and class.")
  var output: String?
  @Option(help: "Write the raw map to this .npy file: float32 (h, w), signed.")
  var saveMap: String?
  @Option(help: "Colour map: \(ColorMap.all.map(\.name).joined(separator: ", ")).")
  var colormap = "inferno"
  @Option(help: "Share of the heatmap in the overlay, 0 to 1.")
  var alpha: Float = 0.5
  @Option(help: "text, json, jsonl or csv.")
  var format = Format.text
  @OptionGroup var console: OutputArguments

  func validate() throws {
    if !(0...1).contains(alpha) {
      throw ValidationError("--alpha is \(alpha), but must lie in 0…1")
    }
    if ColorMap.named(colormap) == nil {
      throw ValidationError(
        "there is no colour map '\(colormap)'; use one of "
          + ColorMap.all.map(\.name).joined(separator: ", "))
    }
  }

  func run() throws {
    let network = try NetworkLoader.load(network.request)
    try checkMethodAndLayer(network)
    if console.verbose { Console.note(network.summary) }
    let target = try TargetClass(target)
    let destination = try OverlayDestination(
      output, images: images.count, classes: target.count, suffix: method)
    let examiner = Examiner(network)
    var drawing = Overlay()
    drawing.colorMap = ColorMap.named(colormap) ?? .inferno
    drawing.alpha = alpha
    var printer = ExplanationPrinter(format: format)
    let failed = try EachImage.run(images) { image throws(Failure) in
      let photograph = try Photograph(reading: image)
      let examination = try examiner.examine(
        photograph, layers: [network.network.lastStageOutput])
      for index in try examination.classification.classes(target) {
        let explanation = try examination.classActivationMap(of: index)
        let path = destination.path(image: image, index: index)
        if let path {
          try OutputFile.write(
            try explanation.overlayPNG(drawing), to: path, what: "can't save the overlay")
        }
        if let saveMap { try save(explanation, to: saveMap) }
        printer.print(explanation, output: path)
      }
    }
    printer.finish()
    try failed.end()
  }

  /// CAM is defined at the last stage alone; anything else is refused, never answered by CAM.
  private func checkMethodAndLayer(_ network: LoadedNetwork) throws(Failure) {
    guard method.lowercased() == "cam" else {
      throw Failure(
        .usage, "unknown method", method, because: "the methods are: cam",
        advice: "use --method cam")
    }
    let last = network.network.lastStageOutput
    let name = network.network.stages.last?.name ?? ""
    guard let layer else { return }
    guard let index = network.network.layer(named: layer) else {
      throw Failure(
        .usage, "unknown layer", layer, because: "\(network.variant.title) has none of this name",
        advice: "'effscope architecture \(network.variant.name) --layers' lists them")
    }
    guard index == last else {
      throw Failure(
        .usage, "can't explain the layer", layer,
        because: "CAM weights activations by the classifier, which reads \(name) only",
        advice: "use --layer \(name)")
    }
  }

  private func save(_ explanation: Explanation, to path: String) throws(Failure) {
    let map = explanation.map
    let tensor = Tensor(shape: [map.height, map.width], map.values)
    try OutputFile.write(NumPyFile.bytes(of: tensor), to: path, what: "can't save the map")
  }
}
