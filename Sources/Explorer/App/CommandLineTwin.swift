import Scaling
import Support

extension State {
  /// The command line that does what the screen shows.
  package var commandLine: String {
    switch screen {
    case .variants: return "effscope architecture \(subject.network.variant)"
    case .architecture:
      let resolution = architecture.resolution
      return "effscope architecture \(architecture.variant)"
        + (resolution == nativeResolution ? "" : " --resolution \(resolution)")
        + (architecture.open.isEmpty ? "" : " --blocks")
    case .step:
      return "effscope step \(pictureWord)\(networkWords) --layer \(stepLayer?.name ?? "stage1")"
    case .predict: return "effscope classify \(pictureWord)\(networkWords)"
    case .cam:
      if case .export(let dialog) = overlay { return exportCommand(dialog) }
      return exportCommand(freshExportDialog)
    case .scaling: return scaling.commandLine
    case .results: return results.commandLine
    case .settings: return "effscope config edit"
    case .gallery: return galleryCommandLine
    case .files: return "effscope explore \(files.directory.shellQuoted)"
    }
  }

  /// The command line that explains what the CAM screen explains, without the looks.
  var camCommand: String {
    var words = "effscope cam \(pictureWord)\(networkWords)"
    if let method, method.name != "cam" { words += " --method \(method.name)" }
    if method?.isPixelLevel != true, camLayer != "stage\(architecture.network?.stages.count ?? 9)" {
      words += " --layer \(camLayer)"
    }
    if let target = targetClass { words += " --class \(target.index)" }
    if let versus = mapQuestion?.versus { words += " --versus \(versus)" }
    return words
  }

  private var nativeResolution: Int { architecture.network?.resolution ?? architecture.resolution }

  private var pictureWord: String { (subject.wantedPicture ?? "IMAGE").shellQuoted }

  private var networkWords: String {
    " --variant \(subject.network.variant)"
      + (subject.network.checkpoint.map { " --checkpoint \($0.shellQuoted)" } ?? "")
  }
}

extension ScalingView {
  /// The command line that prints what the right pane shows.
  fileprivate var commandLine: String {
    func option(_ knob: ScalingKnob) -> String {
      // A number's own digits: the command must scale by the same.
      settingIsStandard(knob) ? "" : " --\(knob.rawValue) \(value(knob))"
    }
    let bases = [ScalingKnob.alpha, .beta, .gamma].map(option).joined()
    let command = "effscope scale \(base.name)"
    switch page {
    case .stages:
      return isCompound
        ? command + " --phi \(value(.phi))" + bases
        : command + [ScalingKnob.depth, .width, .resolution].map(option).joined()
    case .sweep:
      let kind = sweepQuestion.kind
      return command + " --sweep \(kind.rawValue)" + (kind == .compound ? bases : "") + " --chart"
    case .figure3: return "effscope scale --figure 3 --chart"
    case .figure4: return "effscope scale --figure 4 --chart"
    case .figure8: return "effscope scale --figure 8 --chart"
    case .search: return command + " --search"
    case .budget:
      guard let question = budgetQuestion else { return command }
      // Kilobytes and thousands are finer than what is shown, and read as numbers.
      return command + bases + " --max-macs \(question.macs) --max-memory \(question.bytes)B"
    }
  }
}

extension ResultsView {
  /// The command line that prints the table or draws the diagram.
  fileprivate var commandLine: String {
    var words = "effscope results \(topic.rawValue)"
    if let sorting { words += " --sort \(sorting)" }
    if !filter.text.isEmpty { words += " --filter \(filter.text.shellQuoted)" }
    if isMeasuring { words += " --measure" }
    guard showsPlot else { return words }
    if topic == .imagenet {
      if axis == .parameters { words += " --axis parameters" }
      if !isLogarithmic { words += " --linear" }
    }
    if topic == .transfer {
      words += " --data-set \(DataSet.all[dataSet % DataSet.all.count].name.shellQuoted)"
    }
    return words + " --chart"
  }
}
