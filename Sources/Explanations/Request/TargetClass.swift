import Support

/// Which classes a heatmap is asked for.
public enum TargetClass: Hashable, Sendable {
  /// The most probable ones, best first.
  case top(Int)
  /// What a person typed: an index or (part of) a name.
  case query(String)

  /// Reads `top`, `top:K`, an index or a name.
  public init(_ text: String) throws(Failure) {
    guard text == "top" || text.hasPrefix("top:") else {
      self = .query(text)
      return
    }
    guard text != "top" else {
      self = .top(1)
      return
    }
    guard let count = Int(text.dropFirst(4)), count > 0 else {
      throw Failure(
        .usage, "can't choose the class", text, because: "'top:' needs a count above 0",
        advice: "write top:3, say")
    }
    self = .top(count)
  }

  /// As a person writes it.
  public var text: String {
    switch self {
    case .top(1): "top"
    case .top(let count): "top:\(count)"
    case .query(let text): text
    }
  }

  /// How many classes it stands for.
  public var count: Int {
    switch self {
    case .top(let count): count
    case .query: 1
    }
  }
}
