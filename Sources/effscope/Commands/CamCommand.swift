import ArgumentParser
import Attribution
import Explanations
import Imaging
import Support

/// `effscope cam`: where in the image the evidence for a class lies.
struct CamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cam", abstract: "Show where in each image the evidence for a class lies.",
    discussion: "With --from, an overlay that 'cam' wrote is made again, byte for byte.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, jsonl, csv }

  @Argument(help: "PNG, JPEG, WebP or preprocessed .npy files; - is standard input.")
  var images: [String] = []
  @OptionGroup var network: NetworkArguments
  @OptionGroup var explanation: ExplanationArguments
  @Option(help: "Make one map of several layers: mean, max or product.")
  var fuse: MapFusion?
  @OptionGroup var drawing: DrawingArguments
  @OptionGroup var marking: MarkingArguments
  @Option(help: "Keep what the network saw (seen, also alone), or the framed region (box).")
  var crop: PictureStyle.Crop?
  @Option(help: "Longest side of the picture in pixels; a larger photograph is scaled down first.")
  var side: Int?
  @Flag(help: "Add a colour bar with numbers, class, method and layer below the picture.")
  var legend = false
  @Option(help: "Draw as grad-cam, torch-cam or plain notebooks do, on what the network saw.")
  var compat: LibraryOverlay?
  @Option(
    name: .shortAndLong, help: "Overlay PNG, or a folder for one PNG an image, class and layer.")
  var output: String?
  @Option(
    help: "Raw map, float32 (h, w), signed, as .npy; a numbered folder where there are several.")
  var saveMap: String?
  @Option(help: "The layer's activations, float32 (C, h, w), as .npy or a numbered folder.")
  var saveActivations: String?
  @Option(help: "The score's gradients there, float32 (C, h, w), as .npy or a numbered folder.")
  var saveGradients: String?
  @Option(help: "Make the picture of this overlay PNG again, from what its own text says.")
  var from: String?
  @Option(help: "text, json, jsonl or csv.")
  var format = Format.text
  @OptionGroup var console: OutputArguments

  func validate() throws {
    if from == nil {
      if images.isEmpty { throw ValidationError("name an image") }
    } else {
      try validateReproduction()
    }
    if let side, !PictureStyle.sides.contains(side) {
      throw ValidationError(
        "--side is \(side), but must lie between \(PictureStyle.sides.lowerBound) and "
          + "\(PictureStyle.sides.upperBound)")
    }
    if compat != nil {
      let isOwn =
        marking.isEmpty && crop == nil && side == nil && drawing.alphaMode == nil
        && drawing.interpolate == nil && drawing.colormap == nil && drawing.signed != true
        && drawing.scale != .shared
      if !isOwn {
        throw ValidationError(
          "--compat draws as that library does; of the drawing options only --alpha and --legend "
            + "go with it")
      }
    }
    if fuse != nil, saveActivations != nil || saveGradients != nil {
      throw ValidationError(
        "a fused map has no activations or gradients of its own; leave --fuse out")
    }
  }

  private func validateReproduction() throws {
    if images.count > 1 { throw ValidationError("--from takes one image at most") }
    let isFree =
      explanation.isEmpty && drawing.isEmpty && fuse == nil && marking.isEmpty && crop == nil
      && side == nil && !legend && compat == nil && network.variant == nil
      && network.dialect == nil && network.recipe.isEmpty && network.precision == .float32
    if !isFree {
      throw ValidationError(
        "--from takes every choice from the PNG; only the image, --checkpoint, --labels, --output "
          + "and the --save options go with it")
    }
  }

  func run() throws {
    Interruption.watch()
    if let from {
      try reproduce(from)
      return
    }
    let ahead = PhotographAhead(firstOf: images)
    let network = try network.load(console)
    let request = try explanation.request(network, fusion: fuse)
    try request.check(against: network)
    var exporter = try exporter(network, request)
    exporter.style = style(request)
    guard drawing.scale == .shared else {
      let outcome = try EachImage.run(images, isStopped: { Interruption.isAsked }) {
        image throws(Failure) in
        for explanation in try explain(image, ahead, request, exporter.examiner).explanations {
          try exporter.export(explanation)
        }
      }
      exporter.finish()
      if Interruption.isAsked { throw ExitCode(ExitStatus.interrupted.rawValue) }
      try outcome.end()
      return
    }
    try runOnSharedScale(ahead, request, &exporter)
  }

  private func explain(
    _ image: String, _ ahead: PhotographAhead, _ request: ExplanationRequest, _ examiner: Examiner
  ) throws(Failure) -> (photograph: Photograph, explanations: [Explanation]) {
    let report = PassReport(
      subject: "\(request.method.name) on \(image)", isQuiet: console.quiet)
    defer { report.finish() }
    let photograph = try ahead.photograph(at: image)
    return (
      photograph,
      try examiner.explain(
        photograph, request, announce: report.announce, progress: report.advance)
    )
  }

  /// All maps first, then the pictures: each photograph is read twice, and no two are held at once.
  private func runOnSharedScale(
    _ ahead: PhotographAhead, _ request: ExplanationRequest,
    _ exporter: inout ExplanationExporter
  ) throws {
    var shelf = try ExplanationShelf(isSigned: exporter.style.isSigned)
    // Standard input can't be read again.
    var streamed: Photograph?
    var number = -1
    let examiner = exporter.examiner
    let explained = try EachImage.run(images, isStopped: { Interruption.isAsked }) {
      image throws(Failure) in
      number += 1
      let (photograph, explanations) = try explain(image, ahead, request, examiner)
      if image == "-" { streamed = photograph }
      try shelf.put(explanations, of: number)
    }
    exporter.style.scale = shelf.sharedScale
    number = -1
    let network = examiner.network
    let exported = try EachImage.run(images) { image throws(Failure) in
      number += 1
      guard shelf.holds(number) else { return }
      let photograph = try image == "-" ? streamed : Photograph(reading: image)
      guard let photograph else { return }
      for explanation in try shelf.take(number, photograph, network) {
        try exporter.export(explanation)
      }
    }
    exporter.finish()
    if Interruption.isAsked { throw ExitCode(ExitStatus.interrupted.rawValue) }
    try explained.end()
    try exported.end()
  }

  /// Makes the picture of an overlay again.
  private func reproduce(_ path: String) throws {
    let bytes = try InputFile.read(path, what: "can't read the overlay")
    let reproduction = try Reproduction(png: bytes, name: path)
    if !console.quiet { reproduction.warnings.forEach(Console.note) }
    var request = reproduction.network
    request.checkpoint = network.checkpoint ?? request.checkpoint
    request.labels = network.labels ?? request.labels
    request.threads = network.threads
    let network = try NetworkLoader.load(request)
    try reproduction.check(network)
    if !console.quiet { reproduction.notes(on: network).forEach(Console.note) }
    network.announce(console)
    var photograph = try Photograph(reading: images.first ?? reproduction.image)
    try reproduction.check(photograph)
    // The picture's text names the image as it was named then.
    photograph.name = reproduction.image
    let question = try reproduction.question(in: network)
    var exporter = try exporter(network, nil)
    exporter.style = reproduction.style
    let report = PassReport(subject: "\(question.method.name) on \(path)", isQuiet: console.quiet)
    let explanations = try exporter.examiner.explain(
      photograph, kinds: [question], announce: report.announce, progress: report.advance
    ) { _ in [question] }
    report.finish()
    for explanation in explanations { try exporter.export(explanation) }
    exporter.finish()
    if Interruption.isAsked { throw ExitCode(ExitStatus.interrupted.rawValue) }
  }

  private func style(_ request: ExplanationRequest) -> PictureStyle {
    // A fused map is made of evidence for the class alone.
    var style = drawing.style(signed: request.isSignedByDefault && fuse == nil)
    if compat != nil { style.isSigned = false }
    marking.mark(&style)
    style.crop = crop
    style.side = side
    style.hasLegend = legend
    style.compatibility = compat
    return style
  }

  /// Where everything goes; a request for one explanation may go into one file.
  private func exporter(
    _ network: LoadedNetwork, _ request: ExplanationRequest?
  ) throws(Failure) -> ExplanationExporter {
    let classes = request?.classes.reduce(0) { $0 + $1.count } ?? 1
    let layers = request.map { $0.fusion == nil ? max($0.layers.count, 1) : 1 } ?? 1
    let isSeveral = images.count * classes * layers > 1
    return ExplanationExporter(
      examiner: Examiner(network), printer: ExplanationPrinter(format: format),
      namesLayer: layers > 1,
      overlays: try ExportDestination(output, isSeveral: isSeveral, fileExtension: "png"),
      maps: try ExportDestination(
        saveMap, isSeveral: isSeveral, fileExtension: "npy", isNumbered: true),
      activations: try ExportDestination(
        saveActivations, isSeveral: isSeveral, fileExtension: "npy", isNumbered: true),
      gradients: try ExportDestination(
        saveGradients, isSeveral: isSeveral, fileExtension: "npy", isNumbered: true))
  }
}

extension MapFusion: ExpressibleByArgument {}
