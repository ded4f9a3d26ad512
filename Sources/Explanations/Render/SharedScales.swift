import Attribution
import Support

extension [Explanation] {
  /// The style of each explanation, with the scales that `kind` says.
  ///
  /// Maps of different methods have different units, so only maps of one method share a scale.
  /// `photograph` gives the classes of one photograph one scale, and every other map its own.
  package func styles(_ style: PictureStyle, _ kind: DisplayScale.Kind) -> [PictureStyle] {
    guard kind != .own, style.scale == nil, style.compatibility == nil else {
      return map { _ in style }
    }
    let keys = map { kind == .shared ? $0.unit : $0.place }
    return indices.map { index in
      let group = indices.filter { keys[$0] == keys[index] }
      guard kind == .shared || group.count > 1 else { return style }
      var shared = style
      shared.scale = DisplayScale(
        shared: group.map { self[$0].map }, isSigned: style.isSigned, kind: kind)
      return shared
    }
  }

  /// Throws a usage failure if `kind` asks for a shared scale and no two maps have the same unit.
  package func check(_ kind: DisplayScale.Kind) throws(Failure) {
    guard kind == .shared, count > 1, Set(map(\.unit)).count == count else { return }
    throw Failure(
      .usage, "can't draw the maps on a shared scale", nil,
      because: "each is by another method, and methods have different units",
      advice: "leave \(OptionName.scale) out")
  }
}

extension Explanation {
  /// Equal for maps whose values have the same unit.
  fileprivate var unit: String { methodTitle }

  /// Equal for the classes that one network explains by one method at one place of one photograph.
  fileprivate var place: String {
    let network = examination.network
    let shape = examination.image.tensor.shape
    return [
      methodTitle, layer, network.markedTitle, network.origin.label, "\(shape)",
      examination.photograph.name,
    ].joined(separator: "\n")
  }
}
