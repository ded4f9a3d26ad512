import Attribution
import Explanations
import Imaging
import Support

extension CAMScreen {
  var command: CommandLineText { exportCommand(newExportDialog) }

  var newExportDialog: ExportDialog {
    ExportDialog(path: suggestedPath, colorMap: look.colorMap)
  }

  /// The export that the dialog describes; nil while there is no map.
  func exportJob(_ dialog: ExportDialog) -> ExportJob? {
    guard let question, question == shown?.question else { return nil }
    return ExportJob(
      map: question, content: dialog.kind,
      drawing: MapDrawing(
        colorMap: dialog.colorMap, alpha: look.alpha, isSigned: look.isSigned),
      side: side(dialog), hasLegend: dialog.hasLegend && dialog.kind != .values,
      path: dialog.path.text, isReplacing: dialog.confirmsReplacing)
  }

  private func side(_ dialog: ExportDialog) -> Int? {
    subject.picture.flatMap { dialog.side(of: max($0.width, $0.height)) }
  }

  /// The drawing that the dialog describes; no opacity for the default one.
  func style(_ dialog: ExportDialog) -> PictureStyle {
    let alpha = dialog.kind == .heatmap ? 1 : look.alpha
    var style = PictureStyle(colorMap: dialog.colorMap, alpha: alpha, isSigned: look.isSigned)
    if style.alpha == DisplayRules.alpha { style.alpha = nil }
    style.side = side(dialog)
    style.hasLegend = dialog.hasLegend
    return style
  }

  func exportCommand(_ dialog: ExportDialog) -> CommandLineText {
    var line = subjectCommand("cam")
    var request = request
    line.add(ExplanationOption.map, of: request)
    if dialog.kind == .values {
      line.add("save-map", dialog.path.text)
      return line
    }
    request.style = style(dialog)
    let drawing = ["colormap", "alpha", "signed", "side", "legend"]
    line.add(drawing.compactMap(ExplanationOption.named), of: request)
    line.add("output", dialog.path.text)
    return line
  }

  /// The explanation on the screen, without its drawing.
  private var request: ExplanationRequest {
    ExplanationRequest(
      method: (method?.name).flatMap { try? ExplanationRequest.method($0) } ?? CAM(),
      layers: layer == "stage\(network?.stages.count ?? 9)" ? [] : [layer],
      classes: [targetClass.map { TargetClass.query("\($0.index)") } ?? .top(1)],
      versus: question?.versus.map(String.init))
  }

  /// `chelsea-cam-282.png`, in the working directory.
  private var suggestedPath: String {
    let name = subject.picture?.name ?? "photograph"
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    let words = [
      stem.isEmpty ? name : stem, method?.name, method?.isPixelLevel == true ? nil : layer,
      targetClass.map { "\($0.index)" }, question?.versus.map { "versus-\($0)" },
    ]
    return words.compactMap(\.self).joined(separator: "-") + ".png"
  }
}
