import Architectures
import Support

/// A published parameter or multiply-add count beside the one counted here.
package struct PublishedCount: Hashable, Sendable {
  package enum Quantity: String, Hashable, Sendable {
    case parameters
    /// Trainable parameters without the ImageNet classifier.
    case featureParameters
    case macs
  }

  /// Place of publication: `Table 2`.
  package let place: String
  /// The row, as printed.
  package let model: String
  package let quantity: Quantity
  package let published: Double
  /// Half a unit of the last printed digit, or the accuracy of digitising.
  package let uncertainty: Double
  package let counted: Int

  /// Counted over published, minus 1.
  package var relativeDifference: Double { Double(counted) / published - 1 }

  /// True if the counts agree within the printed rounding or two per cent.
  package var agrees: Bool {
    let difference = (Double(counted) - published).magnitude
    return difference <= max(uncertainty, 0.02 * published)
  }

  /// The known reason of a disagreement.
  package var reason: PublishedDifference? { agrees ? nil : PublishedDifference.reason(for: self) }
}

extension PublishedCount {
  /// Every published count of a network that is defined here, by table.
  package static let all: [PublishedCount] =
    imageNet + scaling + camModels + transfer + lite + torchvision + figure3 + figure8
    + figures1And5 + insets + figure6

  private static let imageNet = ImageNetResult.all.flatMap { row in
    [
      count("Table 2", row.model, .parameters, row.parameters),
      count("Table 2", row.model, .macs, row.macs),
    ].compactMap(\.self)
  }

  private static let scaling = ScalingResult.all.compactMap { row -> PublishedCount? in
    row.variant.map {
      PublishedCount("Table 3", "\(row.model): \(row.label)", .macs, row.macs, of: $0)
    }
  }

  private static let camModels = CAMModel.all.compactMap { row -> PublishedCount? in
    row.variant.map { PublishedCount("Table 7", row.label, .macs, row.macs, of: $0) }
  }

  private static let transfer = TransferResult.all.flatMap { row in
    [row.available, row.best].flatMap { pair in
      [
        count("Table 5", pair.model, .featureParameters, pair.parameters),
        count(
          "Table 5", pair.efficientNet, .featureParameters, pair.efficientNetParameters),
      ].compactMap(\.self)
    }
  }

  private static let lite = PaperTable.lite.records.rows.flatMap { row in
    [
      count("EfficientNet-Lite", row["model"], .parameters, Printed(row["params"])),
      count("EfficientNet-Lite", row["model"], .macs, Printed(row["madds"])),
    ].compactMap(\.self)
  }

  private static let torchvision = PaperTable.torchvision.records.rows.flatMap {
    row -> [PublishedCount] in
    guard let variant = Variant.named(row["model"]), let parameters = row.number("num_params"),
      let billions = row.number("gflops"), let side = row.integer("crop_size")
    else { return [] }
    let cost = variant.network().cost(height: side, width: side)
    let model = "\(row["model"]) \(row["weights"])"
    return [
      PublishedCount(
        place: "torchvision", model: model, quantity: .parameters, published: parameters,
        uncertainty: 0, counted: cost.parameters),
      PublishedCount(
        place: "torchvision", model: model, quantity: .macs, published: billions * 1e9,
        uncertainty: 0.5e6, counted: cost.macs),
    ]
  }

  private static let figure3 = FigurePoint.figure3.compactMap { point -> PublishedCount? in
    guard let factors = point.factors, let base = Variant.named("b0"),
      let variant = try? base.scaled(by: factors)
    else { return nil }
    return PublishedCount(
      "Figure 3", point.label, .macs, Printed(text: "", value: point.x * 1e9), of: variant)
  }

  /// Figure 8's points by their inferred labels: `w=1.4`, or the compound-scaled network's name.
  private static let figure8 = FigurePoint.figure8.compactMap { point -> PublishedCount? in
    let printed = Printed(text: "", value: point.x * 1e9)
    if let count = count("Figure 8", point.label, .macs, printed) { return count }
    let dimensions: [Substring: ScalingDimension] = ["w": .width, "d": .depth, "r": .resolution]
    let parts = point.label.split(separator: "=")
    guard parts.count == 2, let dimension = dimensions[parts[0]], let value = Double(parts[1]),
      let variant = try? Variant.named("b0")?.scaled(
        by: ScalingFactors(dimension: dimension, value: value))
    else { return nil }
    return PublishedCount("Figure 8", point.label, .macs, printed, of: variant)
  }

  /// The small tables in Figures 1 and 5.
  private static let insets =
    PaperTable.figure1Inset.records.rows.compactMap {
      count("Figure 1's table", $0["model"], .parameters, Printed($0["params_printed"]))
    }
    + PaperTable.figure5Inset.records.rows.compactMap {
      count("Figure 5's table", $0["model"], .macs, Printed($0["flops_printed"]))
    }

  private static let figures1And5 =
    FigurePoint.figure1.compactMap {
      count("Figure 1", name($0), .parameters, Printed(text: "", value: $0.x * 1e6))
    }
    + FigurePoint.figure5.compactMap {
      count("Figure 5", name($0), .macs, Printed(text: "", value: $0.x * 1e9))
    }

  /// Figures 1 and 5 mark two NASNet-As; the one of series `nas` is the mobile one.
  private static func name(_ point: FigurePoint) -> String {
    point.label == "NASNet-A" && point.series == "nas" ? "nasnet-a-mobile" : point.label
  }

  private static let figure6 = FigurePoint.figure6.compactMap { point -> PublishedCount? in
    guard let variant = PublishedModel.variant(named: point.label) else { return nil }
    return PublishedCount(
      place: "Figure 6", model: point.label, quantity: .featureParameters,
      published: point.x * 1e6, uncertainty: 0.03 * point.x * 1e6,
      counted: PublishedCount.counted(.featureParameters, variant, side: variant.resolution))
  }

  private static func count(
    _ place: String, _ model: String, _ quantity: Quantity, _ printed: Printed?
  ) -> PublishedCount? {
    guard let printed, let variant = PublishedModel.variant(named: model) else { return nil }
    return PublishedCount(place, model, quantity, printed, of: variant)
  }

  private init(
    _ place: String, _ model: String, _ quantity: Quantity, _ printed: Printed, of variant: Variant
  ) {
    self.init(
      place: place, model: model, quantity: quantity, published: printed.value,
      uncertainty: printed.text.isEmpty ? 0 : printed.halfUnit,
      counted: Self.counted(
        quantity, variant, side: PublishedModel.side(of: model) ?? variant.resolution))
  }

  private static func counted(_ quantity: Quantity, _ variant: Variant, side: Int) -> Int {
    let network = variant.network()
    switch quantity {
    case .parameters: return network.parameterCount
    case .featureParameters:
      let classifier = network.layers.last?.operation.parameterCount ?? 0
      return network.parameterCount - classifier
    case .macs: return network.cost(height: side, width: side).macs
    }
  }
}
