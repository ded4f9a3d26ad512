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
    if style.style.scale?.kind != .fixed { request.shared.style.scale = nil }
    request.shared.colorMap = style.colorMap
    request.shared.isSigned = style.isSigned
    // What is recorded stays as it is.
    request.shared.paths = .absolute
    self.request = request
    scale = try provenance.choice(.scale, name) ?? .own
    warnings =
      provenance.versionWarnings(name)
      + (provenance[.classNames] == nil
        ? ["\(name) keeps no names of classes; they are drawn as this version calls them"] : [])
  }

  /// `network` with the recorded names of the explained classes, so that the grid keeps them.
  ///
  /// Throws if a class has another name now.
  package func keepingNames(in network: LoadedNetwork) throws(Failure) -> LoadedNetwork {
    try provenance.checkOutputs(of: network, name, what: Self.what)
    var network = network
    for line in provenance[.classNames]?.split(separator: "\n") ?? [] {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard let index = parts.first.flatMap({ Int($0) }), index >= 0 else {
        throw Provenance.unreadable(Provenance.Key.classNames.rawValue, name)
      }
      guard parts.count == 2, index < network.network.classes else { continue }
      try network.check(name: parts[1], of: index, recordedIn: name, what: Self.what)
      network.classNames = network.classNames.renaming(index, to: parts[1])
    }
    return network
  }

  /// Throws if the image, the weights or the explained classes are not the recorded ones.
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
    let recorded = Self.classes(in: provenance[.subjects] ?? "")
    let found = comparison.explanations.map(\.target.index)
    guard recorded.isEmpty || recorded == found else {
      throw Failure(
        .badData, Self.what, name,
        because: "its names of classes stood for \(Self.list(recorded)), and now stand for "
          + Self.list(found),
        advice: "compare the classes by their indices")
    }
  }

  private static func list(_ classes: [Int]) -> String {
    classes.map(String.init).joined(separator: ", ")
  }

  /// The explained class of each picture by the recorded text: `…, class 282, …; …`.
  private static func classes(in subjects: String) -> [Int] {
    subjects.split(separator: ", class ").dropFirst().compactMap { part in
      Int(part.prefix { $0 != "," })
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
