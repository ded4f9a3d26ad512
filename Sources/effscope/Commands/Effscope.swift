import ArgumentParser
import Assets
import Confinement
import Glibc
import Support

/// The command; each subcommand stands in its own file.
@main
struct Effscope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "effscope",
    abstract: "A terminal explorer for EfficientNet with class activation maps.",
    discussion: """
      Without a subcommand the explorer opens.

      Exit codes:
      \(ExitStatus.table)
      """,
    version: VersionReport.text,
    subcommands: [
      ExploreCommand.self, ClassifyCommand.self, CamCommand.self, CompareCommand.self,
      EvaluateCommand.self, SanityCommand.self, ReportCommand.self, ArchitectureCommand.self,
      StepCommand.self, ScaleCommand.self, ResultsCommand.self, TransferCommand.self,
      BenchmarkCommand.self, BatchCommand.self, LibraryCommand.self, WeightsCommand.self,
      ConfigCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  @Flag(help: "Show what the program contains and loads, with licences, and stop.")
  var licenses = false

  func validate() throws {
    guard licenses else { return }
    throw CleanExit.message(String(decoding: Assets.thirdParty, as: UTF8.self))
  }

  /// The command of `arguments`.
  ///
  /// The parser takes a negative number for an option of its own. Where it misses a value, the number
  /// behind an option is that value, so that the command can say what is wrong with it.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    if let version = try VersionReport.answer(to: arguments) { throw CleanExit.message(version) }
    do {
      return try parseAsRoot(arguments)
    } catch {
      guard message(for: error).hasPrefix("Missing value for") else { throw error }
      return try parseAsRoot(joiningNegativeNumbers(arguments))
    }
  }

  /// `--top -1` as `--top=-1`.
  private static func joiningNegativeNumbers(_ arguments: [String]) -> [String] {
    arguments.reduce(into: []) { joined, argument in
      let isNumber =
        argument.hasPrefix("-")
        && argument.split(separator: ",").first.flatMap { Double($0) } != nil
      if isNumber, let option = joined.last, option.hasPrefix("--"), !option.contains("=") {
        joined[joined.count - 1] = "\(option)=\(argument)"
      } else {
        joined.append(argument)
      }
    }
  }

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    CrashReport.install()
    var access: FileAccess?
    let arguments = CommandLine.everyArgument
    do {
      var command = try parsed(arguments)
      access = FileAccess(of: command)
      // Before anything of a file is read and before any thread starts.
      if let access { ProcessConfinement.enter(access) }
      try command.run()
    } catch {
      if let access { ProcessConfinement.removeEmpty(access) }
      Console.exit(for: error)
    }
  }
}
