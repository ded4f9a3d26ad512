import Explanations
import Imaging
import Support
import Tensors

/// Saves and prints explanations, one after the other.
struct ExplanationExporter {
  let runner: ExplanationRunner
  var printer: ExplanationPrinter
  var style = PictureStyle()
  var overlays, maps, photographMaps, activations, gradients: ExportDestination

  /// Writes the files that are wanted of `explanation`, then says what there is.
  mutating func export(_ explanation: Explanation) throws(Failure) {
    let (runner, style, map) = (runner, style, explanation.map)
    var files = SavedFiles()
    let format = overlays.pictureFormat
    files.overlay = try overlays.save(
      explanation, "overlay", try explanation.file(style, format))
    files.map = try maps.save(
      explanation, "map",
      NumPyFile.bytes(of: Tensor(shape: [map.height, map.width], map.values)))
    files.photographMap = try photographMaps.save(
      explanation, "map", NumPyFile.bytes(of: explanation.photographMap(style)))
    files.activations = try activations.save(
      explanation, "activations", NumPyFile.bytes(of: try runner.activations(explanation)))
    files.gradients = try gradients.save(
      explanation, "gradients", NumPyFile.bytes(of: try runner.gradients(explanation)))
    printer.print(explanation, style, files)
  }

  func finish() { printer.finish() }
}
