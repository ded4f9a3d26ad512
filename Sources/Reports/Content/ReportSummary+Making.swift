import Architectures
import Attribution
import Explanations
import Imaging
import Scaling
import Support
import Tensors

extension ReportSummary {
  /// The summary of a report on `order` with `network`.
  init(_ order: ReportOrder, network: LoadedNetwork) {
    let side = Self.side(order, network)
    let table = ArchitectureTable(
      network: network.network, title: network.variant.title, resolution: side, detail: .stages)
    var line = CommandLineText("architecture")
    line.add(network.variant.name)
    line.add("resolution", side == network.variant.resolution ? nil : String(side))
    line.add(
      "classes", network.network.classes == 1000 ? nil : String(network.network.classes))
    self.init(
      title: order.title?.printable
        ?? "What \(network.variant.title) saw in \(order.images.count) image"
        + (order.images.count == 1 ? "" : "s"),
      network: table.heading, facts: Self.facts(order, network),
      warnings: network.warnings.map(\.printable), isUntrained: network.origin.isUntrained,
      columns: table.table.columns.map(\.title), rows: table.table.rows, totals: table.summary,
      tableCommand: line.text, images: order.images.count, command: order.command,
      date: order.date)
  }

  /// Side of the network's input in pixels under its recipe.
  private static func side(_ order: ReportOrder, _ network: LoadedNetwork) -> Int {
    if network.recipe.resize == .none, network.recipe.crop == nil {
      return network.variant.resolution
    }
    return NetworkView(of: PixelSize(square: 1000), under: network.recipe).inputSize.width
  }

  private static func facts(_ order: ReportOrder, _ network: LoadedNetwork) -> [ReportFact] {
    let origin = network.origin
    let request = order.explanation
    var facts = [
      ReportFact("Network", network.variant.title),
      ReportFact("Checkpoint", origin.label.printable),
      ReportFact("SHA-256 of the checkpoint", origin.digest?.hexadecimal ?? "none: random weights"),
      ReportFact("Dialect", "\(origin.dialect) (\(origin.dialectReason))"),
      ReportFact(
        "Class names",
        (network.labelsPath ?? "the checkpoint's own or the built-in ones").printable),
      ReportFact("Method", request.method.title),
      ReportFact("Layer", layerWords(request, network)),
      ReportFact("Classes explained", request.classes.map(\.words).joined(separator: ", ")),
    ]
    if let versus = request.versus { facts.append(ReportFact("Rather than", versus.printable)) }
    if request.smoothing != .none {
      facts.append(ReportFact("Smoothing", request.smoothing.rawValue))
    }
    let style = order.explanation.style
    facts += [
      ReportFact(
        "Drawing",
        "\(style.colorMap.name), \(NumberText.fixed(Double(style.heatmapOpacity) * 100, 0)) % heatmap "
          + "(\(style.alphaMode.rawValue)), \(style.interpolation.rawValue)"
          + (style.isSigned ? ", signed" : "") + ", at most \(order.side) pixels a side"),
      ReportFact(
        "Engine",
        "\(network.model.instructionSet.rawValue) kernels, "
          + network.model.configuration.precision.rawValue),
      ReportFact("Made with", "Effscope \(ToolVersion.current)"),
      ReportFact("Made on", order.date),
    ]
    return facts
  }

  private static func layerWords(
    _ request: ExplanationRequest, _ network: LoadedNetwork
  ) -> String {
    if request.method.isPixelLevel { return ExplanationQuestion.input }
    return request.layers.isEmpty
      ? network.network.stages.last?.name ?? "" : request.layers.joined(separator: ", ")
  }
}

extension TargetClass {
  /// `the 3 most probable`, `tabby`.
  fileprivate var words: String {
    switch self {
    case .top(let count): count == 1 ? "the most probable" : "the \(count) most probable"
    case .query(let text): text.printable
    }
  }
}
