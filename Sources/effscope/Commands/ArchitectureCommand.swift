import Architectures
import ArgumentParser
import Explanations
import Scaling
import Support

struct ArchitectureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "architecture",
    abstract: "Print a network's stages, blocks or layers with tensor shapes and costs.",
    discussion: "MACs are multiply-adds of convolutions and fully connected layers: what the "
      + "paper's FLOPS column counts.")

  @Argument(help: "Variants: b0…b8, l2, lite0…lite4.", completion: .networks) var variants: [String]
  @Option(help: "Side of the square input in pixels, instead of the variant's own.")
  var resolution: Int?
  @Option(help: "Number of classes.") var classes = 1000
  @Flag(help: "One row a block.") var blocks = false
  @Flag(help: "One row a layer.") var layers = false
  @Option(help: "table, json, jsonl, csv or markdown.") var format = ValueTable.Format.table
  @OptionGroup var tables: TableArguments

  func validate() throws {
    if blocks && layers { throw ValidationError("--blocks and --layers exclude each other") }
    try require("--resolution", resolution, in: 1...8192)
    try require("--classes", classes, in: 1...1_000_000)
  }

  func run() throws {
    let tables = try variants.map { name in
      let variant = try NetworkLoader.variant(name)
      return ArchitectureTable(
        network: variant.network(NetworkOptions(classes: classes)), title: variant.title,
        resolution: resolution ?? variant.resolution,
        detail: layers ? .layers : blocks ? .blocks : .stages)
    }
    switch format {
    case .table: Console.print(tables.map(\.text).joined(separator: "\n\n"))
    case .markdown: Console.print(tables.map(\.markdown).joined(separator: "\n\n"))
    case .csv: Console.print(ArchitectureTable.csv(tables), terminator: "")
    case .json: Console.print(JSON.oneOrAll(tables.map(\.json)).published.text(isIndented: true))
    case .jsonl: for table in tables { Console.print(table.json.published.text()) }
    }
  }
}
