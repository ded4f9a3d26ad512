import Support

extension JobKind {
  package static let forecast = JobKind("forecast", .compute, "measuring what it will cost")
}

/// Measures the cost of an expensive map before it is computed.
package struct ForecastJob: Job {
  package static var kind: JobKind { .forecast }
  package var question: MapQuestion

  package static func desired(in state: State) -> ForecastJob? {
    guard let question = state.missingMap, state.needsForecast(question) else { return nil }
    return ForecastJob(question: question)
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> ForecastFacts {
    try workbench.models.withLock { models throws(Failure) in
      try models.forecast(question, context)
    }
  }

  package func finish(_ forecast: ForecastFacts, in state: inout State) {
    state.screens.cam.maps.forecasts[question] = forecast
  }
}

/// Forecast of the cost of a map.
package struct ForecastFacts: Equatable, Sendable {
  package var question: MapQuestion
  package var passes: Int
  package var seconds: Double

  package init(question: MapQuestion, passes: Int, seconds: Double) {
    self.question = question
    self.passes = passes
    self.seconds = seconds
  }
}
