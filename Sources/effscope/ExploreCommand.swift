import ArgumentParser
import Explorer
import Foundation
import Library
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
  @Option(help: "A library that 'effscope batch' wrote, to browse in the gallery.")
  var library: String?
  @Option(help: "Colour theme: \(ThemeCatalogue.shippedNames.joined(separator: ", ")).")
  var theme: String?
  @Option(
    help: "Colours of the terminal: \(ColorDepth.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var colors: String?
  @Option(
    help:
      "Characters of pictures: \(PictureGlyphs.allCases.map(\.rawValue).joined(separator: ", ")).")
  var pictures: String?
  @Option(
    help:
      "Protocol of full resolution (default: what the terminal answers): \(PixelWish.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var pixels: String?
  @Flag(help: "Ask and answer in lines of text, for screen readers and plain terminals.")
  var plain = false
  @Flag(name: .customLong("no-color"), help: "No colour, as NO_COLOR in the environment.")
  var noColor = false

  func run() throws {
    let places = ConfigurationPlaces()
    let (configuration, mistakes) = ConfigurationFile.load(places.configuration)
    var options = ExplorerOptions()
    options.places = places
    options.configuration = configuration
    options.mistakes = mistakes
    options.samplePicture = Self.samplePicture
    if let variant { options.variant = try NetworkLoader.variant(variant).name }
    options.checkpoint = checkpoint
    options.library = try library.map(Self.readable)
    options.theme = theme
    options.wishes.isColorless = noColor
    options.wishes.colors = try colors.map { name throws(Failure) in
      guard let depth = ColorDepth(rawValue: name) else {
        throw Self.unknown("colours", name, ColorDepth.allCases.map(\.rawValue))
      }
      return depth
    }
    options.wishes.glyphs = try pictures.map { name throws(Failure) in
      guard let glyphs = PictureGlyphs(rawValue: name) else {
        throw Self.unknown("characters", name, PictureGlyphs.allCases.map(\.rawValue))
      }
      return glyphs
    }
    options.pixels = try pixels.map { name throws(Failure) in
      guard let wish = PixelWish(rawValue: name) else {
        throw Self.unknown("protocol", name, PixelWish.allCases.map(\.rawValue))
      }
      return wish
    }
    try place(path, into: &options)
    if let theme, ThemeCatalogue.theme(theme) == nil {
      throw Failure(
        .usage, "can't use the theme", theme, because: "there is none of this name",
        advice: "use one of \(ThemeCatalogue.identifiers.joined(separator: ", "))")
    }
    if plain { return runPlain(options) }
    let code = try run(options)
    if code != 0 { throw ExitCode(code) }
  }

  /// One line asks, some lines answer, until the input ends.
  private func runPlain(_ options: ExplorerOptions) {
    let variant = options.variant ?? options.configuration.variant
    var session = PlainSession(
      work: PipelineWork(), network: AskedNetwork(variant, checkpoint: options.checkpoint),
      picture: options.picture, method: options.configuration.method)
    Console.print(session.greeting())
    while !session.isOver, let line = readLine() {
      let words = session.respond(line)
      if !words.isEmpty { Console.print(words) }
    }
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

  private static func unknown(_ what: String, _ name: String, _ names: [String]) -> Failure {
    Failure(
      .usage, "can't use the \(what)", name, because: "there is none of this name",
      advice: "use one of \(names.joined(separator: ", "))")
  }

  /// `Assets/chelsea.png` beside the program or in a folder above it.
  private static var samplePicture: String? {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
    var folder = program.deletingLastPathComponent()
    for _ in 0..<6 {
      let path = folder.appendingPathComponent("Assets/chelsea.png").path
      if FileManager.default.fileExists(atPath: path) { return path }
      folder = folder.deletingLastPathComponent()
    }
    return nil
  }

  /// Refuses what is no library before the screen is taken.
  private static func readable(_ library: String) throws(Failure) -> String {
    _ = try ImageLibrary(reading: library)
    return library
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
