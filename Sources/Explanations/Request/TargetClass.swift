import Support

/// The classes of an explanation.
package enum TargetClass: Hashable, Sendable {
  /// The most probable classes, best first.
  case top(Int)
  /// An index, a name or part of a name.
  case query(String)
  /// The true class of the image.
  case truth

  /// Reads `top`, `top:K`, `truth`, an index or a name; several of them, but names, with commas
  /// between.
  package static func list(_ text: String) throws(Failure) -> [TargetClass] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      String(part.drop { $0 == " " })
    }
    // A name may have commas itself.
    let isList = parts.allSatisfy {
      $0 == "top" || $0 == "truth" || $0.hasPrefix("top:") || Int($0) != nil
    }
    return try (isList ? parts : [text]).map { part throws(Failure) in try TargetClass(part) }
  }

  /// Reads `top`, `top:K`, `truth`, an index or a name.
  package init(_ text: String) throws(Failure) {
    guard text.hasPrefix("top:") else {
      self = text == "top" ? .top(1) : text == "truth" ? .truth : .query(text)
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
    case .truth: "truth"
    }
  }

  /// `the 3 most probable`, `tabby`.
  var words: String {
    switch self {
    case .top(1): "the most probable"
    case .top(let count): "the \(count) most probable"
    case .query(let text): text.printable
    case .truth: "the true class"
    }
  }

  /// The number of classes.
  package var count: Int { if case .top(let count) = self { count } else { 1 } }
}
