import Explanations
import Support

/// A record's value in a column, for tables and exports.
package enum ColumnValue: Sendable {
  case none
  case integer(Int)
  case number(Double)
  case float(Float)
  case claim(Bool)
  case text(String)
  case predictions([ImageRecord.Prediction], ClassNames)

  package var json: JSON {
    switch self {
    case .none: .null
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .float(let value): .float(value)
    case .claim(let value): .boolean(value)
    case .text(let value): .string(value)
    case .predictions(let predictions, let names): .array(predictions.map { $0.json(names) })
    }
  }

  /// The exact value as a CSV field; empty if there is none.
  package var field: String {
    switch self {
    case .none: ""
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? "\(value)" : ""
    case .float(let value): value.isFinite ? "\(value)" : ""
    case .claim(let value): value ? "yes" : "no"
    case .text(let value): value
    case .predictions(let predictions, _):
      predictions.map { prediction in
        "\(prediction.index):" + (prediction.probability.map { "\($0)" } ?? "\(prediction.logit)")
      }.joined(separator: " ")
    }
  }

  /// The value for a table in the terminal.
  package var shown: String {
    switch self {
    case .none: "–"
    case .number(let value): NumberText.measured(value)
    case .float(let value): NumberText.measured(Double(value))
    case .predictions(let predictions, _):
      predictions.map {
        "\($0.index) \(NumberText.answer($0.probability, output: Double($0.logit)))"
      }
      .joined(separator: ", ")
    default: field.printable
    }
  }
}

extension ImageRecord.Prediction {
  fileprivate func json(_ names: ClassNames) -> JSON {
    .object([
      ("index", .integer(index)), ("label", .string(names[index])),
      ("probability", probability.map { .number($0) } ?? .null), ("logit", .float(logit)),
    ])
  }
}

extension ImageLibrary {
  package func value(of record: ImageRecord, _ column: LibraryColumn) -> ColumnValue {
    let answer = record.answer
    let map = answer?.map
    let times = answer?.milliseconds
    let best = answer?.predictions.first
    return switch column {
    case .image: .text(record.name)
    case .index: integer(best?.index)
    case .label: text(best.map { classNames[$0.index] })
    case .probability: number(best?.probability)
    case .logit: float(best?.logit)
    case .entropy: number(answer?.entropy)
    case .truth: integer(record.truth)
    case .truthLabel: text(record.truth.map { classNames[$0] })
    case .rank: integer(answer?.truthRank)
    case .truthProbability: number(answer?.truthProbability)
    case .correct: claim(record.isCorrect)
    case .top5: claim(answer?.truthRank.map { $0 <= 5 })
    case .target: integer(answer?.target)
    case .border: claim(map?.touchesBorder)
    case .borderShare: number(map?.borderShare)
    case .borderRatio: number(map?.borderRatio)
    case .area: number(map?.area)
    case .mapMinimum: float(map?.minimum)
    case .mapMaximum: float(map?.maximum)
    case .mapSum: number(map?.sum)
    case .mapHeight: integer(map?.height)
    case .mapWidth: integer(map?.width)
    case .peakRow: integer(map?.peakRow)
    case .peakColumn: integer(map?.peakColumn)
    case .width: integer(record.width)
    case .height: integer(record.height)
    case .bytes: integer(record.byteCount)
    case .modified: integer(record.modified.map(Int.init))
    case .sha256: text(record.hexadecimalDigest)
    case .predictions: answer.map { .predictions($0.predictions, classNames) } ?? .none
    case .decode: number(times?.decode)
    case .preprocess: number(times?.preprocess)
    case .forward: number(times?.forward)
    case .attribution: number(times?.attribution)
    case .overlay: text(answer?.overlay?.text)
    case .status: .integer(record.skipped?.status ?? 0)
    case .error: text(record.skipped?.message)
    }
  }

  private func integer(_ value: Int?) -> ColumnValue { value.map { .integer($0) } ?? .none }
  private func number(_ value: Double?) -> ColumnValue { value.map { .number($0) } ?? .none }
  private func float(_ value: Float?) -> ColumnValue { value.map { .float($0) } ?? .none }
  private func claim(_ value: Bool?) -> ColumnValue { value.map { .claim($0) } ?? .none }
  private func text(_ value: String?) -> ColumnValue { value.map { .text($0) } ?? .none }
}
