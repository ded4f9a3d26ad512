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
  /// Stage number; nil for the last.
  package var stage: Int?
  package var target: Target = .rank(0)
  package var shown: MapAnswer?
  /// Maps that were computed before, the newest last.
  package private(set) var kept: [MapAnswer] = []
  /// The map's cell under the reading cursor.
  package var probe: Point?

  private static let keptLimit = 96

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

  /// The stage that the CAM screen looks at.
  package var camLayer: String {
    let last = architecture.network?.stages.count ?? 9
    guard let stage = cam.stage, method?.isLastStageOnly != true else { return "stage\(last)" }
    return "stage\(max(1, min(stage, last)))"
  }

  /// The question that the CAM screen asks.
  package var mapQuestion: MapQuestion? {
    guard let answer = subject.currentAnswer, let target = targetClass, let method else {
      return nil
    }
    return MapQuestion(
      network: answer.network, picture: answer.picture, method: method.name, layer: camLayer,
      target: target.index)
  }
}
