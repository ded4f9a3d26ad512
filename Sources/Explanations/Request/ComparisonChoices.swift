import Imaging
import Support

/// What a comparison was asked for, in the words of the command line: enough to make its grid again.
public struct ComparisonChoices: Hashable, Sendable {
  /// Options with their values, without dashes: `variants`, `b0,lite0`.
  public private(set) var options: [Option] = []

  /// One option.
  public struct Option: Hashable, Sendable {
    /// The name without dashes.
    public let name: String
    /// The value as it was typed.
    public let value: String
  }

  /// The options that a grid may record; nothing else is taken from a file.
  public static let names = [
    "variants", "resolutions", "methods", "layers", "classes", "method", "layer", "class", "versus",
    "smooth", "channels", "samples", "seed", "variant", "checkpoint", "dialect", "labels",
    "precision",
    "mean", "std", "interpolation", "input-crop", "resolution",
  ]

  /// No options.
  public init() {}

  /// Adds an option where it has a value.
  public mutating func note(_ name: String, _ value: String?) {
    precondition(Self.names.contains(name), "'\(name)' is no option that a grid records")
    if let value { options.append(Option(name: name, value: value)) }
  }

  /// The options, each on a line of its own.
  var text: String { options.map { "\($0.name)=\($0.value)" }.joined(separator: "\n") }

  /// The options of a text; nil where it has others.
  init?(text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, Self.names.contains(String(parts[0])) else { return nil }
      options.append(Option(name: String(parts[0]), value: String(parts[1])))
    }
  }
}

/// What a grid's own text says about how to make it again.
public struct ComparisonReproduction: Sendable {
  /// The image's path as it was given then.
  public let image: String
  /// Arguments of `effscope compare` that make the grid, the image left out.
  public let arguments: [String]
  /// What was different then and may change some bits; for a note.
  public let warnings: [String]
  private let provenance: Provenance
  private let name: String
  private static let what = "can't make the grid again from"

  /// Reads the texts of the PNG `bytes` of the file called `name`.
  public init(png bytes: [UInt8], name: String) throws(Failure) {
    do throws(ImagingError) {
      provenance = Provenance(try PNGText.all(in: bytes))
    } catch {
      throw Failure(error, subject: name)
    }
    self.name = name
    if provenance[.kind] == Provenance.overlayKind {
      throw Failure(
        .badData, Self.what, name, because: "it is a single overlay",
        advice: "run 'effscope cam --from \(name)'")
    }
    guard provenance[.kind] == Provenance.comparisonKind, let image = provenance[.image],
      provenance[.imageSHA256] != nil, let text = provenance[.choices],
      let choices = ComparisonChoices(text: text)
    else {
      throw Failure(
        .badData, Self.what, name, because: "the PNG carries no text of Effscope's that says how",
        advice: "give a PNG that 'effscope compare --output' wrote and no other program saved again"
      )
    }
    self.image = image
    var drawing = [
      ("colormap", provenance[.colorMap]), ("alpha", provenance[.alpha]),
      ("alpha-mode", provenance[.alphaMode]), ("interpolate", provenance[.interpolation]),
      ("scale", provenance[.scale]),
    ].compactMap { option, value in value.map { "--\(option)=\($0)" } }
    drawing.append(provenance[.signed] == "yes" ? "--signed" : "--no-signed")
    arguments = choices.options.map { "--\($0.name)=\($0.value)" } + drawing
    warnings = provenance.versionWarnings(name)
  }

  /// Refuses another image or other weights than the recorded ones.
  public func check(_ comparison: Comparison) throws(Failure) {
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
        advice: "install the same weights, or give them with --checkpoint")
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
