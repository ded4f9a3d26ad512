/// Where a group of tensors may hold a network: the prefix of its names, and their form.
struct NetworkPlace: Hashable, Sendable {
  /// Everything before the scheme's own names: `module.`, `backbone.`.
  let prefix: String
  let form: NamingForm
  /// The schemes with this first convolution.
  let schemes: [NamingScheme]
  /// The first convolution's weight in the group.
  let stem: String

  /// The places of first convolutions in `group`, the shortest prefix first.
  ///
  /// A first convolution has four axes and few input channels; inner convolutions of other networks
  /// that share its name have more.
  ///
  /// Each place counts towards `budget`, since its prefix is a text of its own.
  static func all(
    in group: TensorGroup, budget: ReadingBudget
  ) throws(CheckpointError) -> [NetworkPlace] {
    var places: [NetworkPlace] = []
    try budget.allocate(group.tensors.count, of: String.self)
    let names = Set(group.tensors.map(\.name))
    for tensor in group.tensors
    where tensor.shape.count == 4 && tensor.shape[1] < 32 && tensor.name.hasSuffix(".weight") {
      for ending in tensor.name.endings(upTo: 4) {
        try budget.take(1 + tensor.name.utf8.count / 16)
        for (form, schemes) in stems[String(ending)] ?? [] {
          try budget.allocate(1, of: NetworkPlace.self)
          try budget.allocate(textOf: tensor.name.utf8.count)
          let place = NetworkPlace(
            prefix: String(tensor.name.dropLast(ending.utf8.count)), form: form, schemes: schemes,
            stem: tensor.name)
          if place.isPossible(names) { places.append(place) }
        }
      }
    }
    return places.sorted {
      ($0.prefix.utf8.count, $0.prefix, $0.form.order)
        < ($1.prefix.utf8.count, $1.prefix, $1.form.order)
    }
  }

  /// The schemes by the name of their first convolution's weight in each form.
  private static let stems: [String: [(NamingForm, [NamingScheme])]] = {
    var table: [String: [NamingForm: [NamingScheme]]] = [:]
    for scheme in NamingScheme.allCases {
      for stem in scheme.stemWeights {
        for form in NamingForm.forms(of: scheme) {
          guard let name = form.name(stem) else { continue }
          table[name, default: [:]][form, default: []].append(scheme)
        }
      }
    }
    return table.mapValues { forms in forms.map { ($0.key, $0.value) } }
  }()

  /// True if the group also has the tensor that distinguishes the form from accidental names.
  private func isPossible(_ names: Set<String>) -> Bool {
    switch form {
    case .whole: return true
    case .inside(let root):
      // `features.` before the names makes them whole names.
      guard !prefix.hasSuffix(root) else { return false }
      return root != "features."
        || ["1.0.block.0.0.weight", "1.conv.0.0.weight"].contains { names.contains(prefix + $0) }
    case .children: return names.contains(prefix + "2.0.0.conv_dw.weight")
    }
  }
}

/// How a network's names stand in a file.
enum NamingForm: Hashable, Sendable {
  /// As the library writes them.
  case whole
  /// Without their first module, which was taken out of the network: `features.`.
  case inside(String)
  /// timm's modules as the children of a Sequential: `conv_stem` is `0`.
  case children

  /// The forms that names of `scheme` can have.
  static func forms(of scheme: NamingScheme) -> [NamingForm] {
    switch scheme {
    case .torchvision, .torchvisionV2, .torchvisionMobileNet: [.whole, .inside("features.")]
    case .transformers: [.whole, .inside("efficientnet.")]
    case .timm: [.whole, .children]
    default: [.whole]
    }
  }

  /// The form of a library's tensor name; nil if the form has no such tensor.
  func name(_ whole: String) -> String? {
    switch self {
    case .whole: return whole
    case .inside(let root): return whole.hasPrefix(root) ? String(whole.dropFirst(root.count)) : nil
    case .children:
      for (module, index) in [
        ("conv_stem.", "0."), ("bn1.", "1."), ("blocks.", "2."), ("conv_head.", "3."),
        ("bn2.", "4."),
      ] where whole.hasPrefix(module) {
        return index + whole.dropFirst(module.count)
      }
      return nil
    }
  }

  /// Whole names come before parts.
  fileprivate var order: Int {
    switch self {
    case .whole: 0
    case .inside: 1
    case .children: 2
    }
  }
}

extension String {
  /// The last one to `count` dotted components, shortest first.
  fileprivate func endings(upTo count: Int) -> [Substring] {
    var endings: [Substring] = []
    var rest = self[...]
    while endings.count < count, let dot = rest.lastIndex(of: ".") {
      endings.append(self[index(after: dot)...])
      rest = self[..<dot]
    }
    if endings.count < count { endings.append(self[...]) }
    return endings.filter { $0.contains(".") }
  }
}
