import ArgumentParser
import Library
import Support

struct LibraryMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Unite the libraries of several shards.",
    discussion: """
      Doing it again, or with shards that were united before, changes nothing. Overlays are linked \
      where the file system allows it, and copied elsewhere.
      """)

  @Argument(
    help: "The library that unites them; it is made if it is not there.", completion: .directory)
  var output: String
  @Argument(help: "The libraries of the shards.", completion: .directory) var shards: [String]
  @OptionGroup var console: OutputArguments

  func run() throws {
    Interruption.watch()
    let tally = try LibraryMerge(shards, into: output).run { tally in
      console.progress("\(NumberText.grouped(tally.rows)) rows")
      return !Interruption.isAsked
    }
    console.progress(nil)
    Console.print(
      "\(output.printable): \(NumberText.grouped(tally.rows)) rows of \(shards.count) libraries, "
        + "\(NumberText.grouped(tally.written)) written, \(NumberText.grouped(tally.overlays)) overlays"
    )
  }
}
