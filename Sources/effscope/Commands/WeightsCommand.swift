import ArgumentParser

struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "List, fetch, import, check, inspect and convert weights.",
    subcommands: [
      WeightsListCommand.self, WeightsPullCommand.self, WeightsImportCommand.self,
      WeightsVerifyCommand.self, WeightsInspectCommand.self, WeightsConvertCommand.self,
      WeightsRemoveCommand.self, WeightsQuantizeCommand.self,
    ])
}
