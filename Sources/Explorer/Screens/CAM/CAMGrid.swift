import Terminal

/// The maps of a grid with the words for its rows and columns.
package struct CAMGrid: Equatable, Sendable {
  package var rows: [String]
  package var columns: [String]
  /// Row after row; nil where a method has nothing to say.
  package var questions: [MapQuestion?]

  package subscript(row: Int, column: Int) -> MapQuestion? {
    let index = row * columns.count + column
    guard columns.indices.contains(column), questions.indices.contains(index) else { return nil }
    return questions[index]
  }
}

extension State {
  /// The grid that the CAM screen shows, if it shows one.
  package var camGrid: CAMGrid? {
    guard let kind = cam.grid, let question = mapQuestion else { return nil }
    switch kind {
    case .methods: return methodGrid(question)
    case .variants: return variantGrid(question)
    }
  }

  private func methodGrid(_ question: MapQuestion) -> CAMGrid {
    let quick = methods.filter { !$0.isExpensive && !$0.isPixelLevel }
    let stages = (architecture.network?.stages ?? []).map(\.name)
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
    // The network at hand may be untrained or from a file; the others are those installed.
    var networks = [question.network]
    for row in variants.all where row.weights == .installed {
      let network = AskedNetwork(row.name)
      if !networks.contains(network) { networks.append(network) }
    }
    let isLast = question.layer == architecture.network?.stages.last?.name
    return CAMGrid(
      rows: [method?.title ?? ""], columns: networks.map(\.variant),
      questions: networks.map { network in
        var asked = question
        asked.network = network
        // Stage names are the same in every EfficientNet; other families end elsewhere.
        if isLast, let last = lastStage(of: network.variant) { asked.layer = last }
        return asked
      })
  }

  /// The map to compute next for the screen, if one is missing.
  var nextMapQuestion: MapQuestion? {
    guard let grid = camGrid else { return mapQuestion }
    return grid.questions.compactMap(\.self).first {
      cam.kept($0) == nil && cam.failures[$0] == nil
    }
  }
}
