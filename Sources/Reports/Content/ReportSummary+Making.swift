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
    let images = order.images.count
    self.init(
      title: order.title?.printable
        ?? "What \(network.variant.title) saw in \(images) image\(images == 1 ? "" : "s")",
      network: table.heading)
    facts = Self.facts(order, network)
    warnings = network.warnings.map(\.printable)
    isUntrained = network.origin.isUntrained
    (columns, rows) = (table.table.columns.map(\.title), table.table.rows)
    (totals, tableCommand) = (table.summary, line.text)
    self.images = images
    (command, date) = (order.command, order.date)
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
    var request = order.explanation
    request.style = order.style(of: .overlay, order.explanation.style)
    if request.layers.isEmpty { request.layers = [network.network.stages.last?.name ?? ""] }
    let drawing = [
      "colormap", "alpha", "interpolate", "signed", "side", "range", "print-width", "dpi",
    ].compactMap {
      ExplanationOption.named($0)?.words(request)
    }
    let origins = [
      ReportFact("Network", network.variant.title),
      ReportFact("Checkpoint", origin.label.printable),
      ReportFact("SHA-256 of the checkpoint", origin.digest?.hexadecimal ?? "none: random weights"),
      ReportFact("Dialect", "\(origin.dialect) (\(origin.dialectReason))"),
      ReportFact(
        "Class names",
        (network.labelsPath ?? "the checkpoint's own or the built-in ones").printable),
    ]
    let map = request.facts([
      "Method": "method", "Layer": "layer", "Classes explained": "class", "Rather than": "versus",
      "Smoothing": "smooth", "True classes": "truth",
    ])
    return origins + map + [
      ReportFact("Drawing", drawing.joined(separator: ", ")),
      ReportFact(
        "Engine",
        "\(network.model.instructionSet.rawValue) kernels, "
          + network.model.configuration.precision.rawValue),
      ReportFact("Made with", "Effscope \(ToolVersion.current)"),
      ReportFact("Made on", order.date),
    ]
  }
}

extension ExplanationRequest {
  /// The facts called so of options called so, without those that reports leave out.
  func facts(_ names: KeyValuePairs<String, String>) -> [ReportFact] {
    names.compactMap { name, option in
      ExplanationOption.named(option)?.words(self).map { ReportFact(name, $0) }
    }
  }
}
