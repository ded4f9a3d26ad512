import Attribution
import Imaging
import Tensors

/// Explanations of one photograph side by side, with the rank correlation of their maps.
package struct Comparison: Sendable {
  /// Headings; no rows for a single row.
  package let rows, columns: [String]
  /// The explanations, row by row.
  package let explanations: [Explanation]
  /// Spearman's rank correlation of each pair of maps; NaN if one of them is constant.
  package let correlations: [[Double]]
  /// Size of the grid on which the maps were compared.
  package let gridSize: PixelSize

  /// Compares `explanations` of one photograph, `columns.count` in a row.
  ///
  /// Networks may see different parts of the photograph, and maps differ in size. All maps are
  /// therefore sampled bilinearly over the part that every network saw, on a grid of the largest
  /// map's size, and their values ranked.
  package init(rows: [String], columns: [String], explanations: [Explanation]) {
    precondition(
      explanations.count == columns.count * max(rows.count, 1),
      "\(explanations.count) explanations don't fill \(max(rows.count, 1)) × \(columns.count)")
    self.rows = rows
    self.columns = columns
    self.explanations = explanations
    gridSize = PixelSize(
      width: explanations.map(\.map.width).max() ?? 1,
      height: explanations.map(\.map.height).max() ?? 1)
    let samples = Self.samples(explanations, gridSize)
    var table = [[Double]](
      repeating: .init(repeating: 1, count: samples.count), count: samples.count)
    for first in samples.indices {
      for second in first..<samples.count {
        let value = spearman(samples[first], samples[second])
        table[first][second] = value
        table[second][first] = value
      }
    }
    correlations = table
  }

  private static func samples(_ explanations: [Explanation], _ size: PixelSize) -> [[Float]] {
    let seen = explanations.map(\.examination.image.rectangle)
    var common = seen.first ?? Rectangle(all: size)
    for rectangle in seen { common = common.intersection(rectangle) ?? common }
    return zip(explanations, seen).map { explanation, rectangle in
      let map = explanation.map
      return ScaledMap(width: map.width, height: map.height, values: map.values)
        .sampled(common, ofMapIn: rectangle, size: size)
    }
  }

  package var sampling: String {
    "maps sampled bilinearly on \(gridSize.height)×\(gridSize.width) cells of the part of the "
      + "photograph that every network saw"
  }

  /// Row and column heading of the explanation at `index`.
  package func label(_ index: Int) -> String {
    let column = columns[index % columns.count]
    return rows.isEmpty ? column : "\(rows[index / columns.count]), \(column)"
  }
}
