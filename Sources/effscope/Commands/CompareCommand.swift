import Architectures
import ArgumentParser
import Attribution
import Checkpoints
import Explanations
import Imaging
import Support

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show variants, methods, layers or classes side by side on one image.",
    discussion: """
      One list makes a row of pictures; two lists make a grid, with variants before resolutions \
      before methods before layers before classes as rows. The table says how alike the maps rank the places of the image \
      (Spearman's correlation).
      """)

  @Argument(
    help:
      "PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC, AVIF or preprocessed .npy file; - is standard input.",
    completion: .file())
  var image: String?
  @Option(
    help: "Variants with commas between: b0,b4,lite0; or installed, all that have weights here.")
  var variants: String?
  @Option(help: "Sides of the input with commas between, the same weights at each: 224,448.")
  var resolutions: String?
  @Option(help: "Methods with commas between, or all that take one pass.") var methods: String?
  @Option(help: "Layers with commas between, or all stages.") var layers: String?
  @Option(help: "Classes with commas between: indices, names or top:K.") var classes: String?
  @OptionGroup var network: NetworkArguments
  @OptionGroup var map: RequestArguments<MapSelection>
  @OptionGroup var drawing: RequestArguments<DrawingSelection>
  @OptionGroup var colors: ScaleArguments
  @Option(name: .shortAndLong, help: "Write the grid to this PNG.", completion: .file()) var output:
    String?
  @Option(help: "Make this grid PNG again, from what its own text says.", completion: .file())
  var from: String?
  @Option(help: "text, json, jsonl or csv.") var format = TextJSONOrCSV.text
  @OptionGroup var tables: TableArguments
  @Option(
    help: """
      How the picture names files: relative (default: the path from the current folder), absolute (the \
      path as it is given) or names.
      """)
  var paths: PathStyle?
  @OptionGroup var console: OutputArguments

  private var lists: [ComparisonRequest.List: String] {
    let given: [ComparisonRequest.List: String?] = [
      .variants: variants, .resolutions: resolutions, .methods: methods, .layers: layers,
      .classes: classes,
    ]
    return given.compactMapValues(\.self)
  }

  func validate() throws {
    if from != nil {
      let isFree =
        lists.isEmpty && map.isEmpty && drawing.isEmpty && colors.scale == nil && network.isEmpty
      guard isFree else {
        throw ValidationError(
          "--from takes every choice from the PNG; only the image, --output and --format go with it"
        )
      }
      return
    }
    if image == nil { throw ValidationError("name an image") }
    if lists.isEmpty {
      throw ValidationError(
        "say what to compare: --variants, --resolutions, --methods, --layers or --classes")
    }
    if lists.count > 2 { throw ValidationError("a grid has two sides; give two lists at most") }
    for list in lists.values where list.split(separator: ",").isEmpty {
      throw ValidationError("a list is empty; write names with commas between")
    }
    for list in ComparisonRequest.List.allCases where lists[list] != nil {
      let name = list.option
      if map.has(name) || network.choice.has(name) || network.recipe.has(name) {
        throw ValidationError("--\(name) and --\(list.rawValue) exclude each other")
      }
    }
    if variants != nil, let checkpoint = network.checkpoint, !checkpoint.hasPrefix("random:") {
      throw ValidationError(
        "--checkpoint is one network's; with --variants only random:SEED goes with it")
    }
  }

  func run() throws {
    if let output {
      try FileEnding(of: output)?.check(against: "png", of: output, takesJPEG: false)
    }
    Interruption.watch()
    guard let from else {
      let photograph = try Photograph(reading: image ?? "", pixelLimit: network.pixelLimit)
      try compare(try request(), photograph, scale: colors.scale ?? .own)
      return
    }
    let bytes = try InputFile.read(from, what: "can't read the grid")
    let reproduction = try ComparisonReproduction(png: bytes, name: from)
    for warning in reproduction.warnings { console.note(warning) }
    var photograph = try Photograph(
      reading: image ?? reproduction.image, pixelLimit: network.pixelLimit)
    // The PNG's text must name the image as it was recorded.
    photograph.name = reproduction.image
    try compare(
      reproduction.request, photograph, scale: reproduction.scale,
      naming: reproduction.keepingNames, check: reproduction.check)
  }

  private func request() throws(Failure) -> ComparisonRequest {
    var request = ComparisonRequest(try network.explanationRequest(map, drawing))
    request.shared.paths = paths ?? .relative
    request.lists = lists
    if variants == "installed" {
      request.lists[.variants] = try Self.installed().joined(separator: ",")
    }
    return request
  }

  /// Compares on `photograph`, checks the comparison, writes and prints it; `naming` may rename the
  /// classes of a network.
  private func compare(
    _ request: ComparisonRequest, _ photograph: Photograph, scale: DisplayScale.Kind,
    naming: (LoadedNetwork) throws(Failure) -> LoadedNetwork = { $0 },
    check: (Comparison) throws(Failure) -> Void = { _ in }
  ) throws {
    var runner = ComparisonRunner(request)
    var isAnnounced = false
    for (network, side) in try request.networks() {
      let loaded = try naming(try NetworkLoader.load(network))
      loaded.announce(console)
      if !isAnnounced { console.announce(photograph, on: loaded) }
      isAnnounced = true
      let report = PassReport(
        subject: "\(loaded.variant.name) on \(photograph.name)", console: console)
      defer { report.finish() }
      try runner.add(
        loaded, side: side, photograph, announce: report.announce, progress: report.advance)
    }
    let comparison = runner.comparison()
    let style = comparison.shared(try runner.style(), scale)
    try check(comparison)
    if let output {
      try OutputFile.write(
        try comparison.png(style, request: request), to: output,
        what: "can't save the comparison")
    }
    let printer = ComparisonPrinter(comparison: comparison, output: output)
    format.print(text: printer.text, json: printer.json(style), csv: printer.csv)
  }

  /// The variants whose installed weights may be compared; unknown names are among them.
  var variantNames: [String] {
    guard let variants else { return [] }
    return variants == "installed"
      ? Variant.all.map(\.name) : variants.split(separator: ",").map(String.init)
  }

  /// The EfficientNets that have weights here.
  private static func installed() throws(Failure) -> [String] {
    let found = Variant.all.filter(NetworkLoader.isInstalled)
    guard !found.isEmpty else {
      throw Failure(
        .noInput, "can't compare the installed variants", nil, because: "no weights are installed",
        advice: "run 'effscope weights pull lite0'")
    }
    return found.map(\.name)
  }
}
