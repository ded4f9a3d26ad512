import Explanations
import Library
import Support

/// Images of a library that a query finds, with their true classes and how they were explained.
struct LibraryAudit {
  /// Paths in the query's order.
  let images: [String]
  private let truths: [RawPath: Int]
  private let library: ImageLibrary

  init(_ path: String, _ query: LibraryQuery) throws(Failure) {
    library = try ImageLibrary(reading: path)
    var (images, truths): ([String], [RawPath: Int]) = ([], [:])
    try library.forEach(query) { record in
      guard record.answer != nil else { return }
      images.append(String(escaping: record.path.bytes))
      truths[record.path] = record.truth
    }
    guard !images.isEmpty else {
      throw Failure(
        .noInput, "can't report on the library", path,
        because: "no examined image of it fulfils the conditions",
        advice: "look at it with 'effscope library query'")
    }
    (self.images, self.truths) = (images, truths)
  }

  var networkRequest: NetworkRequest? {
    get throws(Failure) { try library.settings.networkRequest }
  }

  func differences(of network: LoadedNetwork) -> [String] {
    library.settings.differences(of: network).map { "the library's network differs: \($0)" }
  }

  func explanationRequest(in network: LoadedNetwork) throws(Failure) -> ExplanationRequest {
    var request = try library.settings.explanationRequest(in: network)
    if !truths.isEmpty { request.trueLabels = .classes(truths, network) }
    return request
  }
}
