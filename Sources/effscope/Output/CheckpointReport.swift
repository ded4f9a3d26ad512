import Checkpoints
import Support

/// What is known of a checkpoint file, as text, JSON or CSV.
struct CheckpointReport {
  let path: String
  let inspection: CheckpointInspection
  private let tensors: [Row]

  /// A tensor with the place of its group.
  private struct Row {
    let group: String
    let tensor: StoredTensor
    let statistics: TensorStatistics
    let use: TensorUse?
  }

  init(path: String, inspection: CheckpointInspection) throws(CheckpointError) {
    self.path = path
    self.inspection = inspection
    let groups = (try? inspection.contents.get())?.groups ?? []
    tensors = try groups.flatMap { group in group.tensors.map { (group.path, $0) } }.map {
      path, tensor throws(CheckpointError) in
      Row(
        group: path, tensor: tensor, statistics: TensorStatistics(try tensor.tensor()),
        use: inspection.account?.use(of: tensor.name, in: path))
    }
  }

  private var nonFinite: Int { tensors.reduce(0) { $0 + $1.statistics.nonFinite } }

  // MARK: Text

  var text: String {
    var lines = [
      "file      \(path)",
      "size      \(NumberText.bytes(inspection.size)) (\(NumberText.grouped(inspection.size)) bytes)",
      "sha256    \(inspection.sha256)",
    ]
    if case .success(let contents) = inspection.contents {
      lines.append("format    \(contents.format.rawValue)")
    }
    lines += networkLines
    lines.append("globals   " + (inspection.globals.isEmpty ? "none" : ""))
    lines += inspection.globals.map { "  \($0.name)  \($0.verdict.rawValue)  at \($0.offset)" }
    lines += VerdictText(inspection.verdict).lines
    if let refusal = inspection.refusal { lines.append("refused   \(refusal.description)") }
    if nonFinite > 0 { lines.append("warning   \(nonFinite) numbers are NaN or infinite") }
    lines.append("tensors   \(tensors.count)")
    let head = lines.map(\.printable).joined(separator: "\n")
    return tensors.isEmpty ? head : head + "\n" + table
  }

  private var networkLines: [String] {
    switch inspection.network {
    case .success(let checkpoint):
      let choice = checkpoint.dialect
      return [
        "dialect   \(choice.dialect.rawValue) (\(choice.reason.description))",
        "variant   \(checkpoint.variant.name)", "classes   \(checkpoint.options.classes)",
        "outputs   \(checkpoint.outputs.activation.rawValue) (\(checkpoint.outputs.reason.rawValue))",
      ] + checkpoint.warnings.map { "warning   \($0.description)" }
    case .failure(let error):
      return inspection.refusal == nil ? ["network   none known: \(error.description)"] : []
    }
  }

  private var table: String {
    var table = TextTable(columns: [
      ("tensor", .left), ("type", .left), ("shape", .left), ("min", .right), ("max", .right),
      ("mean", .right), ("std", .right), ("not finite", .right), ("use", .left),
    ])
    table.rows = tensors.map { row in
      let name = row.group.isEmpty ? "" : "\(row.group) / "
      let statistics = row.statistics
      return [
        (name + row.tensor.name).printable, row.tensor.type.rawValue, row.tensor.shape.extents,
        Self.short(statistics.minimum.map(Double.init)),
        Self.short(statistics.maximum.map(Double.init)), Self.short(statistics.mean),
        Self.short(statistics.standardDeviation),
        statistics.nonFinite == 0 ? "–" : String(statistics.nonFinite), Self.use(row.use),
      ]
    }
    return table.text
  }

  /// `used: bn1.weight`, `harmless: counter` or `unexplained`.
  private static func use(_ use: TensorUse?) -> String {
    guard let use else { return "–" }
    return use.word + (use.detail.map { ": \($0)" } ?? "")
  }

