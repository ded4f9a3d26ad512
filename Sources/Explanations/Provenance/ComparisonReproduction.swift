import Imaging
import Support

/// Reads from a grid's PNG text how to make the grid again.
package struct ComparisonReproduction: Sendable {
  /// Path of the image as recorded.
  package let image: String
  /// The recorded request.
  package let request: ComparisonRequest
  /// Whether all maps share one scale.
  package let scale: DisplayScale.Kind
  /// Differences of the program that may change some bytes.
  package let warnings: [String]
  private let provenance: Provenance
  private let name: String
  private static let what = "can't make the grid again from"

  /// Reads the texts of the PNG `bytes` of the file called `name`.
  package init(png bytes: [UInt8], name: String) throws(Failure) {
    do throws(ImagingError) {
      provenance = Provenance(try PNGText.all(in: bytes))
    } catch {
      throw Failure(error, subject: name)
    }
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
        .badData, Self.what, name, because: "the PNG carries no text of Effscope's that says how",
        advice:
          "give a PNG that 'effscope compare \(OptionName.output)' wrote and no other program saved again"
      )
    }
    self.image = image
    let style = try Reproduction.request(provenance, name)
    request.shared.style = style.style
    request.shared.style.scale = nil
    request.shared.colorMap = style.colorMap
    request.shared.isSigned = style.isSigned
    self.request = request
    scale = try provenance.choice(.scale, name) ?? .own
    warnings = provenance.versionWarnings(name)
  }

  /// Refuses another image or other weights than the recorded ones.
  package func check(_ comparison: Comparison) throws(Failure) {
    let found = comparison.explanations.first?.examination.photograph
    guard found?.digest?.hexadecimal == provenance[.imageSHA256] else {
      throw Failure(
        .badData, Self.what, name,
        because: "the image \(found?.name ?? "") has changed: its SHA-256 is not the recorded "
          + "\(provenance[.imageSHA256]?.prefix(16) ?? "")…",
        advice: "give the same image as an argument")
    }
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
