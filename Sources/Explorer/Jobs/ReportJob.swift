import Explanations
import Library
import Reports
import Support

/// Writes a report on some images of a library.
package struct ReportJob: Job {
  package static let kind = JobKind("report", .compute, "writing the report", isKept: true)
  package var library: String
  package var identifiers: [Int64]
  package var path: String
  package var isReplacing: Bool

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> FileOutcome {
    if !isReplacing, DirectoryReader.exists(path) { return .exists }
    let library = try workbench.libraries.library(library)
    let images = try library.records(identifiers).compactMap(\.path.text)
    context.progress(nil, "loading the network")
    let network = try library.settings.loadedNetwork()
    let maker = ReportMaker(
      network, try library.settings.reportOrder(images, network, path: path))
    let destination = try ReportDestination(path, formats: [])
    let failures = try maker.make(
      at: destination,
      ReportMaker.ProgressCallbacks(
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
    return .written(
      destination.paths[0]
        + (failures.isEmpty ? "" : "; \(failures.count) images could not be done"))
  }

  package func finish(_ outcome: FileOutcome, in state: inout State) {
    outcome.show(ExportDialog(path: path, isReport: true), in: &state)
  }
}

extension LibrarySettings {
  /// The network that examined the images; refuses other weights, preprocessing or class names.
  fileprivate func loadedNetwork() throws(Failure) -> LoadedNetwork {
    let request = try networkRequest ?? NetworkRequest()
    let loaded = try NetworkLoader.load(request)
    let differences = differences(of: loaded)
    guard differences.isEmpty else {
      let list = differences.joined(separator: ", ")
      throw Failure(
        .badData, "can't report with", loaded.origin.source,
        because: "it is not what the library was made with: \(list)",
        advice: "put the weights, class names or preprocessing back, or make the library again")
    }
    return loaded
  }

  /// The report on `images` with the maps of the library's batch.
  fileprivate func reportOrder(
    _ images: [String], _ network: LoadedNetwork, path: String
  ) throws(Failure) -> ReportOrder {
    let request = try explanationRequest(in: network)
    var line = CommandLineText("report")
    line.add(request.network, variant: network.variant.name)
    line.add(ExplanationOption.map + ExplanationOption.drawing, of: request)
    line.add("output", path)
    line.add(images: images)
    return ReportOrder(
      images: images, explanation: request, date: ReportOrder.now, command: line.text)
  }
}
