import Support

extension CAMScreen {
  /// The command that writes the map on the screen.
  var commandLine: String { exportCommand(newExportDialog) }

  /// The dialog for the map on the screen.
  var newExportDialog: ExportDialog {
    ExportDialog(path: suggestedPath, colorMap: look.colorMap)
  }

  /// The export that the dialog describes; nil while there is no map.
  func exportJob(_ dialog: ExportDialog) -> ExportJob? {
    guard let question = cam.shown?.question else { return nil }
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

  /// The colour map of the file: a signed map needs a diverging one.
  func colorMap(_ dialog: ExportDialog) -> String {
    HeatPalette.name(dialog.colorMap, isSigned: look.isSigned)
  }

  /// The command line that writes the same file.
  func exportCommand(_ dialog: ExportDialog) -> String {
    var words = explanationCommand
    if dialog.kind == .values { return words + " --save-map \(dialog.path.text.shellQuoted)" }
    let colors = colorMap(dialog)
    let standard = HeatPalette.name(nil, isSigned: look.isSigned)
    if colors != standard { words += " --colormap \(colors)" }
    let alpha = dialog.kind == .heatmap ? 1 : look.alpha
    if alpha != 0.5 { words += " --alpha \(alpha)" }
    if look.isSigned { words += " --signed" }
    if let side = side(dialog) { words += " --side \(side)" }
    if dialog.hasLegend { words += " --legend" }
    return words + " --output \(dialog.path.text.shellQuoted)"
  }

  /// The command line of the explanation, without drawing options.
  private var explanationCommand: String {
    var words = "effscope cam \(subjectArguments)"
    if let method, method.name != "cam" { words += " --method \(method.name)" }
    if method?.isPixelLevel != true, layer != "stage\(network?.stages.count ?? 9)" {
      words += " --layer \(layer)"
    }
    if let target = targetClass { words += " --class \(target.index)" }
    if let versus = question?.versus { words += " --versus \(versus)" }
    return words
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
