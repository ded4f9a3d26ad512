import Attribution
import Explanations
import Support

/// What is evaluated, and how.
public struct EvaluationRequest: Sendable {
  /// The methods whose maps are judged; Random-CAM is always among them.
  public let methods: [any AttributionMethod]
  /// The layer's name; nil for the last stage.
  public var layer: String?
  /// The classes that are explained.
  public var target: TargetClass
  /// The metrics' settings.
  public var settings: MetricSettings
  /// The methods' settings.
  public var methodSettings: MethodSettings
  /// Where the objects are, if anybody said.
  public var boxes: Boxes?
  /// Columns of the metrics that are wanted; nil for all that can be told.
  public var wanted: [String]?

  /// A request; Random-CAM is added where it is missing.
  public init(
    methods: [any AttributionMethod], layer: String? = nil, target: TargetClass = .top(1),
    settings: MetricSettings = MetricSettings(), methodSettings: MethodSettings = MethodSettings(),
    boxes: Boxes? = nil, wanted: [String]? = nil
  ) {
    let hasBaseline = methods.contains { $0.name == RandomCAM().name }
    self.methods = hasBaseline ? methods : methods + [RandomCAM()]
    self.layer = layer
    self.target = target
    self.settings = settings
    self.methodSettings = methodSettings
    self.boxes = boxes
    self.wanted = wanted
  }

  /// The metrics that can be told: those of pointing need boxes.
  public var metrics: [any FaithfulnessMetric] {
    FaithfulnessMetrics.all.filter { metric in
      guard !metric.needsBoxes || boxes != nil else { return false }
      return wanted.map { names in metric.columns.contains { names.contains($0.name) } } ?? true
    }
  }

  /// The columns that `names` mean; nil for `all`.
  public static func columns(_ names: String) throws(Failure) -> [String]? {
    if names.lowercased() == "all" { return nil }
    let known = FaithfulnessMetrics.all.flatMap(\.columns).map(\.name)
    var columns: [String] = []
    for part in names.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(part.drop { $0 == " " }).lowercased()
      guard known.contains(name) else {
        throw Failure(
          .usage, "unknown metric", name, because: "there is none of this name",
          advice: "use all, or some of \(known.joined(separator: ", "))")
      }
      columns.append(name)
    }
    return columns
  }

  /// The methods that `names` mean, in their order and each once; `all` is every one.
  public static func methods(_ names: String) throws(Failure) -> [any AttributionMethod] {
    if names.lowercased() == "all" { return AttributionMethods.all }
    var methods: [any AttributionMethod] = []
    for part in names.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(part.drop { $0 == " " })
      do throws(AttributionError) {
        let method = try AttributionMethods.named(name)
        if !methods.contains(where: { $0.name == method.name }) { methods.append(method) }
      } catch {
        throw Failure(
          .usage, "unknown method", name, because: error.why,
          advice: error.advice
            ?? "use one of \(AttributionMethods.all.map(\.name).joined(separator: ", "))")
      }
    }
    return methods
  }

  /// The layer's index and name in `network`, or a failure that says what can be named; methods
  /// that are defined at the last stage alone are refused elsewhere.
  public static func layer(
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
        because: "\(method.title) weights activations by the classifier, which does not read it",
        advice: "leave '\(method.name)' out of \(OptionName.methods)")
    }
    return (index, name ?? lastName)
  }
}
