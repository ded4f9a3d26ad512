import Architectures
import ArgumentParser
import Attribution
import Checkpoints
import Explanations
import Imaging
import Support

/// `effscope compare`: explanations of one photograph side by side, and how much they agree.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show variants, methods, layers or classes side by side on one image.",
    discussion: """
      One list makes a row of pictures; two lists make a grid, with variants before resolutions \
      before methods before layers before classes as rows. The table says how alike the maps rank the places of the image \
      (Spearman's correlation).
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  @Argument(help: "PNG, JPEG, WebP or preprocessed .npy file; - is standard input.")
  var image: String?
  @Option(
    help: "Variants with commas between: b0,b4,lite0; or installed, all that have weights here.")
  var variants: String?
  @Option(help: "Sides of the input with commas between, the same weights at each: 224,448.")
  var resolutions: String?
  @Option(help: "Methods with commas between, or all that take one pass.")
  var methods: String?
  @Option(help: "Layers with commas between, or all stages.")
  var layers: String?
  @Option(help: "Classes with commas between: indices, names or top:K.")
  var classes: String?
  @OptionGroup var network: NetworkArguments
  @OptionGroup var explanation: ExplanationArguments
  @OptionGroup var drawing: DrawingArguments
  @Option(name: .shortAndLong, help: "Write the grid to this PNG.")
  var output: String?
  @Option(help: "Make this grid PNG again, from what its own text says.")
  var from: String?
  @Option(help: "text, json or csv.")
  var format = Format.text
  @OptionGroup var console: OutputArguments

  func validate() throws {
    let lists = [variants, resolutions, methods, layers, classes].compactMap { $0 }
    if from != nil {
      let isFree =
        lists.isEmpty && explanation.isEmpty && drawing.isEmpty && network.isEmpty
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
    for list in lists where list.split(separator: ",").isEmpty {
      throw ValidationError("a list is empty; write names with commas between")
    }
    let twice: [(Bool, String)] = [
      (variants != nil && network.variant != nil, "--variant and --variants"),
      (
        resolutions != nil && network.recipe.resolution != nil, "--resolution and --resolutions"
      ),
      (methods != nil && explanation.method != nil, "--method and --methods"),
      (layers != nil && explanation.layer != nil, "--layer and --layers"),
      (classes != nil && !explanation.targets.isEmpty, "--class and --classes"),
    ]
    for (isTwice, names) in twice where isTwice {
      throw ValidationError("\(names) exclude each other")
    }
    if variants != nil, let checkpoint = network.checkpoint, !checkpoint.hasPrefix("random:") {
      throw ValidationError(
        "--checkpoint is one network's; with --variants only random:SEED goes with it")
    }
  }

  func run() throws {
    Interruption.watch()
    guard let from else {
      try compare(try Photograph(reading: image ?? ""))
      return
    }
    let bytes = try InputFile.read(from, what: "can't read the grid")
    let reproduction = try ComparisonReproduction(png: bytes, name: from)
    if !console.quiet { reproduction.warnings.forEach(Console.note) }
    var photograph = try Photograph(reading: image ?? reproduction.image)
    // The picture's text names the image as it was named then.
    photograph.name = reproduction.image
    var again = try Self.parse(reproduction.arguments + ["--", reproduction.image])
    again.output = output
    again.format = format
    again.console = console
    try again.compare(photograph, as: reproduction)
  }

  /// Compares on `photograph`; with a `reproduction`, only what is the same as then.
  private func compare(
    _ photograph: Photograph, as reproduction: ComparisonReproduction? = nil
  ) throws {
    var plan = ComparisonPlan()
    var explanations: [Explanation] = []
    for (request, side) in try requests() {
      let network = try NetworkLoader.load(request)
      network.announce(console)
      let examiner = Examiner(network)
      let report = PassReport(
        subject: "\(network.variant.name) on \(photograph.name)", isQuiet: console.quiet)
      defer { report.finish() }
      explanations += try examiner.explain(
        photograph, kinds: try kinds(network), announce: report.announce, progress: report.advance
      ) { examination throws(Failure) in try self.questions(examination, &plan) }
      plan.note(network, side: side)
      report.finish()
      if Interruption.isAsked || explanations.contains(where: \.isPartial) {
        throw Failure(
          .interrupted, "can't compare", photograph.name,
          because: "it was stopped before all maps were made",
          advice: "use cheaper methods, or bound them with --channels")
      }
    }
    let comparison = plan.comparison(explanations, asked: self)
    let isSigned = explanations.allSatisfy {
      ExplanationRequest(method: $0.question.method, versus: explanation.versus).isSignedByDefault
    }
    let style = comparison.shared(
      drawing.style(signed: isSigned), drawing.scale ?? .own)
    try reproduction?.check(comparison)
    if let output {
      try OutputFile.write(
        try comparison.png(style, choices: try choices()), to: output,
        what: "can't save the comparison")
    }
    ComparisonPrinter(format: format).print(comparison, style, output: output)
  }

  /// The networks in the order of the grid, each with the side of its input where that is listed.
  private func requests() throws(Failure) -> [(request: NetworkRequest, side: Int?)] {
    let names: [String?] =
      switch variants {
      case nil: [network.variant]
      case "installed"?: try Self.installed()
      case let list?: Self.list(list)
      }
    var sides: [Int?] = [nil]
    if let resolutions {
      sides = []
      for text in Self.list(resolutions) {
        guard let side = Int(text) else {
          throw Failure(
            .usage, "can't compare at the resolution", text, because: "it is no whole number",
            advice: "write --resolutions 224,448, say")
        }
        sides.append(side)
      }
    }
    var requests: [(NetworkRequest, Int?)] = []
    for name in names {
      for side in sides {
        var request = try network.request
        request.variant = name
        if let side {
          request.recipe = try RecipeChanges(
            mean: network.recipe.mean, standardDeviation: network.recipe.std,
            interpolation: network.recipe.interpolation, crop: network.recipe.inputCrop,
            resolution: side)
        }
        requests.append((request, side))
      }
    }
    return requests
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

  /// What a grid has to remember.
  private func choices() throws(Failure) -> ComparisonChoices {
    var choices = ComparisonChoices()
    let lists = [
      (
        "variants", variants == "installed" ? try Self.installed().joined(separator: ",") : variants
      ),
      ("resolutions", resolutions), ("methods", methods), ("layers", layers), ("classes", classes),
      ("method", explanation.method), ("layer", explanation.layer),
    ]
    for (name, value) in lists { choices.note(name, value) }
    for target in explanation.targets { choices.note("class", target) }
    let others = [
      ("versus", explanation.versus), ("smooth", explanation.smooth),
      ("channels", explanation.channels.map(String.init)),
      ("samples", explanation.samples.map(String.init)),
      ("seed", explanation.seed.map { String($0) }), ("variant", network.variant),
      ("checkpoint", network.checkpoint), ("dialect", network.dialect), ("labels", network.labels),
      ("precision", network.precision == .float32 ? nil : network.precision.rawValue),
    ]
    for (name, value) in others { choices.note(name, value) }
    for option in try network.recipe.changes.options { choices.note(option.name, option.value) }
    return choices
  }

  /// What the methods and layers are asked of one network, whatever the classes.
  private func kinds(_ network: LoadedNetwork) throws(Failure) -> [ExplanationQuestion] {
    var request = try explanation.request(network)
    if let layers {
      request.layers = try ExplanationRequest.layers(layers, in: network.network)
    }
    var kinds: [ExplanationQuestion] = []
    for method in try chosenMethods(request) {
      request.method = method
      try request.check(against: network)
      kinds += request.kinds(in: network.network)
    }
    return kinds
  }

  /// What is asked of one network, rows before columns.
  private func questions(
    _ examination: Examination, _ plan: inout ComparisonPlan
  ) throws(Failure) -> [ExplanationQuestion] {
    let network = examination.network
    var request = try explanation.request(network)
    if let layers {
      request.layers = try ExplanationRequest.layers(layers, in: network.network)
    }
    if let classes {
      request.classes = []
      for text in Self.list(classes) { request.classes.append(try TargetClass(text)) }
    }
    var questions: [ExplanationQuestion] = []
    for method in try chosenMethods(request) {
      request.method = method
      try request.check(against: network)
      // Class by class within a layer here; the request goes layer by layer within a class.
      let found = try request.questions(examination)
      let places = found.reduce(into: [String]()) { places, question in
        if !places.contains(question.place) { places.append(question.place) }
      }
      questions += places.flatMap { place in found.filter { $0.place == place } }
      if plan.variants.isEmpty {
        plan.methods.append(method.title)
        plan.layers = places
        plan.classes = found.filter { $0.place == places.first }.map { question in
          let prediction = examination.classification.prediction(question.target)
          return "\(prediction.index) \(prediction.label)"
        }
      }
    }
    guard plan.variants.isEmpty || plan.count == questions.count else {
      throw Failure(
        .usage, "can't compare", network.variant.name,
        because: "it gives \(questions.count) maps where the first variant gives \(plan.count)",
        advice: "name stages or classes that all variants have")
    }
    return questions
  }

  private func chosenMethods(
    _ request: ExplanationRequest
  ) throws(Failure) -> [any AttributionMethod] {
    guard let methods else { return [request.method] }
    if methods == "all" {
      // What takes one pass, and explains layers other than the last where those are asked for.
      let isElsewhere = !request.layers.isEmpty || layers != nil
      return AttributionMethods.all.filter { method in
        !method.needs.contains(.perturbations) && !method.isPixelLevel
          && !(isElsewhere && method.needs.contains(.classifier))
      }
    }
    var chosen: [any AttributionMethod] = []
    for name in Self.list(methods) { chosen.append(try ExplanationRequest.method(name)) }
    return chosen
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { part in
      String(part.drop { $0 == " " })
    }
  }
}

/// The sides of the grid as they come to light.
private struct ComparisonPlan {
  var variants: [String] = []
  var sides: [String] = []
  var methods: [String] = []
  var layers: [String] = []
  var classes: [String] = []

  /// Maps of one variant.
  var count: Int { methods.count * layers.count * classes.count }

  /// Adds a network, at a side of its input where those are compared.
  mutating func note(_ network: LoadedNetwork, side: Int?) {
    let name = network.variant.title + (network.origin.isUntrained ? " (untrained)" : "")
    if !variants.contains(name) { variants.append(name) }
    let text = side.map { "\($0)×\($0)" } ?? ""
    if !sides.contains(text) { sides.append(text) }
  }

  /// The comparison of `explanations`, whose order is that of the lists.
  func comparison(_ explanations: [Explanation], asked: CompareCommand) -> Comparison {
    // A rank names no class when each variant has its own.
    let ranks = (asked.classes ?? "").hasPrefix("top") && asked.variants != nil
    let headings = ranks ? classes.indices.map { "rank \($0 + 1)" } : classes
    let asked: [(list: String?, headings: [String])] = [
      (asked.variants, variants), (asked.resolutions, sides), (asked.methods, methods),
      (asked.layers, layers), (asked.classes, headings),
    ]
    let listed = asked.filter { $0.list != nil }.map(\.headings)
    return Comparison(
      rows: listed.count > 1 ? listed[0] : [], columns: listed[listed.count - 1],
      explanations: explanations)
  }
}
