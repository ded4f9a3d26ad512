import ArgumentParser
import Attribution
import Imaging
import Pipeline

/// `effscope compare`: explanations of one photograph side by side, and how much they agree.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show variants, methods, layers or classes side by side on one image.",
    discussion: """
      One list makes a row of pictures; two lists make a grid, with variants before methods before \
      layers before classes as rows. The table says how alike the maps rank the places of the image \
      (Spearman's correlation).
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

  @Argument(help: "PNG, JPEG, WebP or preprocessed .npy file; - is standard input.")
  var image: String
  @Option(help: "Variants with commas between: b0,b4,lite0.")
  var variants: String?
  @Option(help: "Methods with commas between, or all that take one pass.")
  var methods: String?
  @Option(help: "Layers with commas between, or all stages.")
  var layers: String?
  @Option(help: "Classes with commas between: indices, names or top:K.")
  var classes: String?
  @OptionGroup var network: NetworkArguments
  @OptionGroup var explanation: ExplanationArguments
  @OptionGroup var drawing: DrawingArguments
  @Option(help: "Write the grid to this PNG.")
  var output: String?
  @Option(help: "text, json or csv.")
  var format = Format.text
  @OptionGroup var console: OutputArguments

  func validate() throws {
    let lists = [variants, methods, layers, classes].compactMap { $0 }
    if lists.isEmpty {
      throw ValidationError("say what to compare: --variants, --methods, --layers or --classes")
    }
    if lists.count > 2 { throw ValidationError("a grid has two sides; give two lists at most") }
    for list in lists where list.split(separator: ",").isEmpty {
      throw ValidationError("a list is empty; write names with commas between")
    }
    let twice: [(Bool, String)] = [
      (variants != nil && network.variant != nil, "--variant and --variants"),
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
    let names: [String?] = variants.map(Self.list) ?? [network.variant]
    let photograph = try Photograph(reading: image)
    var plan = ComparisonPlan()
    var explanations: [Explanation] = []
    for name in names {
      var request = try network.request
      request.variant = name
      let network = try NetworkLoader.load(request)
      network.announce(console)
      let examiner = Examiner(network)
      let examination = try examiner.examine(
        photograph, layers: [network.network.lastStageOutput])
      let questions = try self.questions(examination, &plan)
      plan.variants.append(
        network.variant.title + (network.origin.isUntrained ? " (untrained)" : ""))
      let report = PassReport(
        subject: "\(network.variant.name) on \(image)", isQuiet: console.quiet)
      defer { report.finish() }
      explanations += try examiner.explain(
        examination, questions, announce: report.announce, progress: report.advance)
      report.finish()
      if Interruption.isAsked || explanations.contains(where: \.isPartial) {
        throw Failure(
          .interrupted, "can't compare", image, because: "it was stopped before all maps were made",
          advice: "use cheaper methods, or bound them with --channels")
      }
    }
    let comparison = plan.comparison(explanations, asked: self)
    let isSigned = explanations.allSatisfy {
      ExplanationRequest(method: $0.question.method, versus: explanation.versus).isSignedByDefault
    }
    let style = comparison.shared(
      drawing.style(signed: isSigned), drawing.scale ?? .own)
    if let output {
      try OutputFile.write(
        try comparison.png(style), to: output, what: "can't save the comparison")
    }
    ComparisonPrinter(format: format).print(comparison, style, output: output)
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
  var methods: [String] = []
  var layers: [String] = []
  var classes: [String] = []

  /// Maps of one variant.
  var count: Int { methods.count * layers.count * classes.count }

  /// The comparison of `explanations`, whose order is that of the lists.
  func comparison(_ explanations: [Explanation], asked: CompareCommand) -> Comparison {
    // A rank names no class when each variant has its own.
    let ranks = (asked.classes ?? "").hasPrefix("top") && asked.variants != nil
    let headings = ranks ? classes.indices.map { "rank \($0 + 1)" } : classes
    let sides = [
      asked.variants.map { _ in variants }, asked.methods.map { _ in methods },
      asked.layers.map { _ in layers }, asked.classes.map { _ in headings },
    ].compactMap { $0 }
    return Comparison(
      rows: sides.count > 1 ? sides[0] : [], columns: sides[sides.count - 1],
      explanations: explanations)
  }
}
