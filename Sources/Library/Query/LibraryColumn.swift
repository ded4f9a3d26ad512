/// What there is to show, filter and sort by of each image; the names are those of the command line.
public enum LibraryColumn: String, Hashable, Sendable, CaseIterable {
  /// The path.
  case image
  /// Index of the most probable class.
  case index
  /// Its name.
  case label
  /// Its probability, the network's confidence.
  case probability
  /// Its logit.
  case logit
  /// Entropy of all probabilities, in nats.
  case entropy
  /// Index of the true class.
  case truth
  /// Its name.
  case truthLabel = "truth-label"
  /// Place of the true class among all, 1 for the most probable.
  case rank
  /// Probability of the true class.
  case truthProbability = "truth-probability"
  /// Whether the most probable class is the true one.
  case correct
  /// Whether the true class is among the five most probable.
  case top5
  /// Index of the class that the map explains.
  case target
  /// Whether strong evidence lies on the map's outer ring.
  case border
  /// Share of the positive evidence on that ring.
  case borderShare = "border-share"
  /// Share of places that reach half of the map's largest value.
  case area
  /// Smallest value of the map.
  case mapMinimum = "map-minimum"
  /// Largest value of the map.
  case mapMaximum = "map-maximum"
  /// Sum of the map.
  case mapSum = "map-sum"
  /// Rows of the map.
  case mapHeight = "map-height"
  /// Columns of the map.
  case mapWidth = "map-width"
  /// Row of the largest value.
  case peakRow = "peak-row"
  /// Column of the largest value.
  case peakColumn = "peak-column"
  /// Pixels in a row of the image.
  case width
  /// Rows of pixels of the image.
  case height
  /// The file's size in bytes.
  case bytes
  /// When the file was changed last, in nanoseconds since 1970.
  case modified
  /// SHA-256 of the file.
  case sha256
  /// The most probable classes: index, probability, logit.
  case predictions
  /// Milliseconds of reading and decoding.
  case decode
  /// Milliseconds of preprocessing.
  case preprocess
  /// Milliseconds of the forward pass.
  case forward
  /// Milliseconds that the map took beyond it.
  case attribution
  /// Path of the overlay inside the library's folder.
  case overlay
  /// 0, or the exit code that the image's failure means.
  case status
  /// Why the image was skipped.
  case error

  /// How values of a column compare.
  enum Kind: Hashable, Sendable {
    case number
    case share
    case claim
    case classIndex
    case text
    case bytes
  }

  /// How its values compare.
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

  /// Whether it stands left of its column in a table.
  public var isText: Bool { kind == .text || kind == .bytes || kind == .claim }

  /// What SQL calls it.
  var sql: String {
    switch self {
    case .image: "name"
    case .index, .label: "class_index"
    case .truth, .truthLabel: "truth"
    case .rank: "truth_rank"
    case .truthProbability: "truth_probability"
    case .top5: "(truth_rank <= 5)"
    case .borderShare: "border_share"
    case .mapMinimum: "map_minimum"
    case .mapMaximum: "map_maximum"
    case .mapSum: "map_sum"
    case .mapHeight: "map_height"
    case .mapWidth: "map_width"
    case .peakRow: "peak_row"
    case .peakColumn: "peak_column"
    case .decode: "decode_ms"
    case .preprocess: "preprocess_ms"
    case .forward: "forward_ms"
    case .attribution: "attribution_ms"
    case .probability, .logit, .entropy, .correct, .target, .border, .area, .width, .height, .bytes,
      .modified, .sha256, .predictions, .overlay, .status, .error:
      rawValue
    }
  }

  /// What it is ordered by: paths by their bytes, which an index holds.
  var orderSQL: String { self == .image ? "path" : sql }

  /// Other names that people use, and what they mean.
  static let synonyms: [String: LibraryColumn] = [
    "class": .index, "confidence": .probability, "path": .image, "name": .image, "size": .bytes,
    "true": .truth,
  ]

  /// The column called `name`.
  public init?(named name: String) {
    let key = name.lowercased()
    guard let column = LibraryColumn(rawValue: key) ?? Self.synonyms[key] else { return nil }
    self = column
  }
}
