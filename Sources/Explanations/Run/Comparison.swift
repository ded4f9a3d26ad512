import Attribution
import Imaging
import Tensors

/// Explanations of one photograph side by side, with how much they agree.
public struct Comparison: Sendable {
  /// Headings of the rows; empty where there is one row only.
  public let rows: [String]
  /// Headings of the columns.
  public let columns: [String]
  /// The explanations row by row.
  public let explanations: [Explanation]
  /// Spearman's rank correlation of every two maps; NaN where one of them is constant.
  public let correlations: [[Double]]
  /// Rows and columns of the grid on which the maps were compared.
  public let gridSize: PixelSize

  /// Compares `explanations` of one photograph, `columns.count` of them in a row.
  ///
  /// Networks may see different parts of the photograph and have maps of different extents. All maps
  /// are therefore sampled bilinearly over the part that every network saw, on a grid of the largest
  /// map's extents, and their values ranked.
  public init(rows: [String], columns: [String], explanations: [Explanation]) {
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

  /// How the maps were brought to one size, in words.
  public var sampling: String {
    "maps sampled bilinearly on \(gridSize.height)×\(gridSize.width) cells of the part of the "
      + "photograph that every network saw"
  }

  /// What tells the explanation at `index` apart: its row's and its column's heading.
  public func label(_ index: Int) -> String {
    let column = columns[index % columns.count]
    return rows.isEmpty ? column : "\(rows[index / columns.count]), \(column)"
  }

  /// The style with the scale that all maps share, where one is wanted.
  public func shared(_ style: PictureStyle, _ kind: DisplayScale.Kind) -> PictureStyle {
    var style = style
    if kind == .shared {
      style.scale = DisplayScale(shared: explanations.map(\.map), isSigned: style.isSigned)
    }
    return style
  }
}
