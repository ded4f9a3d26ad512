import Foundation
internal import GRDB
import Support

extension ImageRecord {
  /// The columns that `init(row:)` reads, in this order.
  static let columns = """
    id, path, bytes, modified, sha256, width, height, truth, status, error, predictions, entropy, \
    truth_rank, truth_probability, target, map_height, map_width, map_minimum, map_maximum, map_sum, \
    peak_row, peak_column, area, border_share, border, overlay, decode_ms, preprocess_ms, forward_ms, \
    attribution_ms, correct
    """

  /// Reads a row of `columns`; throws `LibraryDamage` if a value has a wrong type or range.
  init(row found: Row, _ paths: LibraryPaths) throws(LibraryDamage) {
    let row = CheckedRow(found)
    let path = try row.required(1, try row.bytes(1, count: 1...Int(PATH_MAX)))
    guard !path.contains(0) else { throw row.wrong(1) }
    self.init(path: paths.whole(RawPath(path)))
    id = Int64(try row.count(0, in: Int.min...Int.max))
    byteCount = try row.integer(2, in: 0...Int.max)
    modified = try row.integer(3, in: Int.min...Int.max).map(Int64.init)
    digest = try row.bytes(4, count: 32...32)
    (width, height) = (try row.integer(5), try row.integer(6))
    truth = try row.integer(7)
    let status = try row.count(8, in: 0...255)
    skipped = try row.text(9).map { Skipped(status: status, message: $0) }
    guard let predictions = try row.text(10, atMost: 1 << 20) else { return }
    guard let known = Self.predictions(predictions), let best = known.first else {
      throw row.wrong(10)
    }
    var answer = Answer(
      predictions: known, target: try row.integer(14) ?? best.index, map: try MapStatistics(row))
    answer.entropy = try row.number(11)
    answer.truthRank = try row.integer(12, in: 1...Int(Int32.max))
    answer.truthProbability = try row.fraction(13)
    answer.overlay = try Self.overlay(row, 25)
    let times = try (26...29).map { index throws(LibraryDamage) in try row.number(index) ?? 0 }
    answer.milliseconds = Milliseconds(
      decode: times[0], preprocess: times[1], forward: times[2], attribution: times[3])
    answer.isTruthFound = try row.flag(30)
    self.answer = answer
  }

  /// The overlay's name in the column at `index`; nil for none.
  static func overlay(_ row: CheckedRow, _ index: Int) throws(LibraryDamage) -> OverlayName? {
    guard let text = try row.text(index) else { return nil }
    return try row.required(index, OverlayName(text))
  }

  /// The values of the schema's columns of images; `settings` is the row id of the settings.
  func arguments(settings: Int64, _ paths: LibraryPaths) -> StatementArguments {
    let path = paths.stored(path)
    let best = answer?.predictions.first
    let map = answer?.map
    let times = answer?.milliseconds
    let values: [(any DatabaseValueConvertible)?] = [
      Data(path.bytes), path.printable, settings, byteCount, modified, digest.map { Data($0) },
      width,
      height, best?.index, best?.probability, best.map { Double($0.logit) }, answer?.entropy,
      answer.map { Self.text($0.predictions) }, truth, answer?.truthRank,
      answer?.truthProbability, isCorrect, answer?.target, map?.height, map?.width,
      map.map { Double($0.minimum) }, map.map { Double($0.maximum) }, map?.sum, map?.peakRow,
      map?.peakColumn, map?.area, map?.borderShare, map?.touchesBorder, times?.decode,
      times?.preprocess, times?.forward, times?.attribution, answer?.overlay?.text,
      skipped?.status ?? 0, skipped?.message,
    ]
    return StatementArguments(values)
  }

  /// `[[index, probability or null, logit], …]` with the shortest digits that read back exactly.
  static func text(_ predictions: [Prediction]) -> String {
    let entries: [JSON] = predictions.map {
      .array([.integer($0.index), $0.probability.map { .number($0) } ?? .null, .float($0.logit)])
    }
    return JSON.array(entries).text()
  }

  /// Parses the output of `text(_:)`; nil for anything else.
  static func predictions(_ text: String) -> [Prediction]? {
    var predictions: [Prediction] = []
    for part in text.split(separator: "]") {
      let fields = part.drop { $0 == "," || $0 == "[" }.split(separator: ",")
      guard fields.count == 3, let index = Int(fields[0]), (0...Int(Int32.max)).contains(index),
        let logit = Float(fields[2]), logit.isFinite
      else { return nil }
      let probability = Double(fields[1])
      guard probability.map({ (-0.001...1.001).contains($0) }) ?? (fields[1] == "null") else {
        return nil
      }
      predictions.append(Prediction(index: index, probability: probability, logit: logit))
    }
    return predictions
  }
}

extension MapStatistics {
  /// The numbers of the map in a row of `ImageRecord.columns`.
  fileprivate init(_ row: CheckedRow) throws(LibraryDamage) {
    // The column `border` is checked, and judged anew from the share.
    _ = try row.flag(24)
    self.init(
      height: try row.integer(15) ?? 0, width: try row.integer(16) ?? 0,
      minimum: Float(try row.number(17) ?? 0), maximum: Float(try row.number(18) ?? 0),
      sum: try row.number(19) ?? 0, peakRow: try row.integer(20) ?? 0,
      peakColumn: try row.integer(21) ?? 0, area: try row.fraction(22) ?? 0,
      borderShare: try row.fraction(23) ?? 0)
  }
}
