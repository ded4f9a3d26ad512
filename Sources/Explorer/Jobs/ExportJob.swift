import Explanations
import Imaging
import Support
import Tensors

/// Writes a map as a file.
package struct ExportJob: ModelJob {
  package static let kind = JobKind("export", .compute, "writing the file", isKept: true)
  package var map: MapQuestion
  package var content: ExportKind
  package var drawing: MapDrawing
  /// Longest side in pixels; nil for the photograph's own size.
  package var side: Int?
  package var hasLegend: Bool
  package var path: String
  package var isReplacing: Bool

  package func run(with models: inout ModelCache) throws(Failure) -> FileOutcome {
    if !isReplacing, DirectoryReader.exists(path) { return .exists }
    let bytes = try bytes(of: models.explanation(map))
    try OutputFile.write(bytes, to: path, what: "can't save the \(content.rawValue)")
    return .written(path)
  }

  private func bytes(of explanation: Explanation) throws(Failure) -> [UInt8] {
    guard content != .values else {
      let map = explanation.map
      return NumPyFile.bytes(of: Tensor(shape: [map.height, map.width], map.values))
    }
    var style = drawing.style
    if content == .heatmap { style.alpha = 1 }
    style.side = side
    style.hasLegend = hasLegend
    return try explanation.png(style)
  }

  package func finish(_ outcome: FileOutcome, in state: inout State) {
    outcome.show(state.screens.cam.lastExport ?? ExportDialog(path: path), in: &state)
  }
}

/// What became of a file that was to be written.
package enum FileOutcome: Sendable {
  /// It was written; the text names it.
  case written(String)
  /// A file of the name exists and was left alone.
  case exists

  /// Reports the written file, or opens `dialog` again and asks whether to replace the old one.
  func show(_ dialog: ExportDialog, in state: inout State) {
    switch self {
    case .written(let words): state.notice = Notice(.done, "wrote \(words)")
    case .exists:
      var dialog = dialog
      dialog.confirmsReplacing = true
      state.dialog = .export(dialog)
    }
  }
}

/// How a map is drawn over its photograph.
package struct MapDrawing: Hashable, Sendable {
  /// Name of the colour map.
  package var colorMap = ColorMap.names[0]
  /// Opacity of the heatmap, 0…1.
  package var alpha = 0.5
  /// Whether negative evidence is drawn.
  package var isSigned = false

  /// The renderer's style; a signed map needs a diverging colour map.
  var style: PictureStyle { PictureStyle(colorMap: colorMap, alpha: alpha, isSigned: isSigned) }
}

/// What a file holds.
package enum ExportKind: String, CaseIterable, Sendable {
  /// The heatmap over the photograph.
  case overlay
  /// The heatmap alone, as large as the photograph.
  case heatmap
  /// The raw, signed values as `.npy`.
  case values

  /// The text in the dialog.
  package var title: String {
    switch self {
    case .overlay: "overlay (PNG)"
    case .heatmap: "heatmap alone (PNG)"
    case .values: "raw values (.npy)"
    }
  }

  /// Suffix of the file name.
  package var suffix: String { self == .values ? ".npy" : ".png" }
}
