import ArgumentParser
import Explorer
import Foundation
import Pipeline
import Terminal

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
  @Option(help: "Colour theme: \(ThemeCatalogue.identifiers.joined(separator: ", ")).")
  var theme: String?
  @Flag(name: .customLong("no-color"), help: "No colour, as NO_COLOR in the environment.")
  var noColor = false

  func run() throws {
    var options = ExplorerOptions()
    if let variant { options.variant = try NetworkLoader.variant(variant).name }
    options.checkpoint = checkpoint
    options.theme = theme
    options.wishes.isColorless = noColor
    try place(path, into: &options)
    if let theme, ThemeCatalogue.theme(theme) == nil {
      throw Failure(
        .usage, "can't use the theme", theme, because: "there is none of this name",
        advice: "use one of \(ThemeCatalogue.identifiers.joined(separator: ", "))")
    }
    let code = try run(options)
    if code != 0 { throw ExitCode(code) }
  }

  private func run(_ options: ExplorerOptions) throws(Failure) -> Int32 {
    do throws(TerminalError) {
      return try ExplorerProgram.run(
        options, work: PipelineWork(), environment: ProcessInfo.processInfo.environment)
    } catch {
      throw Failure(
        .unavailable, "can't open the explorer on", error.subject, because: error.why,
        advice: error.advice)
    }
  }

  /// A folder is listed; an image is opened and its folder listed.
  private func place(_ path: String?, into options: inout ExplorerOptions) throws(Failure) {
    guard let path else { return }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(
        .noInput, "can't open", path, because: "no such file or folder", advice: "check the path")
    }
    if isFolder.boolValue {
      options.directory = path
    } else {
      options.picture = path
      options.directory = path.directoryPath
    }
  }
}
