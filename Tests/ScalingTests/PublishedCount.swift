import Architectures
import Scaling
import Support

/// A published parameter or multiply-add count beside the one counted here.
struct PublishedCount: Hashable, Sendable {
  enum Quantity: String, Hashable, Sendable {
    case parameters
    /// Trainable parameters without the ImageNet classifier.
    case featureParameters
    case macs
  }

  /// Place of publication: `Table 2`.
  let place: String
  /// The row, as printed.
  let model: String
  let quantity: Quantity
  let published: Double
  /// Half a unit of the last printed digit, or the accuracy of digitising.
  let uncertainty: Double
  let counted: Int

  /// True if the counts agree within the printed rounding or two per cent.
  var agrees: Bool {
    let difference = (Double(counted) - published).magnitude
    return difference <= max(uncertainty, 0.02 * published)
  }

  /// The known reason of a disagreement.
  var reason: PublishedDifference? { agrees ? nil : PublishedDifference.reason(for: self) }
}

extension PublishedCount {
  /// Every published count of a network that is defined here, by table.
  static let all: [PublishedCount] =
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
      "Figure 3", point.label, .macs, point.x * 1e9, of: variant)
  }

  /// Figure 8's points by their inferred labels: `w=1.4`, or the compound-scaled network's name.
  private static let figure8 = FigurePoint.figure8.compactMap { point -> PublishedCount? in
    let macs = point.x * 1e9
    if let count = count("Figure 8", point.label, .macs, macs) { return count }
    let dimensions: [Substring: ScalingDimension] = ["w": .width, "d": .depth, "r": .resolution]
    let parts = point.label.split(separator: "=")
    guard parts.count == 2, let dimension = dimensions[parts[0]], let value = Double(parts[1]),
      let variant = try? Variant.named("b0")?.scaled(
        by: ScalingFactors(dimension: dimension, value: value))
    else { return nil }
    return PublishedCount("Figure 8", point.label, .macs, macs, of: variant)
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
      count("Figure 1", name($0), .parameters, $0.x * 1e6)
    }
    + FigurePoint.figure5.compactMap {
      count("Figure 5", name($0), .macs, $0.x * 1e9)
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

  private static func count(
    _ place: String, _ model: String, _ quantity: Quantity, _ digitised: Double
  ) -> PublishedCount? {
    PublishedModel.variant(named: model).map {
      PublishedCount(place, model, quantity, digitised, of: $0)
    }
  }

  private init(
    _ place: String, _ model: String, _ quantity: Quantity, _ printed: Printed, of variant: Variant
  ) {
    self.init(
      place, model, quantity, printed.value, uncertainty: printed.halfUnit, of: variant)
  }

  private init(
    _ place: String, _ model: String, _ quantity: Quantity, _ published: Double,
    uncertainty: Double = 0, of variant: Variant
  ) {
    self.init(
      place: place, model: model, quantity: quantity, published: published,
      uncertainty: uncertainty,
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
