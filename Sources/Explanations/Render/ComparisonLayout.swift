import Figures

/// Places of a grid's parts: in pixels, or in points of print.
struct ComparisonLayout {
  /// Size of a letter's unit: plain letters have 11.
  let unit: Double
  /// Pixels per point or pixel.
  let scale: Double
  let isPrint: Bool
  let margin, gap: Double
  /// Width of each panel.
  let cell: Double
  private let columnCount, rowCount: Int
  /// True for rows with titles.
  private let isGrid: Bool
  /// What `settle` decides.
  private(set) var headLines: [String] = []
  private(set) var cellHeight = 0.0
  private var footHeight = 0.0
  private var barHeight = 0.0

  init(_ comparison: Comparison, _ layout: FigureLayout) {
    isGrid = !comparison.rows.isEmpty
    let count = comparison.explanations.count + 1
    // A single list wraps into rows; the photograph is its first picture.
    columnCount = isGrid ? comparison.columns.count + 1 : min(count, count <= 5 ? 5 : 4)
    rowCount = isGrid ? comparison.rows.count : (count + columnCount - 1) / columnCount
    let sized = layout.width ?? layout.cell
    isPrint = sized != nil
    guard let sized else {
      (unit, scale, margin, gap, cell) = (1, 1, 14, 14, 232)
      return
    }
    let size = PrintSize(sized, dotsPerInch: layout.dotsPerInch)
    (unit, scale, margin, gap) = (PrintSize.lettering / 11, size.scale, 0, 6)
    cell =
      layout.width == nil
      ? size.points
      : max((size.points - gap * Double(columnCount - 1)) / Double(columnCount), 1)
  }

  /// Pixels of a panel's width.
  var cellPixels: Int { max(1, Int((cell * scale).rounded())) }

  var width: Double {
    Double(columnCount) * cell + Double(columnCount - 1) * gap + 2 * margin
  }

  /// Decides the heights; `tallest` is that of the pictures in pixels.
  mutating func settle(heads: [String], tallest: Int, hasBar: Bool, hasNotes: Bool) {
    let facts = Page.Style(size: 12 * unit)
    headLines =
      [heads[0]]
      + heads.dropFirst().flatMap { Page.lines(of: $0, facts, width: width - 2 * margin) }
    cellHeight = isPrint ? Double(tallest) / scale : cell
    footHeight = (hasBar ? (hasNotes ? 24 : 10) : (hasNotes ? 60 : 46)) * unit
    barHeight = hasBar ? 40 * unit : 0
  }

  func headBase(_ line: Int) -> Double { (line == 0 ? 26 : 31 + 15 * Double(line)) * unit }

  private var headHeight: Double { (49 + 15 * Double(max(1, headLines.count - 1))) * unit }

  var captionHeight: Double { 36 * unit }

  private var rowTitleHeight: Double { isGrid ? 24 * unit : 0 }

  private var rowHeight: Double { rowTitleHeight + captionHeight + cellHeight + footHeight }

  /// The top left corner of panel `index`, 0 for the photograph.
  func corner(of index: Int) -> (x: Double, y: Double) {
    guard isGrid, index > 0 else {
      return corner(row: index / columnCount, column: index % columnCount)
    }
    let maps = columnCount - 1
    return corner(row: (index - 1) / maps, column: (index - 1) % maps + 1)
  }

  func corner(row: Int, column: Int) -> (x: Double, y: Double) {
    (
      margin + Double(column) * (cell + gap),
      headHeight + rowTitleHeight + Double(row) * rowHeight
    )
  }

  var barTop: Double { headHeight + Double(rowCount) * rowHeight }

  var height: Double { barTop + barHeight + margin }
}
