/// The columns to show, filter and sort images by; raw values are the names on the command line.
package enum LibraryColumn: String, Hashable, Sendable, CaseIterable {
  case image, index, label
  /// Of the most probable class.
  case probability, logit
  /// Entropy of all probabilities, in nats.
  case entropy
  case truth
  case truthLabel = "truth-label"
  /// Rank of the true class, 1 for the most probable.
  case rank
  case truthProbability = "truth-probability"
  /// True if the true class is the most probable one; among the five most probable.
  case correct, top5
  /// Index of the class that the map explains.
  case target
  /// True if clearly more evidence lies on the map's outer ring than by chance.
  case border
  /// Fraction of the positive evidence on that ring.
  case borderShare = "border-share"
  /// That fraction ÷ the ring's share of the cells.
  case borderRatio = "border-ratio"
  /// Fraction of cells that reach half of the map's maximum.
  case area
  case mapMinimum = "map-minimum"
  case mapMaximum = "map-maximum"
  case mapSum = "map-sum"
  case mapHeight = "map-height"
  case mapWidth = "map-width"
  /// Row of the map's maximum.
  case peakRow = "peak-row"
  case peakColumn = "peak-column"
  /// Size of the image in pixels, and of its file.
  case width, height, bytes
  /// Modification time in nanoseconds since 1970.
  case modified
  case sha256
  /// The most probable classes: index, probability, logit.
  case predictions
  /// Milliseconds to read and decode, to preprocess, of the forward pass, of the map after it.
  case decode, preprocess, forward, attribution
  /// Path of the overlay inside the library's folder.
  case overlay
  /// 0, or the exit code of the image's failure.
  case status
  case error

  /// The name in JSON and CSV, with units.
  package var key: String {
    switch self {
    case .rank: "truth_rank"
    case .modified: "modified_nanoseconds"
    case .decode, .preprocess, .forward, .attribution: "\(rawValue)_milliseconds"
    default: rawValue.replacing("-", with: "_")
    }
  }

  /// Present and deprecated names in JSON and CSV.
  var keys: [String] { key == rawValue ? [key] : [key, rawValue] }

  enum Kind: Hashable, Sendable { case number, share, claim, classIndex, text, bytes }

  var kind: Kind {
    switch self {
    case .probability, .truthProbability, .borderShare, .area: .share
    case .correct, .top5, .border: .claim
    case .index, .truth, .target: .classIndex
    case .image, .label, .truthLabel, .predictions, .overlay, .error: .text
    case .sha256: .bytes
    default: .number
    }
  }

  /// True for columns that tables align left.
  package var isText: Bool { kind == .text || kind == .bytes || kind == .claim }

  var sql: String {
    switch self {
    case .image: "name"
    case .index, .label: "class_index"
    case .truth, .truthLabel: "truth"
    case .rank: "truth_rank"
    case .top5: "(truth_rank <= 5)"
    case .border: "(\(MapStatistics.ratioSQL) >= \(MapStatistics.clearRatio))"
    case .borderRatio: MapStatistics.ratioSQL
    case .decode, .preprocess, .forward, .attribution: "\(rawValue)_ms"
    default: rawValue.replacing("-", with: "_")
    }
  }

  /// The SQL expression to sort by; paths sort by their bytes, for which there is an index.
  var orderSQL: String { self == .image ? "path" : sql }

  static let synonyms: [String: LibraryColumn] = [
    "class": .index, "confidence": .probability, "path": .image, "name": .image, "size": .bytes,
    "true": .truth,
  ]

  package init?(named name: String) {
    let key = name.lowercased()
    let found =
      LibraryColumn(rawValue: key) ?? Self.synonyms[key] ?? Self.allCases.first { $0.key == key }
    guard let found else { return nil }
    self = found
  }

  /// The names of all columns, separated by commas.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
