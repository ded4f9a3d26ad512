import Attribution
import Explanations
import Support

/// Computes the map of one class.
package struct MapJob: ModelJob {
  package static let kind = JobKind("map", .compute, "explaining")
  package var question: MapQuestion

  package static func desired(in state: State) -> MapJob? {
    guard let question = state.missingMap, !state.needsForecast(question) else { return nil }
    let isCheap =
      state.screens.cam.maps.forecasts[question].map { $0.seconds < CAMScreen.freeSeconds } ?? true
    return isCheap || state.screens.cam.maps.allowed.contains(question)
      ? MapJob(question: question) : nil
  }

  /// Confirmed expensive maps keep running when the screen changes.
  package func isKept(in state: State) -> Bool {
    state.screen != .cam && state.screens.cam.maps.allowed.contains(question)
  }

  package func run(with models: inout ModelCache) throws(Failure) -> MapAnswer {
    let watch = Stopwatch()
    let explanation = try models.explanation(question)
    var answer = MapAnswer(
      question: question, map: explanation.map, milliseconds: watch.milliseconds,
      region: Region(explanation.examination.image), probability: explanation.target.probability,
      output: Double(explanation.target.logit))
    answer.account = explanation.account
    return answer
  }

  package func finish(_ answer: MapAnswer, in state: inout State) {
    state.screens.cam.maps.keep(answer)
    // The map of the top class or of another stage only gives a scale, or fills the strip.
    if state.screens.cam.grid == nil, question == state.camScreen.question {
      state.screens.cam.shown = answer
    }
  }

  package func fail(_ failure: Failure, in state: inout State) {
    guard state.screens.cam.grid != nil || question != state.camScreen.question else {
      state.notice = Notice(.failure, failure.text)
      return
    }
    // The place of a failed map in a grid or strip stays empty; the others are still computed.
    state.screens.cam.maps.failures[question] = failure
    state.jobs.forgetFailure(MapJob.kind)
  }
}

extension State {
  /// The map that the CAM screen needs next and that was not computed before.
  var missingMap: MapQuestion? {
    guard screen == .cam, let question = camScreen.nextQuestion,
      screens.cam.maps.kept(question) == nil
    else { return nil }
    return question
  }

  /// Whether the cost of a map must be known before it is computed.
  func needsForecast(_ question: MapQuestion) -> Bool {
    screens.cam.methods.first { $0.name == question.method }?.isExpensive == true
      && !screens.cam.maps.allowed.contains(question)
      && screens.cam.maps.forecasts[question] == nil
  }
}

/// The map of one class: network, photograph, method, layer and target.
package struct MapQuestion: Hashable, Sendable {
  package var network: AskedNetwork
  package var picture: String
  /// The method's name on the command line.
  package var method: String
  /// The layer's name on the command line.
  package var layer: String
  package var target: Int
  /// A class to contrast the target with.
  package var versus: Int?
}

/// A raw, signed map with its computing time.
package struct MapAnswer: Equatable, Sendable {
  package var question: MapQuestion
  package var map: AttributionMap
  package var milliseconds: Double
  /// The part of the photograph that the network saw.
  package var region: Region
  /// Probability of the class; nil if the outputs are plain numbers.
  package var probability: Double?
  /// The network's output for the class.
  package var output: Double
  /// The exact parts of the score; nil if the method's map does not sum to it here.
  package var account: EvidenceAccount?

  /// `39.5 %`, or the output if it is a plain number.
  var answer: String { probability.map { Numbers.percent($0) } ?? Numbers.fixed(output, 3) }

  package init(
    question: MapQuestion, map: AttributionMap, milliseconds: Double, region: Region,
    probability: Double?, output: Double = 0
  ) {
    (self.question, self.map, self.milliseconds) = (question, map, milliseconds)
    (self.region, self.probability, self.output) = (region, probability, output)
  }
}
