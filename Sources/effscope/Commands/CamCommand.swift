import ArgumentParser
import Attribution
import Explanations
import Imaging
import Support

struct CamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cam", abstract: "Show where in each image the evidence for a class lies.",
    discussion: "With --from, an overlay that 'cam' wrote is made again, byte for byte.")

  @Argument(
    help:
      "PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC, AVIF or preprocessed .npy files; - is standard input.",
    completion: .file()
  )
  var images: [String] = []
  @OptionGroup var given: ExplanationArguments
  @OptionGroup var picture: RequestArguments<PictureSelection>
  @Option(
    name: .shortAndLong,
    help: "Overlay as .png or .jpg, or a folder for one PNG an image, class and layer.",
    completion: .file())
  var output: String?
  @Option(
    help: "Raw map, float32 (h, w), signed, as .npy; a numbered folder where there are several.",
    completion: .file())
  var saveMap: String?
  @Option(
    help: """
      The map at the photograph's size, float32 (H, W), NaN where the network saw nothing, as .npy.
      """, completion: .file())
  var saveMapPhoto: String?
  @Option(
    help: "The layer's activations, float32 (C, h, w), as .npy or a numbered folder.",
    completion: .file())
  var saveActivations: String?
  @Option(
    help: "The score's gradients there, float32 (C, h, w), as .npy or a numbered folder.",
    completion: .file())
  var saveGradients: String?
  @Option(
    help: "Make the picture of this overlay PNG again, from what its own text says.",
    completion: .file())
  var from: String?
  @Option(help: "text, json, jsonl or csv.") var format = StreamFormat.text
  @OptionGroup var tables: TableArguments
  @OptionGroup var console: OutputArguments

  mutating func validate() throws {
    images = given.marking.images + picture.images + images
    if from == nil {
      if images.isEmpty { throw ValidationError("name an image") }
    } else {
      try validateReproduction()
    }
    if picture.has("compat") {
      let isOwn =
        given.marking.isEmpty && given.colors.scale != .shared
        && !["crop", "side"].contains(where: picture.has)
        && !["alpha-mode", "interpolate", "colormap"].contains(where: given.drawing.has)
        && given.drawing.texts["signed"] != ["yes"]
      if !isOwn {
        throw ValidationError(
          "--compat draws as that library does; of the drawing options only --alpha and --legend "
            + "go with it")
      }
    }
    if !given.fusion.isEmpty, saveActivations != nil || saveGradients != nil {
      throw ValidationError(
        "a fused map has no activations or gradients of its own; leave --fuse out")
    }
  }

  private func validateReproduction() throws {
    if images.count > 1 { throw ValidationError("--from takes one image at most") }
    let isFree =
      given.map.isEmpty && given.fusion.isEmpty && given.drawing.isEmpty
      && given.colors.scale == nil && given.marking.isEmpty && picture.isEmpty
      && given.network.recipe.isEmpty
      && !["variant", "dialect", "precision"].contains(where: given.network.choice.has)
    if !isFree {
      throw ValidationError(
        "--from takes every choice from the PNG; only the image, --checkpoint, --labels, --output "
          + "and the --save options go with it")
    }
  }

  func run() throws {
    Interruption.watch()
    if let from { return try reproduce(from) }
    let ahead = PhotographPrefetch(firstOf: images, pixelLimit: try given.network.pixelLimit)
    let network = try given.network.load(console)
    let request = try given.request(picture, on: network)
    network.announceClasses(of: request, console)
    var exporter = try exporter(network, request)
    exporter.style = request.style
    if given.colors.scale == .shared {
      return try runOnSharedScale(ahead, request, &exporter)
    }
    let outcome = try EachImage.run(images, isStopped: { Interruption.isAsked }) {
      image throws(Failure) in
      for explanation in try explain(image, ahead, request, exporter.runner).explanations {
        try export(explanation, &exporter)
      }
    }
    exporter.finish()
    try Interruption.check()
    try outcome.end()
  }

  private func export(
    _ explanation: Explanation, _ exporter: inout ExplanationExporter
  ) throws(Failure) {
    let examination = explanation.examination
    if let note = explanation.singleCellNote {
      console.warn("'\(examination.photograph.name)': \(note)")
    }
    try exporter.export(explanation)
  }

  private func explain(
    _ image: String, _ ahead: PhotographPrefetch, _ request: ExplanationRequest,
    _ runner: ExplanationRunner
  ) throws(Failure) -> (photograph: Photograph, explanations: [Explanation]) {
    let report = PassReport(subject: "\(request.method.name) on \(image)", console: console)
    defer { report.finish() }
    let photograph = try ahead.photograph(at: image)
    console.announce(photograph, on: runner.network)
    let explanations = try runner.explain(
      photograph, request, announce: report.announce, progress: report.advance)
    return (photograph, explanations)
  }

  /// All maps first, then the pictures: each photograph is read twice, and no two are held at once.
  private func runOnSharedScale(
    _ ahead: PhotographPrefetch, _ request: ExplanationRequest,
    _ exporter: inout ExplanationExporter
  ) throws {
    var shelf = try MapSpool(isSigned: exporter.style.isSigned)
    // Standard input can't be read again.
    var streamed: Photograph?
    var number = -1
    let runner = exporter.runner
    let explained = try EachImage.run(images, isStopped: { Interruption.isAsked }) {
      image throws(Failure) in
      number += 1
      let (photograph, explanations) = try explain(image, ahead, request, runner)
      if image == "-" { streamed = photograph }
      try shelf.put(explanations, of: number)
    }
    exporter.style.scale = shelf.sharedScale
    number = -1
    let network = runner.network
    let exported = try EachImage.run(images) { image throws(Failure) in
      number += 1
      guard shelf.contains(number) else { return }
      let photograph =
        try image == "-"
        ? streamed : Photograph(reading: image, pixelLimit: given.network.pixelLimit)
      guard let photograph else { return }
      for explanation in try shelf.explanations(of: number, photograph, network) {
        try export(explanation, &exporter)
      }
    }
    exporter.finish()
    try Interruption.check()
    try explained.end()
    try exported.end()
  }

  private func reproduce(_ path: String) throws {
    let bytes = try InputFile.read(path, what: "can't read the overlay")
    let reproduction = try Reproduction(png: bytes, name: path)
    for warning in reproduction.warnings { console.note(warning) }
    var request = reproduction.network
    request.checkpoint = given.network.checkpoint ?? request.checkpoint
    request.labels = given.network.labels ?? request.labels
    request.threads = given.network.threads
    var network = try NetworkLoader.load(request)
    try reproduction.check(network)
    network = try reproduction.keepingNames(in: network)
    for note in reproduction.notes(on: network) { console.note(note) }
    network.announce(console)
    var photograph = try Photograph(
      reading: images.first ?? reproduction.image, pixelLimit: given.network.pixelLimit)
    console.announce(photograph, on: network)
    try reproduction.check(photograph)
    // The picture's text names the image as it was named then.
    photograph.name = reproduction.image
    let question = try reproduction.question(in: network)
    var exporter = try exporter(network, nil)
    exporter.style = reproduction.style
    let report = PassReport(subject: "\(question.request.method.name) on \(path)", console: console)
    let explanations = try exporter.runner.explain(
      photograph, kinds: [question], announce: report.announce, progress: report.advance
    ) { _ in [question] }
    report.finish()
    for explanation in explanations { try export(explanation, &exporter) }
    exporter.finish()
    try Interruption.check()
  }

  /// Where everything goes; a request for one explanation may go into one file.
  private func exporter(
    _ network: LoadedNetwork, _ request: ExplanationRequest?
  ) throws(Failure) -> ExplanationExporter {
    let classes = request?.classes.reduce(0) { $0 + $1.count } ?? 1
    let layers = request.map { $0.fusion == nil ? max($0.layers.count, 1) : 1 } ?? 1
    let isSeveral = images.count * classes * layers > 1
    func arrays(_ path: String?) throws(Failure) -> ExportDestination {
      try ExportDestination(
        path, isSeveral: isSeveral, namesLayer: layers > 1, fileExtension: "npy", isNumbered: true)
    }
    return ExplanationExporter(
      runner: ExplanationRunner(network), printer: ExplanationPrinter(format: format),
      overlays: try ExportDestination(
        output, isSeveral: isSeveral, namesLayer: layers > 1, fileExtension: "png"),
      maps: try arrays(saveMap), photographMaps: try arrays(saveMapPhoto),
      activations: try arrays(saveActivations),
      gradients: try arrays(saveGradients))
  }
}
