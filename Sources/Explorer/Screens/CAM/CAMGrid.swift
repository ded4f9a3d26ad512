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

  /// The place where the cursor starts: that of `question`, else the first place with a map.
  package func start(at question: MapQuestion?) -> Point {
    let place =
      questions.firstIndex { $0 != nil && $0 == question }
      ?? questions.firstIndex { $0 != nil } ?? 0
    return Point(place % max(1, columns.count), place / max(1, columns.count))
  }
}

extension CAMScreen {
  func methodGrid(_ question: MapQuestion) -> CAMGrid {
    let quick = cam.methods.filter { !$0.isExpensive && !$0.isPixelLevel }
    let stages = stages
    return CAMGrid(
      rows: quick.map(\.title), columns: stages,
      questions: quick.flatMap { method in
        stages.map { stage -> MapQuestion? in
          guard method.explains(isLast: stage == stages.last) else { return nil }
          var asked = question
          (asked.method, asked.layer) = (method.name, stage)
          return asked
        }
      })
  }

  func variantGrid(_ question: MapQuestion) -> CAMGrid {
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

/// Columns, rows and size of the tiles of a grid.
package struct GridShape: Equatable, Sendable {
  package var columns, rows: Int
  package var tile: Size

  /// Fits `count` tiles into `area`, a heading line above and a caption line below each row.
  ///
  /// A tile is at least 13 columns wide, so that its caption has room; the tiles that fit share the
  /// room that is left.
  package init(_ count: (columns: Int, rows: Int), in area: Size) {
    let least = (width: 13, height: 5)
    let room = area.rows - 1
    columns = max(1, min(count.columns, (area.columns + 1) / (least.width + 1)))
    rows = max(1, min(count.rows, room / (least.height + 1)))
    let width = max(1, min(64, (area.columns + 1) / columns - 1))
    let height = max(1, min(room / rows - 1, (width + 1) / 2))
    tile = Size(min(width, max(13, height * 2)), height)
    // Flatter tiles leave room for more rows.
    rows = max(rows, min(count.rows, room / (height + 1)))
  }
}
