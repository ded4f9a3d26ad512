import Explanations
import Support
import Terminal

/// The questions before a map is written as a file.
package struct ExportDialog: Equatable, Sendable {
  /// A line of the dialog.
  package enum Field: CaseIterable, Sendable {
    case path, kind, size, legend, colorMap
  }

  /// Sizes in percent of the photograph's own.
  package static let sizes = [100, 50, 25]

  package var path: TextField
  package var kind = ExportKind.overlay
  /// Index in `sizes`.
  package var size = 0
  package var hasLegend = false
  package var colorMap: String
  package var field = Field.path
  /// Set once a file of the name turned out to exist; Enter then replaces it.
  package var confirmsReplacing = false

  /// Whether a report is written, which has a name and nothing else to choose.
  package let isReport: Bool

  package init(
    path: String, colorMap: String = HeatPalette.names[0], isReport: Bool = false
  ) {
    self.path = TextField(path)
    self.colorMap = colorMap
    self.isReport = isReport
  }

  /// Whether a line means something for what is written: raw values have no looks.
  package func isUsed(_ field: Field) -> Bool {
    field == .path || !isReport && (kind != .values || field == .kind)
  }

  /// The longest side of the file for a photograph's; nil for its own size.
  package func side(of longest: Int) -> Int? {
    let percent = Self.sizes[max(0, min(size, Self.sizes.count - 1))]
    return percent == 100 ? nil : max(PictureStyle.sides.lowerBound, longest * percent / 100)
  }

  /// Goes to the next or previous line that means something.
  mutating func move(_ step: Int) {
    let all = Field.allCases.filter(isUsed)
    let index = all.firstIndex(of: field) ?? 0
    field = all[(index + step + all.count) % all.count]
  }

  /// Changes the line's value.
  mutating func change(_ step: Int) {
    func turned<Value: Equatable>(_ value: Value, _ all: [Value]) -> Value {
      all[((all.firstIndex(of: value) ?? 0) + step + all.count) % all.count]
    }
    confirmsReplacing = false
    switch field {
    case .path: break
    case .kind:
      let former = kind
      kind = turned(kind, ExportKind.allCases)
      rename(from: former.suffix, to: kind.suffix)
    case .size: size = turned(size, Array(Self.sizes.indices))
    case .legend: hasLegend.toggle()
    case .colorMap: colorMap = turned(colorMap, HeatPalette.names)
    }
  }

  /// Keeps the file's ending in step with what is written.
  private mutating func rename(from former: String, to suffix: String) {
    guard former != suffix, path.text.hasSuffix(former) else { return }
    path = TextField(path.text.dropLast(former.count) + suffix)
  }
}

extension State {
  /// The dialog for the map on screen.
  var freshExportDialog: ExportDialog {
    ExportDialog(path: suggestedExportPath, colorMap: look.colorMap)
  }

  /// The file that the dialog asks for; nil while there is no map.
  func exportQuestion(_ dialog: ExportDialog) -> ExportQuestion? {
    guard let question = cam.shown?.question else { return nil }
    return ExportQuestion(
      map: question, kind: dialog.kind,
      drawing: MapDrawing(
        colorMap: dialog.colorMap, alpha: look.alpha, isSigned: look.isSigned),
      side: subject.picture.flatMap { dialog.side(of: max($0.width, $0.height)) },
      hasLegend: dialog.hasLegend && dialog.kind != .values, path: dialog.path.text,
      isReplacing: dialog.confirmsReplacing)
  }

  /// Asks for the file to be written.
  mutating func export(_ dialog: ExportDialog) -> [Effect] {
    if screen == .gallery { return exportReport(dialog) }
    guard let question = exportQuestion(dialog) else { return [] }
    overlay = nil
    exportDialog = dialog
    return jobs.start(.export(question))
  }

  /// The colour map that the file gets: a signed map needs one that diverges.
  func colorMap(_ dialog: ExportDialog) -> String {
    look.isSigned && !HeatPalette(dialog.colorMap).isDiverging
      ? HeatPalette.signedName : dialog.colorMap
  }

  /// The command line that writes the same file.
  func exportCommand(_ dialog: ExportDialog) -> String {
    var words = camCommand
    if dialog.kind == .values { return words + " --save-map \(dialog.path.text.shellQuoted)" }
    let colors = colorMap(dialog)
    let standard = look.isSigned ? HeatPalette.signedName : HeatPalette.names[0]
    if colors != standard { words += " --colormap \(colors)" }
    let alpha = dialog.kind == .heatmap ? 1 : look.alpha
    if alpha != 0.5 { words += " --alpha \(alpha)" }
    if look.isSigned { words += " --signed" }
    if let side = subject.picture.flatMap({ dialog.side(of: max($0.width, $0.height)) }) {
      words += " --side \(side)"
    }
    if dialog.hasLegend { words += " --legend" }
    return words + " --output \(dialog.path.text.shellQuoted)"
  }
}
