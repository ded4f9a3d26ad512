import Explanations
import Imaging
import Support
import Tensors

/// Saves and prints explanations, one after the other.
struct ExplanationExporter {
  let runner: ExplanationRunner
  var printer: ExplanationPrinter
  var style = PictureStyle()
  let namesLayer: Bool
  var overlays: ExportDestination
  var maps: ExportDestination
  var activations: ExportDestination
  var gradients: ExportDestination

  /// Writes the files that are wanted of `explanation`, then says what there is.
  mutating func export(_ explanation: Explanation) throws(Failure) {
    var files = SavedFiles()
    files.overlay = overlays.path(explanation, namesLayer: namesLayer)
    if let path = files.overlay {
      try OutputFile.write(
        try explanation.png(style), to: path, what: "can't save the overlay")
    }
    files.map = maps.path(explanation, namesLayer: namesLayer)
    if let path = files.map {
      let map = explanation.map
      try save(
        Tensor(shape: [map.height, map.width], map.values), to: path, what: "can't save the map")
    }
    files.activations = activations.path(explanation, namesLayer: namesLayer)
    if let path = files.activations {
      try save(
        try runner.activations(explanation), to: path, what: "can't save the activations")
    }
    files.gradients = gradients.path(explanation, namesLayer: namesLayer)
    if let path = files.gradients {
      try save(try runner.gradients(explanation), to: path, what: "can't save the gradients")
    }
    printer.print(explanation, style, files)
  }

  func finish() { printer.finish() }

  private func save(_ tensor: Tensor, to path: String, what: String) throws(Failure) {
    try OutputFile.write(NumPyFile.bytes(of: tensor), to: path, what: what)
  }
}
