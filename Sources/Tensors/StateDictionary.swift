/// The tensors of a checkpoint by canonical name.
///
/// A tensor that needs memory of its own (converted, or drawn from a seed) can be deferred: each
/// access computes it anew, so a network that is packed layer by layer never holds all of them.
public struct StateDictionary: Sendable {
  private enum Entry: Sendable {
    case stored(Tensor)
    case deferred(@Sendable () -> Tensor)
  }

  private var entries: [String: Entry]

  package init(_ tensors: [String: Tensor] = [:]) { entries = tensors.mapValues { .stored($0) } }

  /// The tensor called `name`, or nil; a deferred tensor is computed at each access.
  package subscript(name: String) -> Tensor? {
    get {
      switch entries[name] {
      case .stored(let tensor): tensor
      case .deferred(let make): make()
      case nil: nil
      }
    }
    set { entries[name] = newValue.map { .stored($0) } }
  }

  /// Adds a deferred tensor; `make` must return the same contents at every call.
  package mutating func define(_ name: String, _ make: @escaping @Sendable () -> Tensor) {
    entries[name] = .deferred(make)
  }

  /// Whether there is a tensor called `name`; does not compute it.
  package func contains(_ name: String) -> Bool { entries[name] != nil }

  package var names: [String] { entries.keys.sorted() }

  package var count: Int { entries.count }
}
