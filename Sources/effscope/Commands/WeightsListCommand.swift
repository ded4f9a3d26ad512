import Architectures
import ArgumentParser
import Checkpoints
import Support

struct WeightsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List published and installed weights.")

  @Argument(help: "Variants to list (default: all).") var variants: [String] = []
  @Flag(help: "List only what is installed.") var installed = false
  @Option(help: "text, json, jsonl or csv.") var format = TextJSONOrCSV.text
  @OptionGroup var tables: TableArguments

  func run() throws {
    let rows = try chosenRows()
    format.print(
      text: Self.table(rows).text
        + "\n\n'effscope weights pull NAME' installs into \(WeightStore.user.folder.printable)",
      json: .array(rows.map(\.json)),
      csv: CSV.file(
        [
          "name", "variant", "dialect", "source", "size_bytes", "top1_percent", "licence", "sha256",
          "path",
        ],
        rows.map(\.cells)))
  }

  private static func table(_ rows: [WeightsRow]) -> TextTable {
    TextTable(
      columns: [
        ("name", .left), ("variant", .left), ("dialect", .left), ("source", .left),
        ("size", .right), ("top-1 %", .right), ("licence", .left), ("installed", .left),
      ],
      rows: rows.map { row in
        [
          row.name, row.variant, row.dialect, row.source.printable,
          row.size.map { (row.isSizeExact ? "" : "≈ ") + NumberText.bytes($0) } ?? "–",
          row.topOneAccuracy.map { NumberText.fixed($0, 1) } ?? "–", row.licence ?? "–",
          row.path == nil ? "no" : "yes",
        ]
      })
  }

  private func chosenRows() throws(Failure) -> [WeightsRow] {
    let all = WeightsRow.all(in: .user)
    let chosen = Set(variants.map { Variant.named($0)?.name ?? $0.lowercased() })
    if let unknown = chosen.sorted().first(where: { name in !all.contains { $0.variant == name } })
    {
      throw Failure(
        .noInput, "can't list the weights of", unknown, because: "there are none of this variant",
        advice: "'effscope weights list' shows all")
    }
    return all.filter {
      (chosen.isEmpty || chosen.contains($0.variant)) && (!installed || $0.path != nil)
    }
  }
}

/// Weights that are published, installed or both.
private struct WeightsRow {
  let name, variant, dialect, source: String
  let size: Int?
  var isSizeExact = true
  let topOneAccuracy: Double?
  let licence: String?
  let sha256: String
  let path: String?

  /// Published weights first, then what else is installed.
  static func all(in store: WeightStore) -> [WeightsRow] {
    let installed = store.entries
    let published = Publication.all.map { publication in
      let entry = installed.first { $0.name == publication.name }
      return WeightsRow(
        name: publication.name, variant: publication.variant,
        dialect: publication.dialect.rawValue, source: publication.source,
        size: entry?.record.size ?? publication.size,
        isSizeExact: entry != nil || publication.isSizeExact,
        topOneAccuracy: publication.topOneAccuracy,
        licence: publication.licence, sha256: entry?.record.sha256 ?? publication.sha256Prefix,
        path: entry?.path)
    }
    let others = installed.filter { entry in !published.contains { $0.name == entry.name } }
    return published
      + others.map { entry in
        WeightsRow(
          name: entry.name, variant: entry.record.variant, dialect: entry.record.dialect.rawValue,
          source: entry.record.source, size: entry.record.size,
          topOneAccuracy: entry.record.topOneAccuracy,
          licence: entry.record.licence, sha256: entry.record.sha256, path: entry.path)
      }
  }

  var json: JSON {
    .object([
      ("name", .string(name)), ("variant", .string(variant)), ("dialect", .string(dialect)),
      ("source", .string(source)), ("size_bytes", size.map { .integer($0) } ?? .null),
      ("is_size_exact", .boolean(isSizeExact)),
      ("top1_percent", topOneAccuracy.map { .number($0) } ?? .null),
      ("licence", licence.map { .string($0) } ?? .null), ("sha256", .string(sha256)),
      ("installed", .boolean(path != nil)), ("path", path.map { .string($0) } ?? .null),
    ])
  }

  var cells: [String] {
    [
      name, variant, dialect, source, size.map { String($0) } ?? "",
      topOneAccuracy.map { "\($0)" } ?? "",
      licence ?? "", sha256, path ?? "",
    ]
  }
}
