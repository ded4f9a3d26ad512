import ArgumentParser

struct LibraryBrowseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "browse", abstract: "Open a library in the explorer's gallery.")

  @Argument(help: "The library's folder.", completion: .directory) var library: String
  @OptionGroup var screen: ScreenArguments

  func run() throws {
    var options = try screen.options()
    options.start.library = try ScreenArguments.readable(library)
    try ScreenArguments.run(options)
  }
}
