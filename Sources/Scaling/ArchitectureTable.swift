import Architectures
import Support

/// A network's stages, blocks or layers at one resolution, as text, Markdown, CSV and JSON.
package struct ArchitectureTable {
  package enum Detail {
    case stages, blocks, layers

    /// What one row describes: `stage`.
    fileprivate var row: String { String("\(self)".dropLast()) }
  }

  private let network: Network
  private let title: String
  private let resolution: Int
  private let detail: Detail
  private let shapes: [FeatureShape]
  private let costs: [Cost]

  /// The table of `network` for square inputs of `resolution`.
  package init(network: Network, title: String, resolution: Int, detail: Detail) {
    self.network = network
    self.title = title
    self.resolution = resolution
    self.detail = detail
    shapes = network.shapes(height: resolution, width: resolution)
    costs = network.layerCosts(height: resolution, width: resolution)
  }

  private struct Row {
    var place, operation: String
    var kernel, stride: Int
    var input, output: FeatureShape
    var repeats = 1
    var cost: Cost
  }

  private var rows: [Row] {
    switch detail {
    case .stages: network.stages.map(row)
    case .blocks:
      network.stages.flatMap { stage in
        stage.blocks.isEmpty ? [row(stage)] : stage.blocks.map { row($0, of: stage) }
      }
    case .layers: network.layers.map(row)
    }
  }

  private func cost(_ layers: Range<Int>) -> Cost { costs[layers].reduce(Cost(), +) }

  private func input(_ layer: Int) -> FeatureShape {
    network.inputShape(of: layer, in: shapes, height: resolution, width: resolution)
  }

  private func row(_ stage: Stage) -> Row {
    Row(
      place: stage.name, operation: stage.title, kernel: stage.kernel, stride: stage.stride,
      input: input(stage.layers.lowerBound), output: shapes[stage.output], repeats: stage.repeats,
      cost: cost(stage.layers))
  }

  private func row(_ block: Block, of stage: Stage) -> Row {
    Row(
      place: block.name, operation: stage.title + (block.hasSkip ? " + skip" : ""),
      kernel: stage.kernel, stride: block.number == 1 ? stage.stride : 1,
      input: input(block.layers.lowerBound), output: shapes[block.output], cost: cost(block.layers))
  }

  private func row(_ layer: Layer) -> Row {
    let (kernel, stride) = layer.operation.window
    return Row(
      place: layer.name, operation: layer.operation.title, kernel: kernel, stride: stride,
      input: input(layer.index), output: shapes[layer.index], cost: costs[layer.index])
  }
}

// MARK: - Forms of output

extension ArchitectureTable {
  private var total: Cost { costs.reduce(Cost(), +) }

  package var table: TextTable {
    TextTable(
      columns: [
        (detail.row, .left), ("operator", .left), ("input", .right), ("output", .right),
        ("layers", .right), ("parameters", .right), ("MACs", .right),
      ],
      rows: rows.map { row in
        [
          row.place, row.operation, row.input.text, row.output.text, String(row.repeats),
          NumberText.grouped(row.cost.parameters), NumberText.short(row.cost.macs),
        ]
      })
  }

  package var heading: String {
    "\(title) at \(resolution)×\(resolution), \(NumberText.grouped(network.classes)) classes"
  }

  /// Parameters, multiply-adds and activations in total.
  package var summary: String {
    "\(NumberText.grouped(total.parameters)) parameters, "
      + "\(NumberText.fixed(Double(total.macs) / 1e9, 2)) B multiply-adds (\(NumberText.grouped(total.macs)) "
      + "MACs), \(NumberText.bytes(total.activations * 4)) of activations"
  }

  /// Aligned text with heading and summary.
  package var text: String { [heading, "", table.text, "", summary].joined(separator: "\n") }

  package var markdown: String {
    ["### \(heading)", "", table.markdown, "", summary].joined(separator: "\n")
  }

  /// One CSV over several networks.
  package static func csv(_ tables: [ArchitectureTable]) -> String {
    let header = [
      "variant", "resolution", "place", "operator", "kernel", "stride", "input_channels",
      "input_height", "input_width", "output_channels", "output_height", "output_width", "layers",
      "parameters", "macs",
    ]
    let rows = tables.flatMap { table in
      table.rows.map { row -> [String] in
        let names = [table.network.name, String(table.resolution), row.place, row.operation]
        let costs = [row.repeats, row.cost.parameters, row.cost.macs]
        let numbers = [row.kernel, row.stride] + row.input.extents + row.output.extents + costs
        return names + numbers.map { String($0) }
      }
    }
    return CSV.file(header, rows)
  }

  /// The JSON object of `architecture`; blocks or layers are added by `detail`.
  package var json: JSON {
    var pairs: [(String, JSON)] = [
      ("variant", .string(network.name)), ("resolution", .integer(resolution)),
      ("classes", .integer(network.classes)), ("parameters", .integer(total.parameters)),
      ("macs", .integer(total.macs)),
      (
        "stages",
        .array(network.stages.map { stage in json(row(stage), key: "stage", place: stage.number) })
      ),
    ]
    if detail != .stages {
      pairs.append(("\(detail)", .array(rows.map { json($0, key: detail.row) })))
    }
    return .object(pairs)
  }

  private func json(_ row: Row, key: String, place: Int? = nil) -> JSON {
    .object([
      (key, place.map { .integer($0) } ?? .string(row.place)), ("operator", .string(row.operation)),
      ("kernel", .integer(row.kernel)), ("stride", .integer(row.stride)),
      ("input", .array(row.input.extents.map { .integer($0) })),
      ("output", .array(row.output.extents.map { .integer($0) })),
      ("layers", .integer(row.repeats)), ("parameters", .integer(row.cost.parameters)),
      ("macs", .integer(row.cost.macs)),
    ])
  }
}

extension FeatureShape {
  /// `32×112×112`: channels, height, width.
  package var text: String { "\(channels)×\(height)×\(width)" }
}
