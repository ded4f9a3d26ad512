/// Named tensors: what a checkpoint holds once its names are translated to the canonical ones.
///
/// A tensor that costs memory of its own, converted or drawn from a seed, may be made when it is asked
/// for and forgotten by its reader: a network that is packed layer by layer never holds all of them.
public struct StateDictionary: Sendable {
  private enum Entry: Sendable {
    case made(Tensor)
    case deferred(@Sendable () -> Tensor)
  }

  private var entries: [String: Entry]

  /// A dictionary of `tensors`.
  public init(_ tensors: [String: Tensor] = [:]) { entries = tensors.mapValues { .made($0) } }

  /// The tensor called `name`; a deferred one is made anew each time.
  public subscript(name: String) -> Tensor? {
    get {
      switch entries[name] {
      case .made(let tensor): tensor
      case .deferred(let make): make()
      case nil: nil
      }
    }
    set { entries[name] = newValue.map { .made($0) } }
  }

  /// Names a tensor that `make` gives whenever somebody asks for it, the same each time.
  public mutating func define(_ name: String, _ make: @escaping @Sendable () -> Tensor) {
    entries[name] = .deferred(make)
  }

  /// Whether there is a tensor called `name`; it is not made for that.
  public func contains(_ name: String) -> Bool { entries[name] != nil }

  /// All names, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// Number of tensors.
  public var count: Int { entries.count }
}
