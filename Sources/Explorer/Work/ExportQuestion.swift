/// How a map is drawn over its photograph.
package struct MapDrawing: Hashable, Sendable {
  /// Name of the colour map.
  package var colorMap: String
  /// Share of the heatmap, 0…1.
  package var alpha: Double
  /// Whether evidence against the class is drawn too.
  package var isSigned: Bool

  package init(colorMap: String, alpha: Double, isSigned: Bool) {
    self.colorMap = colorMap
    self.alpha = alpha
    self.isSigned = isSigned
  }
}

/// What can be written of a map.
package enum ExportKind: String, CaseIterable, Sendable {
  /// The heatmap over the photograph.
  case overlay
  /// The heatmap alone, as large as the photograph.
  case heatmap
  /// The raw, signed values as `.npy`.
  case values

  /// The word in the dialog.
  package var title: String {
    switch self {
    case .overlay: "overlay (PNG)"
    case .heatmap: "heatmap alone (PNG)"
    case .values: "raw values (.npy)"
    }
  }

  /// The end of the file's name.
  package var suffix: String { self == .values ? ".npy" : ".png" }
}

/// A map to be written as a file.
package struct ExportQuestion: Equatable, Sendable {
  package var map: MapQuestion
  package var kind: ExportKind
  package var drawing: MapDrawing
  /// Longest side in pixels; nil for the photograph's own size.
  package var side: Int?
  package var hasLegend: Bool
  package var path: String
  package var isReplacing: Bool

  package init(
    map: MapQuestion, kind: ExportKind = .overlay, drawing: MapDrawing, side: Int? = nil,
    hasLegend: Bool = false, path: String, isReplacing: Bool
  ) {
    self.map = map
    self.kind = kind
    self.drawing = drawing
    self.side = side
    self.hasLegend = hasLegend
    self.path = path
    self.isReplacing = isReplacing
  }
}
