/// Modules of a head that one Sequential runs in order, or a single module.
struct HeadSegment: Sendable {
  /// The dotted name of the Sequential or of the module.
  let name: String
  let units: [HeadUnit]

  /// Length of the vector that it reads; nil if no module has a width.
  var inputs: Int? { units.lazy.compactMap(\.inputs).first }
  /// Length of the vector that it gives; nil if it has no matrix.
  var outputs: Int? { units.lazy.reversed().compactMap(\.outputs).first }

  /// Groups `units` by the Sequential that holds them.
  ///
  /// Numbered modules whose widths do not follow each other are no Sequential, but parallel heads.
  static func all(of units: [HeadUnit]) -> [HeadSegment] {
    var order: [String] = []
    var members: [String: [HeadUnit]] = [:]
    for unit in units {
      let root = unit.module.sequence
      if members[root] == nil { order.append(root) }
      members[root, default: []].append(unit)
    }
    return order.flatMap { root -> [HeadSegment] in
      let numbered = (members[root] ?? []).map { (unit: $0, place: $0.module.indices(in: root)) }
      let units = numbered.sorted { $0.place < $1.place }.map(\.unit)
      if isChain(units) {
        let name = root.isEmpty && units.count == 1 ? units[0].module : root
        return [HeadSegment(name: name, units: units)]
      }
      return units.map { HeadSegment(name: $0.module, units: [$0]) }
    }
  }

  private static func isChain(_ units: [HeadUnit]) -> Bool {
    var width: Int?
    for unit in units {
      if let inputs = unit.inputs, let width, inputs != width { return false }
      width = unit.outputs ?? unit.inputs ?? width
    }
    return true
  }
}

/// Room for modules without parameters between two modules of a head.
enum HeadGap: Hashable, Sendable {
  /// There is at least one such module.
  case room
  /// There is none.
  case closed
  /// The file does not tell.
  case unknown

  /// The gap between two modules that follow each other in `sequence`.
  ///
  /// Indices count modules without parameters, too: `classifier.1` and `classifier.4` have two in
  /// between. Those at the end of a nested Sequential leave no trace.
  init(from one: String, to other: String, in sequence: String) {
    let (before, after) = (one.indices(in: sequence), other.indices(in: sequence))
    guard let place = zip(before, after).firstIndex(where: { $0 != $1 }) else {
      self = .unknown
      return
    }
    let between = after[place] - before[place] - 1 + after[(place + 1)...].reduce(0, +)
    self = between > 0 ? .room : before.count > place + 1 ? .unknown : .closed
  }
}

extension Array where Element == Int {
  fileprivate static func < (one: [Int], other: [Int]) -> Bool {
    one.lexicographicallyPrecedes(other)
  }
}

extension Zip2Sequence<[Int], [Int]> {
  fileprivate func firstIndex(where predicate: (Int, Int) -> Bool) -> Int? {
    enumerated().first { predicate($0.element.0, $0.element.1) }?.offset
  }
}

extension String {
  /// The module's name without the numbers at its end, which count the members of a Sequential.
  fileprivate var sequence: String {
    var parts = split(separator: ".", omittingEmptySubsequences: false)
    while let last = parts.last, Int(last) != nil { parts.removeLast() }
    return parts.joined(separator: ".")
  }

  /// The numbers behind the name of a Sequential.
  fileprivate func indices(in sequence: String) -> [Int] {
    dropFirst(sequence.count).split(separator: ".").compactMap { Int($0) }
  }
}
