import ArgumentParser
import Checkpoints
import Support

struct WeightsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Copy a checkpoint file into the store, once it is recognised."
  )

  @Argument(help: "A checkpoint file.", completion: .file()) var file: String
  @Option(help: "The name to install it under (default: the file's).") var name: String?
  @Option(help: "Whose padding and preprocessing it follows (default: found out).")
  var dialect: String?
  @Flag(help: "Replace weights of the same name.") var force = false
  @OptionGroup var console: OutputArguments

  func run() throws {
    let dialect = try dialect.map { name throws(Failure) in
      guard let known = Dialect(rawValue: name.lowercased()) else {
        throw Failure(
          .usage, "can't import with dialect", name, because: "there is no such dialect",
          advice: "there are " + Dialect.names)
      }
      return known
    }
    let entry = try CheckpointError.asFailure(
      try WeightStore.user.install(file: file, named: name, dialect: dialect, isReplacing: force),
      subject: file, what: "can't import")
    console.note(
      "\(entry.name) is installed at \(entry.path): \(entry.record.variant), dialect "
        + "\(entry.record.dialect.rawValue), SHA-256 \(entry.record.sha256.prefix(16))…")
  }
}
