import Attribution

/// The maps that are computed beside the one asked for: of the top class, and of other stages.
extension CAMScreen {
  /// The most probable class.
  var topClass: RankedClass? { subject.currentAnswer?.classes.first }

  /// The map of the most probable class that a map's strength is compared with; nil if the map is
  /// that class's own, or can't be compared.
  func topQuestion(_ question: MapQuestion) -> MapQuestion? {
    guard let topClass, topClass.index != question.target, question.versus == nil,
      cam.methods.first(where: { $0.name == question.method })?.meaning?.strength == .ofScore
    else { return nil }
    var asked = question
    asked.target = topClass.index
    return asked
  }

  /// The stages of the strip: the last five.
  var stripStages: [String] { Array(stages.suffix(5)) }

  /// The method of the strip: the chosen one if it is cheap and explains every stage, else Grad-CAM.
  var stripMethod: MethodFacts? {
    if let method, !method.isExpensive, method.explains(isLast: false) { return method }
    return cam.methods.first { $0.name == "grad-cam" }
  }

  /// The maps of the class over the last stages.
  var stripQuestions: [MapQuestion] {
    guard let question, let stripMethod else { return [] }
    return stripStages.map { stage in
      var asked = question
      (asked.method, asked.layer) = (stripMethod.name, stage)
      return asked
    }
  }

  /// The maps of a question's own method over the last stages; none for a method of one layer.
  func layerQuestions(_ question: MapQuestion) -> [MapQuestion] {
    stripMethod?.name == question.method ? stripQuestions : []
  }

  /// `stages 5 to 9`.
  var stripWords: String {
    let numbers = stripStages.map { $0.replacing("stage", with: "") }
    guard let first = numbers.first, let last = numbers.last, first != last else {
      return stripStages.first ?? ""
    }
    return "stages \(first) to \(last)"
  }

  /// What the screen needs besides the map itself, in the order in which it is computed.
  var companions: [MapQuestion] {
    guard let question else { return [] }
    let isExpensive = cam.methods.first { $0.name == question.method }?.isExpensive ?? true
    let top = isExpensive ? nil : topQuestion(question)
    let layers =
      layout.strip != nil ? stripQuestions : cam.scale == .layers ? layerQuestions(question) : []
    return (top.map { [$0] } ?? []) + layers
  }

  /// The label and the map of the top class for the strength of `answer`; nil if it is not known.
  func topMap(_ question: MapQuestion) -> (label: String, map: AttributionMap)? {
    guard let topClass else { return nil }
    if topClass.index == question.target, question.versus == nil {
      return cam.maps.kept(question).map { (topClass.label, $0.map) }
    }
    return topQuestion(question).flatMap(cam.maps.kept).map { (topClass.label, $0.map) }
  }

  /// The scale of a map on the screen.
  func scale(_ answer: MapAnswer) -> MapScale {
    MapScale(
      cam.scale, of: answer.map, isSigned: look.isSigned, top: topMap(answer.question),
      layers: (
        stripWords, layerQuestions(answer.question).compactMap { cam.maps.kept($0)?.map }
      ))
  }

  /// The sentence about the strength of a map.
  func strengthWords(_ answer: MapAnswer) -> String {
    let question = answer.question
    if question.versus != nil {
      return "peak \(Numbers.value(Double(answer.map.maximum))), from one class against the other"
    }
    let strength =
      cam.methods.first { $0.name == question.method }?.meaning?.strength ?? .rescaled
    return MapStrength.sentence(
      answer.map, strength, isTop: question.target == topClass?.index,
      top: topMap(question).map { ($0.label, Double($0.map.maximum)) })
  }
}
