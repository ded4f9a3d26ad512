import Support

/// Measures the cost of an expensive map before it is computed.
package struct ForecastJob: ModelJob {
  package static let kind = JobKind("forecast", .compute, "measuring what it will cost")
  package var question: MapQuestion

  package static func desired(in state: State) -> ForecastJob? {
    state.missingMap.flatMap { state.needsForecast($0) ? ForecastJob(question: $0) : nil }
  }

  package func run(with models: inout ModelCache) throws(Failure) -> ForecastFacts {
    try models.forecast(question)
  }

  package func finish(_ forecast: ForecastFacts, in state: inout State) {
    state.screens.cam.maps.forecasts[question] = forecast
  }
}

/// Forecast of the cost of a map.
package struct ForecastFacts: Equatable, Sendable {
  package var passes: Int
  package var seconds: Double

  package init(passes: Int, seconds: Double) {
    (self.passes, self.seconds) = (passes, seconds)
  }
}
