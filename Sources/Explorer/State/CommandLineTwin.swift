import Pipeline

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
