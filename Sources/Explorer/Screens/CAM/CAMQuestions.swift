import Architectures
import Terminal

/// The maps of a grid with the headings of its rows and columns.
package struct CAMGrid: Equatable, Sendable {
  package var rows: [String]
  package var columns: [String]
  /// Row by row; nil where a method has no map of a layer.
  package var questions: [MapQuestion?]

  package subscript(row: Int, column: Int) -> MapQuestion? {
    let index = row * columns.count + column
    guard columns.indices.contains(column), questions.indices.contains(index) else { return nil }
    return questions[index]
  }
}

extension CAMScreen {
  package var targetClass: RankedClass? {
    guard let classes = subject.currentAnswer?.classes else { return nil }
    switch cam.choice.target {
    case .rank(let rank): return classes.indices.contains(rank) ? classes[rank] : classes.first
    case .index(let index): return classes.first { $0.index == index } ?? classes.first
    }
  }

  package var method: MethodFacts? {
    let methods = cam.methods
    return methods.indices.contains(cam.choice.method) ? methods[cam.choice.method] : methods.first
  }

  var stages: [String] { (network?.stages ?? []).map(\.name) }

  /// Stages and blocks that can be explained, in order; a stage stands for its last block.
  var layers: [String] {
    (network?.stages ?? []).flatMap { $0.blocks.dropLast().map(\.name) + [$0.name] }
  }

  /// The chosen layer; the last stage if the method explains no other.
  package var layer: String {
    guard let layer = cam.choice.layer, method?.isLastStageOnly != true, layers.contains(layer)
    else { return stages.last ?? "stage9" }
    return layer
  }

  package var question: MapQuestion? {
    guard let answer = subject.currentAnswer, let target = targetClass?.index, let method
    else { return nil }
    return MapQuestion(
      network: answer.network, picture: answer.picture, method: method.name, layer: layer,
      target: target, versus: cam.choice.versus == target ? nil : cam.choice.versus)
  }

  /// The next question without an answer: the screen's, or one of the grid's.
  var nextQuestion: MapQuestion? {
    guard let grid else { return question }
    return grid.questions.compactMap(\.self).first {
      cam.maps.kept($0) == nil && cam.maps.failures[$0] == nil
    }
  }

  /// The shown map, if it belongs to the current photograph and network.
  var shown: MapAnswer? {
    cam.shown.flatMap { subject.answers($0.question.network, $0.question.picture) ? $0 : nil }
  }

  package var pendingForecast: ForecastFacts? {
    guard let question, let forecast = cam.maps.forecasts[question],
      forecast.seconds >= Self.freeSeconds, !cam.maps.allowed.contains(question),
      cam.maps.kept(question) == nil
    else { return nil }
    return forecast
  }

  /// Seconds that a map may take without confirmation.
  static let freeSeconds = 1.5

  package var grid: CAMGrid? {
    guard let kind = cam.grid, let question else { return nil }
    return kind == .methods ? methodGrid(question) : variantGrid(question)
  }

  private func methodGrid(_ question: MapQuestion) -> CAMGrid {
    let quick = cam.methods.filter { !$0.isExpensive && !$0.isPixelLevel }
    let stages = stages
    return CAMGrid(
      rows: quick.map(\.title), columns: stages,
      questions: quick.flatMap { method in
        stages.map { stage -> MapQuestion? in
          guard !method.isLastStageOnly || stage == stages.last else { return nil }
          var asked = question
          (asked.method, asked.layer) = (method.name, stage)
          return asked
        }
      })
  }

  private func variantGrid(_ question: MapQuestion) -> CAMGrid {
    // The current network may be untrained or from a file; the others are the installed ones.
    let others = installed.map { AskedNetwork($0) }.filter { $0 != question.network }
    let networks = [question.network] + others
    let isLast = question.layer == network?.stages.last?.name
    return CAMGrid(
      rows: [method?.title ?? ""], columns: networks.map(\.variant),
      questions: networks.map { network in
        var asked = question
        asked.network = network
        // Stages have the same names in every EfficientNet; other families have fewer stages.
        if isLast, let last = Variant.named(network.variant)?.network().stages.last {
          asked.layer = last.name
        }
        return asked
      })
  }
}
