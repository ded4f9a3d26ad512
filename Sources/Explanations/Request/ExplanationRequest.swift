import Architectures
import Attribution
import Imaging
import Support

/// A request for explanations: network, maps and drawing; each option is an `ExplanationOption`.
package struct ExplanationRequest: Sendable {
  package var network = NetworkRequest()
  package var method: any AttributionMethod
  /// Layer names; empty for the last stage, `all` for all stages until `resolved(in:)`.
  package var layers: [String]
  /// How several layers become one map; nil for one map per layer.
  package var fusion: MapFusion?
  package var classes: [TargetClass]
  /// The class to contrast them with.
  package var versus: String?
  package var smoothing: Smoothing
  package var settings: MethodSettings
  package var style = PictureStyle()
  package var truth: TruthSource?
  /// The classes that `truth` tells, after `resolved(in:)`.
  package var trueLabels: TrueLabels?
  /// How pictures and reports name files.
  package var paths = PathStyle.relative
  /// The colour map, if it was chosen.
  package var colorMap: ColorMap?
  /// Whether negative evidence is drawn, if it was chosen.
  package var isSigned: Bool?

  /// Creates a request; by default CAM of the most probable class at the last stage.
  package init(
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

  /// The request with its layers named and its drawing decided for `network`.
  ///
  /// - Throws: `Failure` if the request does not fit the network.
  package func resolved(in network: LoadedNetwork) throws(Failure) -> ExplanationRequest {
    var resolved = self
    if layers.count == 1, layers[0].lowercased() == "all" {
      resolved.layers = network.network.stages.map(\.name)
    } else {
      resolved.layers = []
      for spelling in layers {
        let name = network.layerName(spelling)
        _ = try network.layer(named: name)
        if !resolved.layers.contains(name) { resolved.layers.append(name) }
      }
    }
    try resolved.check(against: network)
    if let truth { resolved.trueLabels = try truth.labels(network) }
    if resolved.trueLabels == nil, classes.contains(.truth) {
      throw Failure(
        .usage, "can't explain the true class", nil, because: "it is not known",
        advice: "tell it with \(OptionName.truth)")
    }
    resolved.style = try style(isSignedByDefault: isSignedByDefault)
    return resolved
  }

  /// The drawing, with sign and colour map decided.
  ///
  /// - Throws: a usage failure if a signed map was chosen with a colour map that can't show it.
  func style(isSignedByDefault: Bool) throws(Failure) -> PictureStyle {
    if isSigned == true, let colorMap, !colorMap.isDiverging {
      throw Failure(
        .usage, "\(OptionName.signed) needs a diverging colour map",
        because: "'\(colorMap.name)' is not one",
        advice: "use \(DisplayRules.colorMap(isSigned: true).name)")
    }
    // A diverging colour map implies signed maps; another one can't show them.
    let signed = isSigned ?? colorMap?.isDiverging ?? isSignedByDefault
    var style = style
    style.isSigned = signed && style.compatibility == nil
    try style.settleSize()
    if let scale = style.scale, scale.kind == .fixed {
      guard !style.isSigned || scale.low == -scale.high else {
        throw Failure(
          .usage, "\(OptionName.range) is \(scale.low):\(scale.high)",
          because: "a signed map has 0 in the middle of its colours",
          advice: "write -3:3, say")
      }
      style.scale = DisplayScale(
        kind: .fixed, low: scale.low, high: scale.high, isSigned: style.isSigned)
    }
    style.colorMap = DisplayRules.colorMap(colorMap, isSigned: signed)
    return style
  }

  /// Sets `option` to `texts`, as a command line, a PNG or a library has them.
  package mutating func set(
    _ option: ExplanationOption, to texts: [String]
  ) throws(Failure) {
    if !texts.isEmpty { option.reset(&self) }
    for text in texts { try option.set(&self, text) }
  }

  /// The method called `name`, or a failure that lists all.
  package static func method(_ name: String) throws(Failure) -> any AttributionMethod {
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

  /// Throws a usage failure if the method can't explain the layers in `network`.
  package func check(against network: LoadedNetwork) throws(Failure) {
    let last = network.network.stages.last?.name ?? ""
    // One logit has two sides.
    let choices = max(2, network.network.classes)
    if let many = classes.first(where: { $0.count > choices }) {
      throw Failure(
        .usage, "can't explain the classes", many.text,
        because: "the network has \(choices)", advice: "write top:3, say")
    }
    if method.isPixelLevel, !layers.isEmpty {
      throw Failure(
        .usage, "can't explain a layer with", method.name,
        because: "it explains the network's input itself",
        advice: "leave \(OptionName.layer) out, or use grad-cam, hires-cam or layer-cam")
    }
    if fusion != nil, layers.count < 2 {
      throw Failure(
        .usage, "can't fuse", layers.first ?? method.name, because: "there is one layer only",
        advice: "give \(OptionName.layer) several layers, or all")
    }
    if method.needs.contains(.classifier) {
      for name in layers where network.network.layer(named: name) != network.network.lastStageOutput
      {
        throw Failure(
          .usage, "can't explain the layer", name,
          because:
            "\(method.title) weights activations by the classifier, which reads \(last) only",
          advice:
            "use \(OptionName.layer) \(last), or grad-cam, hires-cam or layer-cam for other layers")
      }
      if let objection = network.objectionToCAM {
        throw Failure(
          .usage, "can't explain with '\(method.name)'", network.variant.name,
          because: objection, advice: "use grad-cam")
      }
    }
    if smoothing == .eigen, !(method is any ChannelwiseMethod) {
      throw Failure(
        .usage, "can't smooth", method.name,
        because: "its map is no sum over channels, which \(OptionName.smooth) eigen projects",
        advice: "use \(OptionName.smooth) augment, or grad-cam")
    }
  }

  /// The maps of one image, class by class and layer by layer.
  package func questions(_ examination: Examination) throws(Failure) -> [ExplanationQuestion] {
    let network = examination.network.network
    var targets: [Int] = []
    var named: Set<Int> = []
    let truth = try trueLabels?.known(of: examination.photograph.name)
    for choice in classes {
      let found = try examination.classification.classes(choice, truth: truth)
      targets += found.filter { !targets.contains($0) }
      if case .top = choice { continue }
      named.formUnion(found)
    }
    let other = try versus.map { text throws(Failure) in
      try examination.network.classNames.index(matching: text, count: network.classes)
    }
    if let other, named.contains(other) || targets == [other] {
      throw Failure(
        .usage, "can't tell the class apart from itself",
        "\(other) \(examination.network.classNames[other])",
        because: "\(OptionName.versus) names the class that is explained",
        advice: "give \(OptionName.versus) another class")
    }
    return targets.filter { $0 != other }.flatMap { target in
      kinds(in: network).map { kind in
        var question = kind
        question.target = target
        question.versus = other
        question.truth = truth
        return question
      }
    }
  }

  /// The maps of one class, before the class is known: one for each place.
  package func kinds(in network: Network) -> [ExplanationQuestion] {
    let names = layers.isEmpty ? [network.stages.last?.name ?? ""] : layers
    let places: [[String]] =
      method.isPixelLevel ? [[]] : fusion == nil ? names.map { [$0] } : [names]
    return places.map { place in
      var request = self
      request.layers = place
      return ExplanationQuestion(request, target: 0)
    }
  }
}

extension ExplanationRequest {
  /// True if negative values are drawn by default.
  ///
  /// This holds with a class to contrast with, where they are evidence for that class, and for
  /// methods whose values add up to a change of the score. Other methods are drawn as their authors
  /// do: positive evidence alone.
  /// A fused map is made of positive evidence alone.
  package var isSignedByDefault: Bool {
    fusion == nil && (versus != nil || Self.isSigned(method))
  }

  package static var signedMethodNames: String {
    AttributionMethods.all.filter(isSigned).map(\.name).joined(separator: ", ")
  }

  private static func isSigned(_ method: any AttributionMethod) -> Bool {
    method is InputXGradient || method is IntegratedGradients || method is Occlusion
  }
}
