import Attribution
import Explanations
import Foundation
import Imaging
import Library
import Reports
import Support

extension PipelineWork {
  package func report(_ order: GalleryReport, context: WorkContext)
    throws(WorkFailure) -> String
  {
    if !order.isReplacing, DirectoryReader.exists(order.path) {
      throw WorkFailure("Can't write '\(order.path)': it exists", isExistingFile: true)
    }
    do throws(Failure) {
      let library = try libraries.library(order.library)
      let images = try library.records(order.identifiers).compactMap(\.path.text)
      context.progress(nil, "loading the network")
      let (network, request) = try library.settings.loadedNetwork()
      let maker = ReportMaker(
        network, try library.settings.reportOrder(images, network, request, path: order.path))
      let destination = try ReportDestination(order.path, formats: [])
      let failures = try maker.make(
        at: destination,
        ReportMaker.Listener(
          begin: { index, image in
            context.progress(
              Double(index) / Double(max(1, images.count)),
              "reporting on \(image.lastPathComponent)")
            return !context.isCancelled()
          }, advance: { _ in !context.isCancelled() }))
      guard failures.count < images.count else {
        throw failures.first
          ?? Failure(.noInput, "can't report", because: "no image can be opened by its name")
      }
      return destination.paths[0]
        + (failures.isEmpty ? "" : "; \(failures.count) images could not be done")
    } catch {
      throw WorkFailure(error)
    }
  }
}

extension LibrarySettings {
  /// The network that examined the images; refuses other weights, preprocessing or class names.
  fileprivate func loadedNetwork() throws(Failure) -> (LoadedNetwork, NetworkRequest) {
    let request = try networkRequest ?? NetworkRequest()
    let loaded = try NetworkLoader.load(request)
    let differences = differences(of: loaded)
    guard differences.isEmpty else {
      throw Failure(
        .badData, "can't report with", loaded.origin.source,
        because: "it is not what the library was made with: "
          + differences.joined(separator: ", "),
        advice: "put the weights, class names or preprocessing back, or make the library again")
    }
    return (loaded, request)
  }

  /// The report that asks of `images` what the library's batch asked.
  fileprivate func reportOrder(
    _ images: [String], _ network: LoadedNetwork, _ request: NetworkRequest, path: String
  ) throws(Failure) -> ReportOrder {
    var explanation = ExplanationRequest(
      method: try ExplanationRequest.method(self["method"] ?? CAM().name),
      classes: try (self["class"] ?? "top").split(separator: ",").map { text throws(Failure) in
        try TargetClass(String(text))
      }, versus: self["versus"], smoothing: self["smooth"].flatMap(Smoothing.init) ?? .none,
      settings: MethodSettings(
        channels: self["channels"].flatMap(Int.init), samples: self["samples"].flatMap(Int.init),
        seed: self["seed"].flatMap(UInt64.init) ?? 0))
    if let layer = self["layer"], !explanation.method.isPixelLevel {
      explanation.layers = try ExplanationRequest.layers(layer, in: network.network)
    }
    explanation.fusion = self["fuse"].flatMap(MapFusion.init)
    let isSigned = explanation.isSignedByDefault && explanation.fusion == nil
    var style = PictureStyle()
    style.isSigned = isSigned
    style.colorMap = isSigned ? .coolwarm : .inferno
    style = try self.style ?? style
    var line = CommandWords("report")
    line.add(request, variant: network.variant.name)
    for name in ["method", "layer", "versus", "smooth", "fuse", "channels", "samples", "seed"] {
      if let value = self[name], !(name == "seed" && value == "0") { line.add("--\(name)", value) }
    }
    for target in explanation.classes where target != .top(1) {
      if case .query(let text) = target { line.add("--class", text) }
    }
    line.add(style, isSignedByDefault: isSigned)
    line.add("--output", path)
    line.add(images: images)
    return ReportOrder(
      images: images, network: request, explanation: explanation, style: style,
      date: ReportOrder.now, command: line.text)
  }
}
