import ArgumentParser
import Checkpoints
import Support

struct WeightsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Hash installed weights again and compare.")

  @Argument(help: "Names of installed weights (default: all).", completion: .installedWeights)
  var names: [String] = []

  func run() throws {
    let store = WeightStore.user
    let chosen = names.isEmpty ? (store.entries.map(\.name) + store.unreadable).sorted() : names
    if chosen.isEmpty { Console.note("no weights are installed in \(store.folder)") }
    let failed = try EachImage.run(chosen) { name throws(Failure) in
      try CheckpointError.asFailure(subject: name, what: "can't verify the weights") {
        () throws(CheckpointError) in
        guard let entry = store.entry(named: name) else {
          if store.unreadable.contains(name) {
            throw .malformed("weight record", offset: 0, rule: "'record.json' must be readable")
          }
          throw .unknownWeights(name: name, near: store.entries.map(\.name))
        }
        try entry.verify()
        Console.print("\(entry.name)  ok  \(entry.record.sha256)")
      }
    }
    try failed.end()
  }
}

struct WeightsRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove installed weights.")

  @Argument(help: "Names of installed weights.", completion: .installedWeights) var names: [String]

  func run() throws {
    let failed = try EachImage.run(names) { name throws(Failure) in
      try CheckpointError.asFailure(
        try WeightStore.user.remove(name), subject: name, what: "can't remove the weights")
      Console.print("\(name)  removed")
    }
    try failed.end()
  }
}
