import Support
import Tensors

/// The preprocessing in a Keras model's rescaling and normalization layers.
///
/// A model made with `weights="imagenet"` stores the standard deviation σ as the variance and
/// rescales by 1/√σ afterwards, so that the result is (x − μ)/σ. Other models do neither. They are
/// distinguished by the model's description or, in a file with weights only, by ImageNet's σ.
/// https://github.com/keras-team/keras/blob/master/keras/src/applications/efficientnet.py
struct KerasConfiguration {
  /// Metadata key of the model's description in JSON.
  static let key = "model_config"

  /// Size, mean and standard deviation; channel values in 0…1.
  private(set) var changes = RecipeChanges()

  /// Reads the preprocessing from `group` and the file's `metadata`; no changes if there is none.
  init(_ group: TensorGroup, metadata: [String: String]) {
    let model = metadata[Self.key].flatMap { text in
      try? JSON(parsing: Array(text.utf8))
    }
    var layers = KerasLayers()
    if let model { layers.visit(model, depth: 0) }
    if let side = layers.side { changes.size = side }
    guard let (mean, variance) = Self.statistics(group, layers, isWhole: model != nil),
      variance.allSatisfy({ $0 >= 0 })
    else { return }
    let imageNet = PreprocessingRecipe.imageNetStandardDeviation
    let isDeviation = zip(variance, imageNet).allSatisfy { abs($0 - $1) < 1e-3 }
    // Factors before and after the normalization, for inputs in 0…1.
    let before = (layers.scales.first?.first ?? 1 / 255) * 255
    let after: [Float] =
      if layers.scales.count > 1 {
        (0..<3).map { layers.scales[1][$0 % layers.scales[1].count] }
      } else if model == nil, isDeviation {
        variance.map { 1 / $0.squareRoot() }
      } else {
        [1, 1, 1]
      }
    let deviation = (0..<3).map { max(variance[$0].squareRoot(), 1e-7) / (before * after[$0]) }
    guard before > 0, deviation.allSatisfy({ $0.isFinite && $0 > 0 }) else { return }
    changes.mean = mean.map { ($0 - (layers.offsets.first ?? 0)) / before }
    changes.standardDeviation = deviation
  }

  /// Mean and variance of the normalization: variables of the file, else constants of the model.
  ///
  /// A model with one rescaling and no normalization has 0 and 1. EfficientNetV2 made with
  /// `include_preprocessing=False` has neither and expects values in −1…1.
  private static func statistics(
    _ group: TensorGroup, _ layers: KerasLayers, isWhole: Bool
  ) -> (mean: [Float], variance: [Float])? {
    if let mean = values("mean", in: group), let variance = values("variance", in: group) {
      return (mean, variance)
    }
    if let constants = layers.normalization { return constants }
    guard isWhole, layers.scales.count <= 1 else { return nil }
    let zeros: [Float] = [0, 0, 0]
    if layers.scales.count == 1 { return (zeros, [1, 1, 1]) }
    // For pixels in 0…255, which the factor 1/255 below brings to 0…1.
    let isV2 = group.tensors.contains { $0.name.hasSuffix("_dwconv2.weight") }
    return isV2 ? ([0.5, 0.5, 0.5], [0.25, 0.25, 0.25]) : nil
  }

  private static func values(_ kind: String, in group: TensorGroup) -> [Float]? {
    let tensor = group.tensors.first {
      $0.name.hasPrefix("normalization") && $0.name.hasSuffix("." + kind) && $0.count == 3
    }
    return (try? tensor?.tensor())?.elements
  }
}

/// The input size and rescaling layers in a model's description, including nested models.
private struct KerasLayers {
  var scales: [[Float]] = []
  var offsets: [Float] = []
  /// Mean and variance that a normalization has as constants, as in EfficientNetV2.
  var normalization: (mean: [Float], variance: [Float])?
  /// Side of a square input in pixels.
  var side: Int?

  mutating func visit(_ value: JSON, depth: Int) {
    guard depth < 32 else { return }
    if let elements = value.array {
      for element in elements { visit(element, depth: depth + 1) }
    }
    guard let members = value.members else { return }
    let configuration = value["config"]
    switch value["class_name"]?.string {
    case "Rescaling":
      let scale = configuration?["scale"]
      let numbers = (scale?.array ?? scale.map { [$0] } ?? []).compactMap { $0.number }
      if !numbers.isEmpty { scales.append(numbers.map { Float($0) }) }
      offsets.append(Float(configuration?["offset"]?.number ?? 0))
    case "Normalization":
      func constants(_ key: String) -> [Float] {
        Self.numbers(behind: key, in: configuration ?? .null, depth: 0).map { Float($0) }
      }
      let (mean, variance) = (constants("mean"), constants("variance"))
      if mean.count == 3, variance.count == 3 { normalization = (mean, variance) }
    case "TFOpLambda":
      // tf-keras saves the factor as an argument of the operation after the normalization.
      let function = configuration?["function"]?.string
      let nodes = value["inbound_nodes"]
      guard function == "math.multiply" || function == "math.truediv", let nodes,
        nodes.text().contains("\"normalization"),
        case let factors = Self.numbers(behind: "y", in: nodes, depth: 0), factors.count == 3
      else { break }
      scales.append(factors.map { Float(function == "math.multiply" ? $0 : 1 / $0) })
    case "InputLayer":
      let shape = configuration?["batch_shape"] ?? configuration?["batch_input_shape"]
      if let extents = shape?.array?.map(\.integer), extents.count == 4, extents[1] == extents[2],
        let extent = extents[1], (8...8192).contains(extent), side == nil
      {
        side = extent
      }
    default: break
    }
    for member in members where member.value.array != nil || member.value.members != nil {
      visit(member.value, depth: depth + 1)
    }
  }

  /// All numbers in the argument `key`, including those in nested lists.
  private static func numbers(behind key: String?, in value: JSON, depth: Int) -> [Double] {
    guard depth < 16 else { return [] }
    if let elements = value.array {
      return elements.flatMap { numbers(behind: key, in: $0, depth: depth + 1) }
    }
    if let key {
      return value[key].map { numbers(behind: nil, in: $0, depth: depth + 1) } ?? []
    }
    return value.number.map { [$0] } ?? []
  }
}
