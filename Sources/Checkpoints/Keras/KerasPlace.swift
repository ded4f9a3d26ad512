import Support

/// Where a layer is in a model's description, and the names that its tensors may have.
struct KerasPlace {
  /// The layer's own name.
  private(set) var name = ""
  /// The names of the layer and of the models around it that Keras 3's archives give:
  /// `layers/functional/layers/conv2d_3`.
  private(set) var numbered = ""
  private(set) var depth = 0

  /// The place of `layer` in this model; `counts` numbers the layers of each class.
  func child(_ layer: JSON, _ counts: inout [String: Int]) -> KerasPlace {
    let kind = Self.snakeCase(layer["class_name"]?.string ?? "")
    let count = counts[kind, default: 0]
    counts[kind] = count + 1
    var child = KerasPlace()
    child.name = layer["config"]?["name"]?.string ?? layer["name"]?.string ?? ""
    child.numbered =
      (numbered.isEmpty ? "" : numbered + "/") + "layers/"
      + (count == 0 ? kind : "\(kind)_\(count)")
    child.depth = depth + 1
    return child
  }

  /// `BatchNormalization` as `batch_normalization`, `Conv2D` as `conv2d`.
  static func snakeCase(_ name: String) -> String {
    var result = ""
    var previous: Character = "_"
    let characters = Array(name)
    for (index, character) in characters.enumerated() {
      let next = index + 1 < characters.count ? characters[index + 1] : "_"
      let starts = character.isUppercase && (previous.isLowercase || next.isLowercase)
      if starts, previous != "_", !previous.isNumber || next.isLowercase { result += "_" }
      result += character.lowercased()
      previous = character
    }
    return result
  }
}

/// The names of a Keras file's tensors after `KerasLayout`'s conversion.
struct KerasNames {
  private let tensors: [String: StoredTensor]
  private let modules: Set<String>
  /// True if layers are numbered by class, as in Keras 3's archives.
  private let isNumbered: Bool

  init(_ group: TensorGroup) {
    tensors = Dictionary(group.tensors.map { ($0.name, $0) }) { first, _ in first }
    modules = Set(
      group.tensors.compactMap { tensor in
        tensor.name.lastIndex(of: ".").map { String(tensor.name[..<$0]) }
      })
    isNumbered = !modules.contains("stem_conv")
  }

  /// The module of the layer at `place`.
  func module(of place: KerasPlace) -> String {
    guard isNumbered else { return place.name }
    if modules.contains(place.numbered) { return place.numbered }
    return place.numbered.split(separator: "/").last.map(String.init) ?? place.name
  }

  /// The numbers of a small tensor.
  func values(_ kind: String, of module: String) -> [Double]? {
    guard let tensor = tensors["\(module).\(kind)"], tensor.count <= 16 else { return nil }
    return (try? tensor.tensor())?.elements.map(Double.init)
  }
}
