import Explanations
import Foundation
internal import GRDB
import Support

/// A query as SQL; values from the user are only passed as arguments.
struct QuerySQL {
  private(set) var text: String
  /// The values of the question marks.
  private(set) var arguments = StatementArguments()

  init(
    _ query: LibraryQuery, selecting columns: String, isOrdered: Bool = true,
    classNames: ClassNames, outputs: LibraryOutputs = .softmax
  ) throws(Failure) {
    try query.filter.checkSize()
    for column in query.filter.conditions.map(\.column) + query.order.map(\.column) {
      try outputs.check(column)
    }
    text = "SELECT \(columns) FROM images"
    var parts: [String] = []
    for condition in query.filter.conditions { parts.append(try sql(condition, classNames)) }
    if !parts.isEmpty { text += " WHERE " + parts.joined(separator: " AND ") }
    guard isOrdered else { return }
    // A column that was sorted by already orders nothing more.
    var sorted: Set<LibraryColumn> = []
    let order = query.order.filter { sorted.insert($0.column).inserted }.map { order in
      // Rows without a value are last; columns that always have one can use an index.
      let isAlwaysThere = [.image, .status].contains(order.column)
      let direction = order.isDescending ? " DESC" : ""
      let nulls = isAlwaysThere || order.isDescending ? "" : " NULLS LAST"
      return order.column.orderSQL + direction + nulls
    }
    // Ties follow the order's direction, so that an index can be read backwards.
    let ties = query.order.last?.isDescending == true ? "id DESC" : "id"
    text += " ORDER BY " + (order + [ties]).joined(separator: ", ")
    if query.limit != nil || query.offset > 0 {
      text += " LIMIT \(query.limit ?? -1) OFFSET \(max(0, query.offset))"
    }
  }

  private mutating func sql(
    _ condition: LibraryFilter.Condition, _ classNames: ClassNames
  ) throws(Failure) -> String {
    switch condition {
    case .number(let column, let comparison, let values):
      let sign = comparison == .different ? "<>" : comparison.rawValue
      return Self.joined(comparison, values) { value in
        // Integers stay integers, so that large ones (times in nanoseconds) are exact.
        arguments += [Int64(exactly: value).map { $0 as any DatabaseValueConvertible } ?? value]
        return "\(column.sql) \(sign) ?"
      }
    case .claim(let column, let isTrue): return "\(column.sql) = \(isTrue ? 1 : 0)"
    case .present(let column, let isThere):
      return "\(column.sql) IS \(isThere ? "NOT " : "")NULL"
    case .classNamed(let column, let names, let isNegated):
      var indices: Set<Int> = []
      for name in names { indices.formUnion(try Self.classes(name, classNames)) }
      let list = indices.sorted().map { String($0) }.joined(separator: ",")
      return "\(column.sql) \(isNegated ? "NOT " : "")IN (\(list))"
    case .text(let column, let comparison, let texts):
      return Self.joined(comparison, texts) { text(column, comparison, $0) }
    }
  }

  /// One of `values`, or none of them if `comparison` is `different`.
  private static func joined<Value>(
    _ comparison: LibraryFilter.Comparison, _ values: [Value], _ sql: (Value) -> String
  ) -> String {
    "(" + values.map(sql).joined(separator: comparison == .different ? " AND " : " OR ") + ")"
  }

  private mutating func text(
    _ column: LibraryColumn, _ comparison: LibraryFilter.Comparison, _ text: String
  ) -> String {
    let sql = column == .sha256 ? "lower(hex(sha256))" : column.sql
    let value = column == .sha256 ? text.lowercased() : text
    switch comparison {
    case .contains:
      let escaped = value.replacing("\\", with: "\\\\").replacing("%", with: "\\%")
        .replacing("_", with: "\\_")
      arguments += ["%\(escaped)%"]
      return "\(sql) LIKE ? ESCAPE '\\'"
    case .equal where column == .sha256:
      // A hash is matched by its beginning.
      arguments += [value.count, value]
      return "substr(\(sql), 1, ?) = ?"
    default:
      arguments += [value]
      return "\(sql) \(comparison == .different ? "<>" : "=") ?"
    }
  }

  /// The classes that match `text`: an index, a whole name, or all names that contain it.
  private static func classes(_ text: String, _ classNames: ClassNames) throws(Failure) -> [Int] {
    if let index = Int(text) { return [index] }
    let wanted = text.lowercased()
    let known = classNames.names.map { $0.lowercased() }
    let whole = known.indices.filter { known[$0] == wanted }
    let found = whole.isEmpty ? known.indices.filter { known[$0].contains(wanted) } : whole
    guard !found.isEmpty else {
      throw Failure(
        .usage, "can't filter by the class", text, because: "no class has this name",
        advice: "give part of a name, or an index")
    }
    return found
  }
}
