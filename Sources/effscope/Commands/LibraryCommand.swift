import ArgumentParser

struct LibraryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "library",
    abstract: "Browse, ask, sum up, unite and export the results of batches.",
    subcommands: [
      LibraryBrowseCommand.self, LibraryQueryCommand.self, LibrarySummaryCommand.self,
      LibraryMergeCommand.self,
      LibraryExportCommand.self,
    ])
}
