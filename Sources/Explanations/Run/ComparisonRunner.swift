import Attribution
import Support

/// Computes the explanations of a comparison, network by network, and its headings.
package struct ComparisonRunner {
  private let request: ComparisonRequest
  private var variants: [String] = []
  private var sides: [String] = []
  private var methods: [String] = []
  private var layers: [String] = []
  private var classes: [String] = []
  private var explanations: [Explanation] = []

  package init(_ request: ComparisonRequest) { self.request = request }

  /// Adds the explanations by one network; `side` is its input's side if sides are listed.
  ///
  /// - Throws: `Failure` with status `interrupted` if `progress` returned false.
  package mutating func add(
    _ network: LoadedNetwork, side: String?, _ photograph: Photograph,
    announce: (Forecast) -> Void, progress: (Progress) -> Bool
  ) throws(Failure) {
    let requests = try request.requests(in: network)
    let kinds = requests.flatMap { $0.kinds(in: network.network) }
    let runner = ExplanationRunner(network)
    var found: [ExplanationQuestion] = []
    let made = try runner.explain(photograph, kinds: kinds, announce: announce, progress: progress)
    { examination throws(Failure) in
      found = try questions(requests, examination)
      return found
    }
    explanations += made
    let name = network.markedTitle
    if !variants.contains(name) { variants.append(name) }
    let text = side.map { "\($0)×\($0)" } ?? ""
    if !sides.contains(text) { sides.append(text) }
    if made.count < found.count || made.contains(where: \.isPartial) {
      throw Failure(
        .interrupted, "can't compare", photograph.name,
        because: "it was stopped before all maps were made",
        advice: "use cheaper methods, or bound them with \(OptionName.channels)")
    }
  }

  /// The questions to one network, method by method, layer by layer, class by class.
  private mutating func questions(
    _ requests: [ExplanationRequest], _ examination: Examination
  ) throws(Failure) -> [ExplanationQuestion] {
    var questions: [ExplanationQuestion] = []
    for request in requests {
      let found = try request.questions(examination)
      let places = found.reduce(into: [String]()) { places, question in
        if !places.contains(question.place) { places.append(question.place) }
      }
      questions += places.flatMap { place in found.filter { $0.place == place } }
      guard variants.isEmpty else { continue }
      methods.append(request.method.title)
      layers = places
      classes = found.filter { $0.place == places.first }.map { question in
        let prediction = examination.classification.prediction(question.target)
        return "\(prediction.index) \(prediction.label)"
      }
    }
    try checkLists()
    let first = methods.count * layers.count * classes.count
    guard variants.isEmpty || first == questions.count else {
      throw Failure(
        .usage, "can't compare", examination.network.variant.name,
        because: "it gives \(questions.count) maps where the first variant gives \(first)",
        advice: "name stages or classes that all variants have")
    }
    return questions
  }

  /// Throws if a choice that all pictures share gives several maps, which have no place in the grid.
  private func checkLists() throws(Failure) {
    for (list, count) in [
      (.methods, methods.count), (.layers, layers.count), (.classes, classes.count),
    ]
      as [(ComparisonRequest.List, Int)]
    where count > 1 && request.lists[list] == nil {
      throw Failure(
        .usage, "can't compare", nil,
        because: "the choice of \(list.rawValue) that all pictures share gives \(count) maps",
        advice: "choose one, or list them: \(list.rawValue) can be a side of the grid")
    }
  }

  package func comparison() -> Comparison {
    // A rank has no common class if each variant predicts its own.
    let areRanks =
      request.lists[.classes]?.hasPrefix("top") == true && request.lists[.variants] != nil
    let all: [(ComparisonRequest.List, [String])] = [
      (.variants, variants), (.resolutions, sides), (.methods, methods), (.layers, layers),
      (.classes, areRanks ? classes.indices.map { "rank \($0 + 1)" } : classes),
    ]
    let listed = all.filter { request.lists[$0.0] != nil }.map(\.1)
    return Comparison(
      rows: listed.count > 1 ? listed[0] : [], columns: listed[listed.count - 1],
      explanations: explanations)
  }

  /// The drawing of the grid: signed by default if every explanation is.
  package func style() throws(Failure) -> PictureStyle {
    try request.shared.style(
      isSignedByDefault: explanations.allSatisfy { $0.question.request.isSignedByDefault })
  }
}
