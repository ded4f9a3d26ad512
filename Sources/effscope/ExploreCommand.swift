import ArgumentParser
import Explorer
import Glibc
import Pipeline

/// `effscope explore`: the terminal explorer.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the terminal explorer.")

  @Argument(help: "An image, or a folder of images.")
  var path: String?
  @Option(help: "Variant to begin with.")
  var variant: String?
  @Option(help: "Checkpoint file, or random:SEED.")
  var checkpoint: String?
  @Option(help: "Colour theme.")
  var theme: String?
  @Flag(name: .customLong("no-color"), help: "No colour, as NO_COLOR in the environment.")
  var noColor = false

  func run() throws {
    throw CleanExit.message("")
  }
}
