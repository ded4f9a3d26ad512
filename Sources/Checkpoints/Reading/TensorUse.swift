/// What becomes of a tensor in a file.
package enum TensorUse: Hashable, Sendable {
  /// The network has it under this canonical name.
  case used(String)
  /// It does not take part in inference.
  case harmless(Harmless)
  /// The network that would run has no place for it.
  case unexplained

  /// Why a tensor may stay unused.
  package enum Harmless: String, Hashable, Sendable {
    /// `num_batches_tracked`, and every other tensor of integers.
    case counter
    /// The state of an optimiser.
    case optimizer = "optimiser state"
    /// A second copy of the network, averaged over training, or the copy that was averaged.
    case averaged = "averaged copy"
    /// A classifier that only training uses.
    case auxiliary = "auxiliary head"
    /// The parameters of a loss function.
    case loss = "loss function"
    /// A tensor whose bytes are used under another name.
    case alias = "second name"
    /// A tensor of another network or head, which was not chosen.
    case notChosen = "not chosen"
    /// What a profiler counted.
    case profile = "profiler's count"
    /// A tensor without elements.
    case empty
    /// A tensor that the user ignores.
    case ignored = "ignored as asked"
  }

  /// One word for lists: `used`, `harmless` or `unexplained`.
  package var word: String {
    switch self {
    case .used: "used"
    case .harmless: "harmless"
    case .unexplained: "unexplained"
    }
  }

  /// The canonical name or the reason; nil for an unexplained tensor.
  package var detail: String? {
    switch self {
    case .used(let name): name
    case .harmless(let reason): reason.rawValue
    case .unexplained: nil
    }
  }
}

/// The use of every tensor in a file.
package struct TensorAccount: Hashable, Sendable {
  /// A tensor by the path of its group and its name in it.
  struct Key: Hashable, Sendable {
    let path: String
    let name: String

    /// The dotted name in the whole file.
    var full: String { path.isEmpty ? name : "\(path).\(name)" }
  }

  private var uses: [Key: TensorUse] = [:]

  /// The use of a tensor; nil if it was not examined.
  package func use(of name: String, in path: String) -> TensorUse? {
    uses[Key(path: path, name: name)]
  }

  subscript(key: Key) -> TensorUse? {
    get { uses[key] }
    set { uses[key] = newValue }
  }

  /// The dotted names of tensors that nothing explains, in ascending order.
  var unexplained: [String] {
    uses.filter { $0.value == .unexplained }.map(\.key.full).sorted()
  }
}