  /// Four significant digits, with an exponent where they would not show.
  private static func short(_ value: Double?) -> String {
    guard let value else { return "–" }
    let magnitude = value.magnitude
    if magnitude == 0 { return "0" }
    if magnitude >= 1e6 || magnitude < 1e-4 {
      let exponent = Int(value.magnitude.exponent)
      var power = Int((Double(exponent) * 0.30103).rounded(.down))
      var mantissa = value
      for _ in 0..<abs(power) { mantissa = power > 0 ? mantissa / 10 : mantissa * 10 }
      if mantissa.magnitude >= 10 { (mantissa, power) = (mantissa / 10, power + 1) }
      return NumberText.fixed(mantissa, 2) + "e\(power)"
    }
    return NumberText.fixed(value, magnitude >= 100 ? 1 : magnitude >= 1 ? 3 : 5)
  }

  // MARK: Data

  var csv: String {
    let header = [
      "group", "name", "type", "shape", "elements", "minimum", "maximum", "mean",
      "standard_deviation", "non_finite", "use", "use_detail",
    ]
    return CSV.file(header, tensors.map(Self.cells))
  }

  private static func cells(_ row: Row) -> [String] {
    func text(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }
    let (tensor, statistics) = (row.tensor, row.statistics)
    return [
      row.group.printable, tensor.name.printable, tensor.type.rawValue, tensor.shape.extents,
      String(tensor.count), text(statistics.minimum), text(statistics.maximum),
      text(statistics.mean), text(statistics.standardDeviation), String(statistics.nonFinite),
      row.use?.word ?? "", row.use?.detail ?? "",
    ]
  }

  var json: JSON {
    var pairs: [(String, JSON)] = [
      ("file", .string(path)), ("size_bytes", .integer(inspection.size)),
      ("sha256", .string(inspection.sha256)),
      ("format", (try? inspection.contents.get()).map { .string($0.format.rawValue) } ?? .null),
    ]
    if case .success(let checkpoint) = inspection.network {
      pairs += [
        ("dialect", .string(checkpoint.dialect.dialect.rawValue)),
        ("dialect_reason", .string(checkpoint.dialect.reason.description)),
        ("variant", .string(checkpoint.variant.name)),
        ("classes", .integer(checkpoint.options.classes)),
        ("classifier_activation", .string(checkpoint.outputs.activation.rawValue)),
        ("warnings", .array(checkpoint.warnings.map { .string($0.description) })),
      ]
    } else {
      pairs += [("dialect", .null), ("variant", .null), ("classes", .null)]
    }
    let globals = inspection.globals.map { use in
      JSON.object([
        ("name", .string(use.name)), ("verdict", .string(use.verdict.rawValue)),
        ("offset", .integer(use.offset)),
        ("allowed_by_weights_only", .boolean(use.isAllowedByWeightsOnly)),
      ])
    }
    pairs += [
      ("globals", .array(globals)), ("is_refused", .boolean(inspection.refusal != nil)),
      ("refusal", (inspection.refusal?.description).map { .string($0) } ?? .null),
      ("verdict", .string(inspection.verdict.text)),
      ("safety", VerdictText(inspection.verdict).json), ("non_finite", .integer(nonFinite)),
      ("tensors", .array(tensors.map(Self.json))),
    ]
    return .object(pairs)
  }

  private static func json(_ row: Row) -> JSON {
    let statistics = row.statistics
    return .object([
      ("group", .string(row.group)), ("name", .string(row.tensor.name)),
      ("type", .string(row.tensor.type.rawValue)),
      ("shape", .array(row.tensor.shape.map { .integer($0) })),
      ("minimum", statistics.minimum.map { .float($0) } ?? .null),
      ("maximum", statistics.maximum.map { .float($0) } ?? .null),
      ("mean", statistics.mean.map { .number($0) } ?? .null),
      ("standard_deviation", statistics.standardDeviation.map { .number($0) } ?? .null),
      ("non_finite", .integer(statistics.nonFinite)),
      ("use", row.use.map { .string($0.word) } ?? .null),
      ("use_detail", row.use?.detail.map { .string($0) } ?? .null),
    ])
  }
}

extension [Int] {
  /// `32×3×3×3`; a scalar has no extents.
  fileprivate var extents: String {
    isEmpty ? "scalar" : map(String.init).joined(separator: "×")
  }
}
