import ArgumentParser

/// `effscope weights`: what can be had, what is installed, what a file holds.
struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "List, fetch, check and inspect trained weights.",
    subcommands: [
      WeightsListCommand.self, WeightsPullCommand.self, WeightsVerifyCommand.self,
      WeightsInspectCommand.self, WeightsRemoveCommand.self, WeightsQuantizeCommand.self,
    ])
}
