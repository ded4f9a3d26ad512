import Terminal

/// What the CAM screen asks for and shows.
package struct CAMView: Equatable, Sendable {
  /// Which class is explained.
  package enum Target: Equatable, Sendable {
    /// The one at a rank of the answer, from 0.
    case rank(Int)
    /// A class that was chosen by name or index.
    case index(Int)
  }

  package var method = 0
  /// A stage or block by name; nil for the last stage.
  package var layer: String?
  /// A class that the target is told apart from.
  package var versus: Int?
  package var target: Target = .rank(0)
  package var shown: MapAnswer?
  /// Maps that were computed before, the newest last.
  package private(set) var kept: [MapAnswer] = []
  /// The map's cell under the reading cursor.
  package var probe: Point?

  /// Several maps side by side.
  package enum Grid: Sendable {
    /// Quick methods by stages.
    case methods
    /// One method by the networks that can run.
    case variants
  }

  package var grid: Grid?
  /// Whether curves stand in the place of the map's cells.
  package var showsCurves = false
  package var curves: [MapQuestion: CurveFacts] = [:]
  /// Column and row of the chosen map in the grid.
  package var gridCursor = Point(0, 0)
  /// What expensive maps will cost, as far as it was measured.
  package var forecasts: [MapQuestion: ForecastFacts] = [:]
  /// Expensive maps that the person wants all the same.
  package var allowed: Set<MapQuestion> = []
  /// Maps that can't be made, and why.
  package var failures: [MapQuestion: WorkFailure] = [:]

  private static let keptLimit = 256

  package init() {}

  /// The map for a question, if it was computed before.
  package func kept(_ question: MapQuestion) -> MapAnswer? {
    kept.last { $0.question == question }
  }

  mutating func keep(_ answer: MapAnswer) {
    kept.removeAll { $0.question == answer.question }
    kept.append(answer)
    if kept.count > Self.keptLimit { kept.removeFirst() }
  }
}

extension State {
  /// The class that the CAM screen explains.
  package var targetClass: RankedClass? {
    guard let answer = subject.currentAnswer else { return nil }
    switch cam.target {
    case .rank(let rank):
      return answer.classes.indices.contains(rank) ? answer.classes[rank] : answer.classes.first
    case .index(let index):
      return answer.classes.first { $0.index == index } ?? answer.classes.first
    }
  }

  /// The method that the CAM screen uses.
  package var method: MethodFacts? {
    methods.indices.contains(cam.method) ? methods[cam.method] : methods.first
  }

  /// Stages and blocks that can be explained, in order; a stage stands for its last block.
  package var camLayers: [String] {
    (architecture.network?.stages ?? []).flatMap { stage in
      stage.blocks.dropLast().map(\.name) + [stage.name]
    }
  }

  /// The layer that the CAM screen looks at.
  package var camLayer: String {
    let last = architecture.network?.stages.last?.name ?? "stage9"
    guard let layer = cam.layer, method?.isLastStageOnly != true, camLayers.contains(layer) else {
      return last
    }
    return layer
  }

  /// The question that the CAM screen asks.
  package var mapQuestion: MapQuestion? {
    guard let answer = subject.currentAnswer, let target = targetClass, let method else {
      return nil
    }
    return MapQuestion(
      network: answer.network, picture: answer.picture, method: method.name, layer: camLayer,
      target: target.index, versus: cam.versus == target.index ? nil : cam.versus)
  }

  /// Why a map has to be asked for: what it will cost, where that is much and nobody agreed yet.
  package var pendingForecast: ForecastFacts? {
    guard let question = mapQuestion, let forecast = cam.forecasts[question],
      forecast.seconds >= Self.freeSeconds, !cam.allowed.contains(question),
      cam.kept(question) == nil
    else { return nil }
    return forecast
  }

  /// Seconds that a map may take without being asked for.
  static let freeSeconds = 1.5
}
