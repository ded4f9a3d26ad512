import ArgumentParser
import Explanations
import Explorer
import Foundation
import Library
import Support
import Terminal

/// The options that say how the explorer looks, shared by every command that opens it.
struct ScreenArguments: ParsableArguments {
  @Option(
    help: "Colour theme: \(ThemeCatalogue.shippedNames.joined(separator: ", ")).",
    completion: .value(of: "theme"))
  var theme: String?
  @Option(help: "Colours of the terminal: \(ColorDepth.names).") var colors: String?
  @Option(help: "Characters of pictures: \(PictureGlyphs.names).") var pictures: String?
  @Option(
    help: """
      Protocol of full resolution (default: what the terminal answers): \(PixelWish.names).
      """)
  var pixels: String?
  @Flag(name: .customLong("no-color"), help: "No colour, as NO_COLOR in the environment.")
  var noColor = false

  /// The explorer's options as the configuration file and these have them.
  func options() throws(Failure) -> ExplorerOptions {
    let places = ConfigurationPlaces()
    let (settings, mistakes) = ConfigurationFile.load(places.configuration)
    var options = ExplorerOptions()
    options.places = places
    options.settings = settings
    options.mistakes = mistakes
    options.samplePicture = Self.samplePicture
    options.theme = theme
    options.wishes.isColorless = noColor
    options.wishes.colors = try Self.value(of: colors, "colours")
    options.wishes.glyphs = try Self.value(of: pictures, "characters")
    options.pixels = try Self.value(of: pixels, "protocol")
    if let theme, ThemeCatalogue.theme(theme) == nil {
      throw Self.unknown("theme", theme, ThemeCatalogue.identifiers.joined(separator: ", "))
    }
    return options
  }

  private static func value<Value: RawRepresentable<String> & CaseIterable>(
    of name: String?, _ what: String
  ) throws(Failure) -> Value? {
    guard let name else { return nil }
    guard let value = Value(rawValue: name) else {
      throw unknown(what, name, Value.names)
    }
    return value
  }

  /// Runs the explorer until it is left; its exit code is thrown where it is not 0.
  static func run(
    _ options: ExplorerOptions, asked: NetworkRequest = NetworkRequest()
  ) throws {
    let code: Int32
    do throws(TerminalError) {
      code = try ExplorerProgram.run(
        options, runner: Workbench(asked: asked),
        environment: ProcessInfo.processInfo.environment)
    } catch {
      throw Failure(error, subject: error.subject)
    }
    if code != 0 { throw ExitCode(code) }
  }

  private static func unknown(_ what: String, _ name: String, _ names: String) -> Failure {
    Failure(
      .usage, "can't use the \(what)", name, because: "there is none of this name",
      advice: "use one of \(names)")
  }

  /// `Assets/chelsea.png` beside the program or in a folder above it; in `share/effscope` there,
  /// if the program is installed.
  private static var samplePicture: String? {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
    var folder = program.deletingLastPathComponent()
    for _ in 0..<6 {
      for place in ["Assets/chelsea.png", "share/effscope/Assets/chelsea.png"] {
        let path = folder.appendingPathComponent(place).path
        if FileManager.default.fileExists(atPath: path) { return path }
      }
      folder = folder.deletingLastPathComponent()
    }
    return nil
  }

  /// Refuses what is no library before the screen is taken.
  static func readable(_ library: String) throws(Failure) -> String {
    _ = try ImageLibrary(reading: library)
    return library
  }
}
