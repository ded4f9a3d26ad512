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

  init(row: Row) {
    self.init(path: RawPath(row[1] as Data))
    id = row[0]
    (byteCount, modified, width, height, truth) = (row[2], row[3], row[5], row[6], row[7])
    digest = (row[4] as Data?).map { [UInt8]($0) }
    skipped = (row[9] as String?).map { Skipped(status: row[8], message: $0) }
    guard let predictions = (row[10] as String?).map(Self.predictions), !predictions.isEmpty else {
      return
    }
    let map = MapStatistics(
      height: row[15] ?? 0, width: row[16] ?? 0, minimum: Float(row[17] as Double? ?? 0),
      maximum: Float(row[18] as Double? ?? 0), sum: row[19] ?? 0, peakRow: row[20] ?? 0,
      peakColumn: row[21] ?? 0, area: row[22] ?? 0, borderShare: row[23] ?? 0,
      touchesBorder: row[24] ?? false)
    var answer = Answer(
      predictions: predictions, target: row[14] ?? predictions[0].index, map: map)
    answer.entropy = row[11]
    (answer.truthRank, answer.truthProbability, answer.overlay) = (row[12], row[13], row[25])
    answer.milliseconds = Milliseconds(
      decode: row[26] ?? 0, preprocess: row[27] ?? 0, forward: row[28] ?? 0,
      attribution: row[29] ?? 0)
    answer.isTruthFound = row[30]
    self.answer = answer
  }

  /// The values of the schema's columns of images; `settings` is the row id of the settings.
  func arguments(settings: Int64) -> StatementArguments {
    let best = answer?.predictions.first
    let map = answer?.map
    let times = answer?.milliseconds
    let values: [(any DatabaseValueConvertible)?] = [
      Data(path.bytes), name, settings, byteCount, modified, digest.map { Data($0) }, width,
      height, best?.index, best?.probability, best.map { Double($0.logit) }, answer?.entropy,
      answer.map { Self.text($0.predictions) }, truth, answer?.truthRank,
      answer?.truthProbability, isCorrect, answer?.target, map?.height, map?.width,
      map.map { Double($0.minimum) }, map.map { Double($0.maximum) }, map?.sum, map?.peakRow,
      map?.peakColumn, map?.area, map?.borderShare, map?.touchesBorder, times?.decode,
      times?.preprocess, times?.forward, times?.attribution, answer?.overlay,
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

  /// Parses the output of `text(_:)`; skips malformed entries.
  static func predictions(_ text: String) -> [Prediction] {
    text.split(separator: "]").compactMap { part in
      let fields = part.drop { $0 == "," || $0 == "[" }.split(separator: ",")
      guard fields.count == 3, let index = Int(fields[0]), let logit = Float(fields[2]) else {
        return nil
      }
      let probability = Double(fields[1])
      guard probability != nil || fields[1] == "null" else { return nil }
      return Prediction(index: index, probability: probability, logit: logit)
    }
  }
}
