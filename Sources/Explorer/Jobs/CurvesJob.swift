import Support

extension JobKind {
  package static let curves = JobKind("curves", .compute, "inserting and deleting pixels")
}

/// Computes the insertion and deletion curves of the map on the screen.
package struct CurvesJob: Job {
  package static var kind: JobKind { .curves }
  package var question: MapQuestion

  package static func desired(in state: State) -> CurvesJob? {
    guard state.screen == .cam, state.screens.cam.grid == nil, state.screens.cam.showsCurves,
      let question = state.camScreen.question, state.screens.cam.shown?.question == question,
      state.screens.cam.maps.curves[question] == nil
    else { return nil }
    return CurvesJob(question: question)
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> CurveFacts {
    try workbench.models.withLock { models throws(Failure) in
      try models.curves(question, context)
    }
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
      self.probabilities = probabilities
      self.area = area
    }
  }

  package var question: MapQuestion
  package var insertion: Curve
  package var deletion: Curve

  package init(question: MapQuestion, insertion: Curve, deletion: Curve) {
    self.question = question
    self.insertion = insertion
    self.deletion = deletion
  }
}
