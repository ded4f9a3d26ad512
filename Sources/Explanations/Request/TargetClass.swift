import Support

/// The classes of an explanation.
package enum TargetClass: Hashable, Sendable {
  /// The most probable classes, best first.
  case top(Int)
  /// An index, a name or part of a name.
  case query(String)

  /// Reads `top`, `top:K`, an index or a name.
  package init(_ text: String) throws(Failure) {
    guard text.hasPrefix("top:") else {
      self = text == "top" ? .top(1) : .query(text)
      return
    }
    guard let count = Int(text.dropFirst(4)), count > 0 else {
      throw Failure(
        .usage, "can't choose the class", text, because: "'top:' needs a count above 0",
        advice: "write top:3, say")
    }
    self = .top(count)
  }

  /// As on a command line.
  package var text: String {
    switch self {
    case .top(1): "top"
    case .top(let count): "top:\(count)"
    case .query(let text): text
    }
  }

  /// `the 3 most probable`, `tabby`.
  var words: String {
    switch self {
    case .top(1): "the most probable"
    case .top(let count): "the \(count) most probable"
    case .query(let text): text.printable
    }
  }

  /// The number of classes.
  package var count: Int { if case .top(let count) = self { count } else { 1 } }
}
