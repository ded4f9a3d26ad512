import Support
import Terminal

/// The explanation that the CAM screen asks for, the maps computed so far, and the cursors.
package struct CAMState: Equatable, Sendable {
  package enum Target: Equatable, Sendable {
    /// By rank in the prediction, from 0.
    case rank(Int)
    /// By index, after a search.
    case index(Int)
  }

  /// Several maps side by side.
  package enum Grid: Sendable {
    /// Inexpensive methods × stages.
    case methods
    /// One method, every network with weights.
    case variants
  }

  package struct Choice: Equatable, Sendable {
    /// Index in `methods`.
    var method = 0
    /// Name of a stage or block; nil for the last stage.
    var layer: String?
    var target = Target.rank(0)
    var versus: Int?
  }

  /// All methods, family by family.
  package let methods: [MethodFacts]
  package var choice = Choice()
  package var shown: MapAnswer?
  package var maps = MapCache()
  /// The values that the colours span.
  package var scale = MapScaleKind.own
  /// The cell of the map under the reading cursor.
  package var probe: Point?
  package var grid: Grid?
  /// Column and row of the chosen map in the grid.
  package var gridCursor = Point(0, 0)
  /// Whether insertion and deletion curves were asked for.
  var showsCurves = false
  /// The choices of the last export, for a retry after a file of that name was found.
  var lastExport: ExportDialog?

  init(methods: [MethodFacts]) {
    let families = MethodMeaning.Family.allCases
    let unknown = methods.filter { $0.meaning == nil }
    self.methods =
      families.flatMap { family in methods.filter { $0.meaning?.family == family } } + unknown
  }

  mutating func choose(method name: String) {
    choice.method = methods.firstIndex { $0.name == name } ?? choice.method
  }

  /// Returns to the last stage and the most probable class, for another network.
  mutating func networkChanged() {
    choice.layer = nil
    choice.target = .rank(0)
    maps.failures = [:]
  }

  /// Forgets all maps, because the photograph's file has been replaced.
  mutating func forgetMaps() {
    maps = MapCache()
    shown = nil
  }

  /// Returns to the most probable class, for another photograph.
  mutating func pictureChanged() {
    choice.target = .rank(0)
    choice.versus = nil
    probe = nil
  }
}

/// Results of the jobs behind the CAM screen, by question.
package struct MapCache: Equatable, Sendable {
  /// Computed maps, the newest last.
  package private(set) var kept: [MapAnswer] = []
  package var curves: [MapQuestion: CurveFacts] = [:]
  var forecasts: [MapQuestion: ForecastFacts] = [:]
  /// Expensive maps that were confirmed.
  var allowed: Set<MapQuestion> = []
  var failures: [MapQuestion: Failure] = [:]

  private static let keptLimit = 256

  package func kept(_ question: MapQuestion) -> MapAnswer? { kept.last { $0.question == question } }

  mutating func keep(_ answer: MapAnswer) {
    kept.removeAll { $0.question == answer.question }
    kept.append(answer)
    if kept.count > Self.keptLimit { kept.removeFirst() }
  }
}
