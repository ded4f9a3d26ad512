import Architectures
import Attribution
import Support

/// What a person asks to be explained, before the network has been asked anything.
public struct ExplanationRequest: Sendable {
  /// The method.
  public var method: any AttributionMethod
  /// Layer names as they were given; empty for the last stage.
  public var layers: [String]
  /// How several layers become one map; nil for one map a layer.
  public var fusion: MapFusion?
  /// The classes.
  public var classes: [TargetClass]
  /// The class to contrast them with.
  public var versus: String?
  /// How maps are made smoother.
  public var smoothing: Smoothing
  /// The person's choices.
  public var settings: MethodSettings

  /// CAM of the most probable class at the last stage unless given otherwise.
  public init(
    method: any AttributionMethod = CAM(), layers: [String] = [], fusion: MapFusion? = nil,
    classes: [TargetClass] = [.top(1)], versus: String? = nil, smoothing: Smoothing = .none,
    settings: MethodSettings = MethodSettings()
  ) {
    self.method = method
    self.layers = layers
    self.fusion = fusion
    self.classes = classes
    self.versus = versus
    self.smoothing = smoothing
    self.settings = settings
  }

  /// The method called `name`, or a failure that lists all.
  public static func method(_ name: String) throws(Failure) -> any AttributionMethod {
    do throws(AttributionError) {
      return try AttributionMethods.named(name)
    } catch {
      var near = ""
      if case .unknownMethod(_, let suggestion?) = error { near = "did you mean \(suggestion)? " }
      throw Failure(
        .usage, "unknown method", name, because: "there is none of this name",
        advice: near + "use one of \(AttributionMethods.all.map(\.name).joined(separator: ", "))")
    }
  }

  /// Layer names in a text: `stage9`, `stage3,stage5.block2.depthwise`, or `all` stages.
  public static func layers(_ text: String, in network: Network) throws(Failure) -> [String] {
    if text.lowercased() == "all" { return network.stages.map(\.name) }
    var names: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = String(part.drop { $0 == " " })
      guard network.layer(named: name) != nil else {
        throw Failure(
          .usage, "unknown layer", name, because: "\(network.name) has none of this name",
          advice:
            "use a stage (stage1 to stage\(network.stages.count)), a block (stage4.block1), a "
            + "point in it (stage4.block1.depthwise) or all; 'effscope architecture "
            + "\(network.name) --layers' lists them")
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// Refuses what the method can't explain in `network`, with what to use instead.
  public func check(against network: LoadedNetwork) throws(Failure) {
    let last = network.network.stages.last?.name ?? ""
    if method.isPixelLevel, !layers.isEmpty {
      throw Failure(
        .usage, "can't explain a layer with", method.name,
        because: "it explains the network's input itself",
        advice: "leave --layer out, or use grad-cam, hires-cam or layer-cam")
    }
    if fusion != nil, layers.count < 2 {
      throw Failure(
        .usage, "can't fuse", layers.first ?? method.name, because: "there is one layer only",
        advice: "give --layer several layers, or all")
    }
    if method.needs.contains(.classifier) {
      for name in layers where network.network.layer(named: name) != network.network.lastStageOutput
      {
        throw Failure(
          .usage, "can't explain the layer", name,
          because:
            "\(method.title) weights activations by the classifier, which reads \(last) only",
          advice: "use --layer \(last), or grad-cam, hires-cam or layer-cam for other layers")
      }
      guard let head = network.head, head.layer == network.network.lastStageOutput else {
        throw Failure(
          .usage, "can't explain with '\(method.name)'", network.variant.name,
          because: "something stands between its last stage and its classifier",
          advice: "use grad-cam")
      }
    }
    if smoothing == .eigen, !(method is any ChannelwiseMethod) {
      throw Failure(
        .usage, "can't smooth", method.name,
        because: "its map is no sum over channels, which --smooth eigen projects",
        advice: "use --smooth augment, or grad-cam")
    }
  }

  /// The questions that it means for one image, class by class and layer by layer.
  public func questions(_ examination: Examination) throws(Failure) -> [ExplanationQuestion] {
    let network = examination.network.network
    var targets: [Int] = []
    for choice in classes {
      for index in try examination.classification.classes(choice) where !targets.contains(index) {
        targets.append(index)
      }
    }
    let other = try versus.map { text throws(Failure) in
      try examination.network.classNames.index(matching: text, count: network.classes)
    }
    return targets.filter { $0 != other || targets.count == 1 }.flatMap { target in
      kinds(in: network).map { kind in
        var question = kind
        question.target = target
        question.versus = other
        return question
      }
    }
  }

  /// The questions about one class, before anybody knows which: one for each place.
  public func kinds(in network: Network) -> [ExplanationQuestion] {
    let names = layers.isEmpty ? [network.stages.last?.name ?? ""] : layers
    let places: [[String]] =
      method.isPixelLevel ? [[]] : fusion == nil ? names.map { [$0] } : [names]
    return places.map { place in
      ExplanationQuestion(
        method: method, layers: place, fusion: fusion, target: 0, smoothing: smoothing,
        settings: settings)
    }
  }
}

extension ExplanationRequest {
  /// Whether negative values are drawn unless a person says otherwise.
  ///
  /// They are where they are as much a finding as positive ones: with a class to contrast with, where
  /// they speak for that class, and for methods whose values add up to a change of the score. CAM and
  /// its kin are drawn as their authors do: evidence for the class alone.
  public var isSignedByDefault: Bool {
    versus != nil || Self.isSigned(method)
  }

  /// The methods that are drawn with sign.
  public static var signedMethodNames: String {
    AttributionMethods.all.filter(isSigned).map(\.name).joined(separator: ", ")
  }

  private static func isSigned(_ method: any AttributionMethod) -> Bool {
    method is InputXGradient || method is IntegratedGradients || method is Occlusion
  }
}
