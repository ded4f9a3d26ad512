import ArgumentParser
import Checkpoints
import Support

/// `effscope weights verify`: hashes installed weights again.
struct WeightsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Hash installed weights again and compare.")

  @Argument(help: "Names of installed weights (default: all).")
  var names: [String] = []

  func run() throws {
    let store = WeightStore.user
    let chosen = names.isEmpty ? store.entries.map(\.name) : names
    if chosen.isEmpty { Console.note("no weights are installed in \(store.folder)") }
    let failed = try EachImage.run(chosen) { name throws(Failure) in
      do throws(CheckpointError) {
        guard let entry = store.entry(named: name) else {
          throw .unknownWeights(name: name, near: store.entries.map(\.name))
        }
        try entry.verify()
        Console.print("\(entry.name)  ok  \(entry.record.sha256)")
      } catch {
        throw Failure(error, subject: name, what: "can't verify the weights")
      }
    }
    try failed.end()
  }
}

/// `effscope weights remove`: takes weights out of the store.
struct WeightsRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove installed weights.")

  @Argument(help: "Names of installed weights.")
  var names: [String]

  func run() throws {
    let failed = try EachImage.run(names) { name throws(Failure) in
      do throws(CheckpointError) {
        try WeightStore.user.remove(name)
        Console.print("\(name)  removed")
      } catch {
        throw Failure(error, subject: name, what: "can't remove the weights")
      }
    }
    try failed.end()
  }
}
