import ArgumentParser
import Attribution
import Explanations
import Foundation
import Imaging
import Library
import Support

struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Classify and explain every image of folders and lists into a library.",
    discussion: """
      The library is a folder with a SQLite database and an overlay an image. A batch that was \
      stopped in any way goes on where it was when it is started again. An image that can't be read \
      is recorded with its reason and skipped; the exit code says so. Inside an array of Slurm's or \
      an indexed job of Kubernetes' (with JOB_COMPLETIONS set) each task takes its own shard.
      """)

  @Argument(
    help: """
      Folders (with all folders in them), images, or files that list paths, one a line or with NUL \
      after each; - is a list on standard input.
      """, completion: .file())
  var sources: [String] = []
  @Option(
    name: .shortAndLong, help: "The library: a folder, which is made if it is not there.",
    completion: .directory)
  var output: String
  @OptionGroup var explanation: ExplanationArguments
  @Option(help: "How many classes are kept, those with the largest outputs first.") var top = 5
  @Option(
    name: [.long, .customLong("labels-csv")],
    help: """
      What is true: 'folders' (each image lies in a folder with its class's name, WordNet id or \
      index), or a CSV with the columns image and label.
      """, completion: .file())
  var truth: String?
  @Flag(help: "Go on if folders or images have no true class; their rows have none.")
  var allowUnlabelled = false
  @Option(help: "Do part I of N: I/N. Every image belongs to one part, whoever asks.")
  var shard: String?
  @Option(
    help: """
      What decides where an image belongs: content (default; every part reads every file) or path \
      (no part reads another's files).
      """)
  var shardBy = Shard.Key.content
  @Option(
    help: "File format of the overlays: jpeg, or png, which is exact and five times as large.")
  var overlayFormat = ThumbnailFormat.jpeg
  @Option(help: "Longer side of the overlays in pixels, or full for the photograph's own size.")
  var overlaySize = "320"
  @Flag(help: "Write no overlays.") var noOverlays = false
  @Flag(help: "Try images again that were skipped for what they hold.") var retrySkipped = false
  @Option(
    help: "Write the finished library to this .csv or .jsonl file as well.", completion: .file())
  var export: String?
  @Option(help: "text, json or jsonl.") var format = TextOrJSON.text
  @OptionGroup var tables: TableArguments
  @OptionGroup var console: OutputArguments

  mutating func validate() throws {
    sources = explanation.marking.images + sources
    if sources.isEmpty { throw ValidationError("name a folder, a list or an image") }
    try require("--top", top, in: 1...1000)
    if overlaySide == nil, overlaySize != "full" {
      throw ValidationError("--overlay-size is '\(overlaySize)', but must be 32 to 16384 or full")
    }
    if explanation.colors.scale == .shared {
      throw ValidationError(
        "--scale shared needs all maps at once; a batch has one at a time, use --scale own")
    }
  }

  /// The side of overlays; nil for the full size or what is no size.
  private var overlaySide: Int? {
    Int(overlaySize).flatMap { (32...16384).contains($0) ? $0 : nil }
  }

  func run() throws {
    Interruption.watch()
    let exporter = try export.map { path throws(Failure) in try LibraryExport(path) }
    let sources = try ImageSources(sources)
    let shard = try chosenShard()
    let network = try explanation.network.load(console)
    let request = try request(network, shard)
    network.announceClasses(of: request.explanation, console)
    if !allowUnlabelled { try request.truth?.check(sources, excluding: output) }
    let batch = try LibraryBatch(network, request, output: output)
    if let shard {
      console.note(
        "effscope: shard \(shard.number) of \(shard.count) by \(shardBy.rawValue) "
          + "(\(shard.origin))")
    }
    let meter = BatchMeter(batch.progress, isShown: console.showsProgress)
    var first: Failure?
    defer { meter.stop() }
    let isComplete = try batch.run(
      sources, countsAhead: meter.isShown && sources.isCountable,
      isCancelled: { Interruption.isAsked }
    ) { failure in
      meter.clear()
      Console.report(failure)
      first = first ?? failure
    }
    meter.stop()
    if let exporter, isComplete { try exporter.write(try ImageLibrary(reading: output)) }
    try conclude(batch, isComplete)
    let counts = batch.progress.counts
    if counts.clipped > 0 {
      console.warn("\(Photograph.clippingWords) (\(Self.count(counts.clipped, "image")))")
    }
    if !isComplete { throw ExitCode(.interrupted) }
    if let first { throw ExitCode(first.status) }
    if let failure = emptiness(counts) { throw failure }
  }

  /// The failure of a batch that found no image, or only ones that it skipped before.
  private func emptiness(_ counts: BatchProgress.Counts) -> Failure? {
    let names = sources.joined(separator: ", ")
    if counts.done == 0 {
      let others = counts.others
      let example = others.first.map { ", such as '\($0.name.printable)'" } ?? ""
      return Failure(
        .noInput, "can't find an image in", names,
        because: others.count == 0
          ? "there is no file"
          : "no file is called or begins like an image "
            + "(\(Self.count(others.count, "other file"))\(example))",
        advice: "name photographs, or a folder or list of them")
    }
    guard counts.known > 0, counts.known == counts.knownSkipped, counts.done == counts.known else {
      return nil
    }
    return Failure(
      .badData, "can't read any image of", names,
      because: "the library has \(Self.count(counts.known, "image")), all skipped",
      advice: "read the reasons with 'effscope library query', or add --retry-skipped")
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(NumberText.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The shard that was asked for, or the scheduler's.
  private func chosenShard() throws(Failure) -> Shard? {
    if let shard { return try Shard(parsing: shard) }
    return try Shard(environment: ProcessInfo.processInfo.environment)
  }

  private func request(_ network: LoadedNetwork, _ shard: Shard?) throws(Failure) -> BatchRequest {
    var request = BatchRequest(explanation: try explanation.request(on: network))
    request.overlays =
      noOverlays ? nil : BatchRequest.Overlays(format: overlayFormat, side: overlaySide)
    request.top = top
    request.truth =
      switch truth {
      case nil: nil
      case "folders": .folders(network)
      case let path?: try .table(path, network)
      }
    request.shard = shard
    request.shardKey = shardBy
    request.triesSkippedAgain = retrySkipped
    request.paths = explanation.paths
    return request
  }

  /// Says what was done, on standard output.
  private func conclude(_ batch: LibraryBatch, _ isComplete: Bool) throws(Failure) {
    let counts = batch.progress.counts
    let seconds = batch.progress.seconds
    let done = counts.examined + counts.skipped
    guard format == .text else {
      format.print(
        text: "",
        json: .object([
          ("library", .string(output)), ("complete", .boolean(isComplete)),
          ("examined", .integer(counts.examined)), ("skipped", .integer(counts.skipped)),
          ("known", .integer(counts.known)), ("elsewhere", .integer(counts.elsewhere)),
          ("others", .integer(counts.others.count)), ("clipped", .integer(counts.clipped)),
          ("seconds", .number((seconds * 1e3).rounded() / 1e3)),
        ]))
      return
    }
    let others = [
      (counts.skipped, "skipped"), (counts.known, "there already"),
      (counts.elsewhere, "of other shards"),
      (counts.others.count, counts.others.count == 1 ? "other file" : "other files"),
    ].filter { $0.0 > 0 }
    let parts = [(counts.examined, "examined")] + others
    let words = parts.map { "\(NumberText.grouped($0)) \($1)" }.joined(separator: ", ")
    var line = "\(output.printable): \(words)"
    if done > 0 {
      line +=
        "; \(NumberText.significant(Double(done) / max(seconds, 1e-3))) images a second, "
        + PassReport.duration(seconds)
    }
    Console.print(isComplete ? line : line + "; interrupted, run the same command to go on")
    guard isComplete, truth != nil else { return }
    let summary = try LibrarySummary(try ImageLibrary(reading: output))
    if let text = LibraryText.accuracy(summary) { Console.print(text) }
  }
}

extension Shard.Key: ExpressibleByArgument {}
extension ThumbnailFormat: ExpressibleByArgument {}
