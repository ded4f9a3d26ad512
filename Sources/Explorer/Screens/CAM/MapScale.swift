import Attribution
import Explanations

/// Which values the colours of a map span.
package enum MapScaleKind: CaseIterable, Sendable {
  /// The map's own evidence, so that it uses all colours.
  case own
  /// From 0 to the peak of the most probable class, so that a weak map looks weak.
  case topClass
  /// From 0 to the largest value of this class over the last stages.
  case layers

  package var next: MapScaleKind { Self.allCases.neighbour(of: self, 1) }
}

/// The scale of a map on the screen, with the words that name it in the legend.
package struct MapScale: Equatable, Sendable {
  package var scale: DisplayScale
  package var words: String

  /// Chooses the scale of `map`.
  ///
  /// `top` is the map of the most probable class, named `label`; `layers` are this class's maps over
  /// the stages that `stages` names. What is not computed yet leaves the own scale, and the words
  /// say so.
  package init(
    _ kind: MapScaleKind, of map: AttributionMap, isSigned: Bool,
    top: (label: String, map: AttributionMap)?, layers: (stages: String, maps: [AttributionMap])
  ) {
    func shared(_ maps: [AttributionMap]) -> DisplayScale {
      DisplayScale(shared: maps, isSigned: isSigned)
    }
    switch kind {
    case .own: (scale, words) = (DisplayScale(own: map, isSigned: isSigned), "own scale")
    case .topClass:
      guard let top, shared([top.map]).high > 0 else {
        (scale, words) = (
          DisplayScale(own: map, isSigned: isSigned), "own scale (no map of the top class)"
        )
        return
      }
      // A class may be stronger at this layer than the most probable one.
      (scale, words) = (shared([top.map]), "scale of \(top.label)")
    case .layers:
      guard !layers.maps.isEmpty else {
        (scale, words) = (DisplayScale(own: map, isSigned: isSigned), "own scale (no other layer)")
        return
      }
      (scale, words) = (shared(layers.maps + [map]), "scale of \(layers.stages)")
    }
  }
}
