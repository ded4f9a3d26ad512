import ArgumentParser
import Explorer
import Foundation
import Support

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Print, edit or locate the configuration.",
    subcommands: [Show.self, Edit.self, Path.self], defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "print", abstract: "Print every option with the value that holds, as TOML.")

    func run() throws {
      let (settings, mistakes) = ConfigurationFile.load(ConfigurationPlaces().configuration)
      Console.print(ConfigurationFile.page(settings), terminator: "")
      for mistake in mistakes { Console.note("effscope: warning: \(mistake.sentence)") }
      if !mistakes.isEmpty { throw ExitCode(.badData) }
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "path", abstract: "Print where the configuration file is.")

    func run() throws { Console.print(try ConfigCommand.path()) }
  }

  struct Edit: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "edit", abstract: "Open the configuration file in $VISUAL or $EDITOR.")

    func run() throws {
      let path = try ConfigCommand.path()
      if FileSystem.isFolder(path) == nil {
        try ConfigurationFile.write(
          ConfigurationFile.page(ExplorerSettings()), to: path,
          what: "can't make the configuration")
      }
      let environment = ProcessInfo.processInfo.environment
      let editor =
        [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self)
        .first { !$0.isEmpty } ?? "vi"
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      // As git does it: the variable may hold arguments, the path stays one word.
      process.arguments = ["-c", "\(editor) \"$@\"", editor, path]
      do {
        try process.run()
      } catch {
        throw Failure(
          .unavailable, "can't start the editor", editor, because: "\(error.localizedDescription)",
          advice: "set EDITOR to another program")
      }
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw Failure(
          .unavailable, "can't edit with", editor,
          because: "it ended with \(process.terminationStatus)",
          advice: "set EDITOR to another program, or open \(path)")
      }
      let (_, mistakes) = ConfigurationFile.load(path)
      for mistake in mistakes { Console.note("effscope: warning: \(mistake.sentence)") }
    }
  }

  private static func path() throws(Failure) -> String {
    guard let path = ConfigurationPlaces().configuration else {
      throw Failure(
        .unavailable, "can't find the configuration", because: "HOME is not set",
        advice: "set HOME or XDG_CONFIG_HOME")
    }
    return path
  }
}
