import Explanations
import Imaging
import Terminal

/// The choices for a map or a report to be written as a file.
package struct ExportDialog: Equatable, Sendable {
  package enum Field: String, CaseIterable, Sendable {
    case path = "File", kind = "What", size = "Size", legend = "Legend", colorMap = "Colours"
  }

  /// Sizes in percent of the photograph's size.
  package static let sizes = [100, 50, 25]

  package var path: TextField
  package var kind = ExportKind.overlay
  /// Index in `sizes`.
  package var size = 0
  package var hasLegend = false
  package var colorMap: String
  package var field = Field.path
  /// Whether the file exists, so that Enter replaces it.
  package var confirmsReplacing = false

  /// Whether a report is written; it has no choice but its name.
  package let isReport: Bool

  init(path: String, colorMap: String = ColorMap.names[0], isReport: Bool = false) {
    self.path = TextField(path)
    self.colorMap = colorMap
    self.isReport = isReport
  }

  /// Whether a line has an effect: raw values have no drawing options.
  package func isUsed(_ field: Field) -> Bool {
    field == .path || !isReport && (kind != .values || field == .kind)
  }

  /// The longest side of the file, given the photograph's; nil for the photograph's size.
  package func side(of longest: Int) -> Int? {
    let percent = Self.sizes[max(0, min(size, Self.sizes.count - 1))]
    return percent == 100 ? nil : max(PictureStyle.sides.lowerBound, longest * percent / 100)
  }

  /// Selects the next or previous line that has an effect.
  mutating func move(_ step: Int) {
    field = Field.allCases.filter(isUsed).neighbour(of: field, step)
  }

  mutating func change(_ step: Int) {
    confirmsReplacing = false
    switch field {
    case .path: break
    case .kind:
      let former = kind.suffix
      kind = ExportKind.allCases.neighbour(of: kind, step)
      if kind.suffix != former, path.text.hasSuffix(former) {
        path = TextField(path.text.dropLast(former.count) + kind.suffix)
      }
    case .size: size = (size + step + Self.sizes.count) % Self.sizes.count
    case .legend: hasLegend.toggle()
    case .colorMap: colorMap = ColorMap.names.neighbour(of: colorMap, step)
    }
  }

  /// Selects the line that was clicked; changes the value of the selected line.
  mutating func choose(row: Int) {
    let fields = Field.allCases
    guard fields.indices.contains(row), isUsed(fields[row]) else { return }
    if field == fields[row] { change(1) }
    field = fields[row]
  }
}

extension State {
  mutating func handle(_ key: Key, _ dialog: ExportDialog) -> [Effect] {
    var dialog = dialog
    switch key.code {
    case .escape:
      self.dialog = nil
      return []
    case .enter: return dialog.path.text.isEmpty ? [] : export(dialog)
    case .up: dialog.move(-1)
    case .down, .tab: dialog.move(key.modifiers.contains(.shift) ? -1 : 1)
    case .left where dialog.field != .path: dialog.change(-1)
    case .right where dialog.field != .path: dialog.change(1)
    case .character(" ") where dialog.field != .path: dialog.change(1)
    default:
      if dialog.field == .path, dialog.path.handle(key) { dialog.confirmsReplacing = false }
    }
    self.dialog = .export(dialog)
    return []
  }

  private mutating func export(_ dialog: ExportDialog) -> [Effect] {
    if screen == .gallery { return exportReport(dialog) }
    guard let job = camScreen.exportJob(dialog) else { return [] }
    self.dialog = nil
    screens.cam.lastExport = dialog
    return jobs.start(job)
  }
}
