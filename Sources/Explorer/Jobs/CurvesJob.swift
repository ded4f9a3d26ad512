import Support

/// Computes the insertion and deletion curves of the map on the screen.
package struct CurvesJob: ModelJob {
  package static let kind = JobKind("curves", .compute, "inserting and deleting pixels")
  package var question: MapQuestion

  package static func desired(in state: State) -> CurvesJob? {
    let screen = state.camScreen
    guard state.screen == .cam, state.screens.cam.grid == nil, screen.wantsCurves,
      let question = screen.question, screen.presented?.question == question,
      // Maps that are on the screen come first.
      screen.nextQuestion == question, state.screens.cam.maps.curves[question] == nil
    else { return nil }
    return CurvesJob(question: question)
  }

  package func run(with models: inout ModelCache) throws(Failure) -> CurveFacts {
    try models.curves(question)
  }

  package func finish(_ curves: CurveFacts, in state: inout State) {
    state.screens.cam.maps.curves[question] = curves
  }
}

/// The class's probability while pixels are inserted, and deleted, in the order of the map.
package struct CurveFacts: Equatable, Sendable {
  /// Probabilities at equal steps from no pixel to all, and the area below them.
  package struct Curve: Equatable, Sendable {
    package var probabilities: [Double]
    package var area: Double

    package init(probabilities: [Double], area: Double) {
      (self.probabilities, self.area) = (probabilities, area)
    }
  }

  package var insertion, deletion: Curve

  package init(insertion: Curve, deletion: Curve) {
    (self.insertion, self.deletion) = (insertion, deletion)
  }
}
