import ArgumentParser
import Explanations
import Explorer
import Foundation
import Library
import Support
import Terminal

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the terminal explorer.")

  @Argument(help: "An image, or a folder of images.", completion: .file()) var path: String?
  @OptionGroup var network: NetworkArguments
  @Option(
    help: "A library that 'effscope batch' wrote, to browse in the gallery.", completion: .directory
  )
  var library: String?
  @OptionGroup var screen: ScreenArguments
  @Flag(help: "Ask and answer in lines of text, for screen readers and plain terminals.")
  var plain = false

  func run() throws {
    var options = try screen.options()
    let asked = try network.request
    if let variant = asked.variant {
      options.start.variant = try NetworkLoader.variant(variant).name
    } else if let checkpoint = asked.checkpoint, !checkpoint.hasPrefix("random:") {
      // The checkpoint's own variant, as in the other commands.
      options.start.variant = try NetworkLoader.checkpoint(asked).variant.name
    }
    options.start.checkpoint = asked.checkpoint
    options.start.library = try library.map(ScreenArguments.readable)
    try place(path, into: &options)
    if plain { return runPlain(options, asked) }
    try ScreenArguments.run(options, asked: asked)
  }

  /// One line asks, some lines answer, until the input ends.
  private func runPlain(_ options: ExplorerOptions, _ asked: NetworkRequest) {
    let (start, settings) = (options.start, options.settings)
    var session = PlainSession(
      runner: Workbench(asked: asked),
      network: AskedNetwork(start.variant ?? settings.variant, checkpoint: start.checkpoint),
      picture: start.picture, method: settings.method)
    Console.print(session.greeting())
    while !session.isOver, let line = readLine() {
      let words = session.respond(line)
      if !words.isEmpty { Console.print(words) }
    }
  }

  /// A folder is listed; an image is opened and its folder listed.
  private func place(_ path: String?, into options: inout ExplorerOptions) throws(Failure) {
    guard let path else { return }
    guard let isFolder = FileSystem.isFolder(path) else {
      throw Failure(
        .noInput, "can't open", path, because: "no such file or folder", advice: "check the path")
    }
    if isFolder {
      options.start.directory = path
    } else {
      options.start.picture = path
      options.start.directory = path.directoryPath
    }
  }
}
