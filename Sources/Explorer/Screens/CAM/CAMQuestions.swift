import Architectures
import Attribution
import Terminal

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

  /// The classes that the explained one can be set apart from.
  var rivals: [RankedClass] {
    (subject.currentAnswer?.classes ?? []).filter { $0.index != targetClass?.index }
  }

  /// The next question without an answer: the screen's, one that its scale or strip needs, or one of
  /// the grid's.
  var nextQuestion: MapQuestion? {
    func isOpen(_ question: MapQuestion) -> Bool {
      cam.maps.kept(question) == nil && cam.maps.failures[question] == nil
    }
    if let grid { return grid.questions.compactMap(\.self).first(where: isOpen) }
    guard let question, cam.maps.kept(question) != nil else { return question }
    return companions.first(where: isOpen) ?? question
  }

  /// The shown map, if it belongs to the current photograph and network.
  var shown: MapAnswer? {
    cam.shown.flatMap { subject.answers($0.question.network, $0.question.picture) ? $0 : nil }
  }

  /// The map that the screen presents with its own title and numbers: the one asked for.
  ///
  /// The map before it stays for the first moments of a job, so that quick maps do not flicker.
  package var presented: MapAnswer? {
    guard let shown, shown.question != question else { return shown }
    let jobs = [jobs.running[MapJob.kind], jobs.running[ForecastJob.kind]].compactMap(\.self)
    let isQuick = jobs.contains { $0.ticks <= 2 } && pendingForecast == nil
    return isQuick ? shown : nil
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
}
