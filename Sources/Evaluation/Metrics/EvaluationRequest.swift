import Attribution
import Explanations
import Support

/// The methods, classes and metrics of an evaluation.
package struct EvaluationRequest: Sendable {
  /// The evaluated methods; always includes Random-CAM.
  package let methods: [any AttributionMethod]
  /// Layer name; nil for the last stage.
  package var layer: String?
  package var target = TargetClass.top(1)
  package var settings = MetricSettings()
  package var methodSettings = MethodSettings()
  package var boxes: Boxes?
  /// Columns of the chosen metrics; nil for all that can be computed.
  package var wanted: [String]?
  /// Whether metrics that take many maps for each one belong to all.
  package var includesCostly = false
  /// Whether the network's outputs have probabilities; see `fitted(to:)`.
  private var hasProbabilities = true

  package init(methods: [any AttributionMethod]) { self.methods = Self.withBaseline(methods) }

  /// The method that a useful one beats.
  package static let baselineName = RandomCAM().name

  /// `methods` with Random-CAM, which is added if it is missing.
  static func withBaseline(_ methods: [any AttributionMethod]) -> [any AttributionMethod] {
    methods.contains { $0 is RandomCAM } ? methods : methods + [RandomCAM()]
  }

  /// The chosen metrics that can be computed: pointing metrics need boxes.
  package var metrics: [any FaithfulnessMetric] {
    FaithfulnessMetrics.all.filter { metric in
      guard !metric.needsBoxes || boxes != nil,
        !metric.needsProbability || hasProbabilities
      else { return false }
      return wanted.map { names in metric.columns.contains { names.contains($0.name) } }
        ?? (includesCostly || !metric.isCostly)
    }
  }

  /// The request with the metrics that make sense for `network`.
  ///
  /// - Throws: a usage failure if a metric was asked for by name, or all, that can't be measured.
  func fitted(to network: LoadedNetwork) throws(Failure) -> EvaluationRequest {
    let output = network.network.outputActivation
    if output == .softmax, network.network.classes == 1, metrics.contains(where: \.needsProbability)
    {
      throw Failure(
        .usage, "can't measure probabilities of", network.variant.name,
        because: "its only class has the probability 1 for every image",
        advice: "use a network of several classes")
    }
    guard output == .linear else { return self }
    var fitted = self
    fitted.hasProbabilities = false
    let lost = metrics.filter(\.needsProbability).flatMap(\.columns).map(\.name)
    let refused = wanted.map { names in lost.filter(names.contains) } ?? []
    if !refused.isEmpty || fitted.metrics.isEmpty {
      throw Failure(
        .usage, "can't measure", (refused.isEmpty ? lost : refused).joined(separator: ", "),
        because: "\(network.variant.title)'s outputs are plain numbers without probabilities",
        advice: "use complexity or coherency")
    }
    return fitted
  }

  /// Sets the metrics from a comma-separated list of columns, `standard` or `all`.
  package mutating func choose(metrics names: String) throws(Failure) {
    wanted = try Self.columns(names)
    includesCostly = names.lowercased() == "all"
  }

  /// Parses a comma-separated list of columns; nil for `all` and `standard`.
  package static func columns(_ names: String) throws(Failure) -> [String]? {
    if ["all", "standard"].contains(names.lowercased()) { return nil }
    let known = FaithfulnessMetrics.all.flatMap(\.columns).map(\.name)
    return try Self.parts(names).map { part throws(Failure) in
      let name = part.lowercased()
      guard known.contains(name) else {
        throw Failure(
          .usage, "unknown metric", name, because: "there is none of this name",
          advice: "use standard, all, or some of \(known.joined(separator: ", "))")
      }
      return name
    }
  }

  private static func parts(_ list: String) -> [String] {
    list.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " })
    }
  }

  /// Parses a comma-separated list of methods, without duplicates; `all` for every method.
  package static func methods(_ names: String) throws(Failure) -> [any AttributionMethod] {
    if names.lowercased() == "all" { return AttributionMethods.all }
    var methods: [any AttributionMethod] = []
    for name in parts(names) {
      let method = try ExplanationRequest.method(name)
      if !methods.contains(where: { $0.name == method.name }) { methods.append(method) }
    }
    return methods
  }

  /// Index and name of a layer in `network`.
  ///
  /// Throws if there is no such layer, or a method that needs the classifier can't explain it.
  package static func layer(
    _ name: String?, methods: [any AttributionMethod], in network: LoadedNetwork
  ) throws(Failure) -> (index: Int, name: String) {
    let last = network.network.lastStageOutput
    let lastName = network.network.stages.last?.name ?? ""
    guard let index = name.map({ network.network.layer(named: $0) }) ?? last else {
      throw Failure(
        .usage, "unknown layer", name, because: "\(network.variant.title) has none of this name",
        advice: "'effscope architecture \(network.variant.name) \(OptionName.layers)' lists them")
    }
    if let method = methods.first(where: { $0.needs.contains(.classifier) }),
      network.head?.layer != index
    {
      throw Failure(
        .usage, "can't explain the layer", name ?? lastName,
        because: index == last
          ? network.objectionToCAM ?? "\(method.title) needs the classifier's weights"
          : "\(method.title) weights activations by the classifier, which does not read it",
        advice: "leave '\(method.name)' out of \(OptionName.methods)")
    }
    return (index, name ?? lastName)
  }
}
