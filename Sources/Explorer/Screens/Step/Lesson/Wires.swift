import Terminal

/// Lines of a drawing on a grid of cells; lines that meet become corners, tees and crossings.
package struct Wires: Equatable, Sendable {
  private struct Ends: OptionSet, Hashable, Sendable {
    let rawValue: Int
    static let up = Ends(rawValue: 1), down = Ends(rawValue: 2)
    static let left = Ends(rawValue: 4), right = Ends(rawValue: 8)
  }

  private struct Place: Hashable, Sendable {
    var x, y: Int
  }

  private var cells: [Place: Ends] = [:]

  package init() {}

  /// A line in a row, from one column to another.
  package mutating func horizontal(_ row: Int, from: Int, to: Int) {
    guard from < to else { return }
    for x in from...to {
      var ends: Ends = []
      if x > from { ends.insert(.left) }
      if x < to { ends.insert(.right) }
      cells[Place(x: x, y: row), default: []].formUnion(ends)
    }
  }

  /// Lets a line enter a cell from the left, where a word ends directly before it.
  package mutating func entry(_ column: Int, _ row: Int) {
    cells[Place(x: column, y: row), default: []].insert(.left)
  }

  /// A line in a column, from one row to another.
  package mutating func vertical(_ column: Int, from: Int, to: Int) {
    let (top, bottom) = (min(from, to), max(from, to))
    guard top < bottom else { return }
    for y in top...bottom {
      var ends: Ends = []
      if y > top { ends.insert(.up) }
      if y < bottom { ends.insert(.down) }
      cells[Place(x: column, y: y), default: []].formUnion(ends)
    }
  }

  /// Every cell that has a line, with its character.
  package var characters: [(place: Point, character: String)] {
    cells.map { (Point($0.key.x, $0.key.y), Self.character($0.value)) }
  }

  /// The character of a cell; nil where no line is.
  package func character(at place: Point) -> String? {
    cells[Place(x: place.x, y: place.y)].map { Self.character($0) }
  }

  private static func character(_ ends: Ends) -> String {
    switch ends {
    case [.up, .down], .up, .down: "│"
    case [.down, .right]: "╭"
    case [.down, .left]: "╮"
    case [.up, .right]: "╰"
    case [.up, .left]: "╯"
    case [.up, .down, .right]: "├"
    case [.up, .down, .left]: "┤"
    case [.left, .right, .down]: "┬"
    case [.left, .right, .up]: "┴"
    case [.up, .down, .left, .right]: "┼"
    default: "─"
    }
  }
}
