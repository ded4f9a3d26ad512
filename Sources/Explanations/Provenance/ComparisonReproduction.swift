import Imaging
import Support

/// Reads from a grid's PNG text how to make the grid again.
package struct ComparisonReproduction: Sendable {
  /// Path of the image as recorded.
  package let image: String
  package let request: ComparisonRequest
  package let scale: DisplayScale.Kind
  /// Differences of the program that may change some bytes.
  package let warnings: [String]
  private let provenance: Provenance
  private let name: String
  private static let what = "can't make the grid again from"

  /// Reads the texts of the PNG `bytes` of the file called `name`.
  package init(png bytes: [UInt8], name: String) throws(Failure) {
    provenance = try Provenance(png: bytes, name: name)
    self.name = name
    if provenance[.kind] == Provenance.overlayKind {
      throw Failure(
        .badData, Self.what, name, because: "it is a single overlay",
        advice: "run 'effscope cam \(OptionName.from) \(name)'")
    }
    guard provenance[.kind] == Provenance.comparisonKind, let image = provenance[.image],
      provenance[.imageSHA256] != nil, let text = provenance[.choices],
      var request = ComparisonRequest(text: text)
    else {
      throw Failure(
        .badData, Self.what, name, because: "the PNG has no text from Effscope",
        advice: "give a PNG as 'effscope compare \(OptionName.output)' wrote it")
    }
    self.image = image
    let style = try Reproduction.request(provenance, name)
    request.shared.style = style.style
    request.shared.style.scale = nil
    request.shared.colorMap = style.colorMap
    request.shared.isSigned = style.isSigned
    // What is recorded stays as it is.
    request.shared.paths = .absolute
    self.request = request
    scale = try provenance.choice(.scale, name) ?? .own
    warnings = provenance.versionWarnings(name)
  }

  /// Throws if the image or the weights are not the recorded ones.
  package func check(_ comparison: Comparison) throws(Failure) {
    try provenance.check(
      comparison.explanations.first?.examination.photograph, name, what: Self.what)
    guard comparison.networkText == provenance[.networks] else {
      throw Failure(
        .badData, Self.what, name,
        because: "the weights have changed: the grid was made with "
          + "\(provenance[.networks] ?? "others"), here are \(comparison.networkText)",
        advice: "install the same weights, or give them with \(OptionName.checkpoint)")
    }
  }
}

extension Comparison {
  /// The networks in order, each with its weights' hash.
  var networkText: String {
    var parts: [String] = []
    for explanation in explanations {
      let network = explanation.examination.network
      let part =
        "\(network.variant.name) \(network.origin.digest?.hexadecimal ?? network.origin.label)"
      if !parts.contains(part) { parts.append(part) }
    }
    return parts.joined(separator: "; ")
  }
}
