import ArgumentParser
import Attribution
import Explanations
import Library
import Reports
import Support

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a report on images: pictures, numbers, provenance.",
    discussion: """
      The ending of --output chooses the form (.html, .md, .tex, .pdf, .png); a folder gets all of them. \
      A report names the command line that makes each figure again, byte for byte. With --library, \
      the images, their true classes, the network and the method are those of a library that 'batch' \
      wrote.
      """)

  @Argument(
    help:
      "PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC, AVIF or preprocessed .npy files; - is standard input.",
    completion: .file()
  )
  var images: [String] = []
  @Option(name: .shortAndLong, help: "A file, or a folder for every form.", completion: .file())
  var output: String
  @Option(
    parsing: .singleValue,
    help: "Form: \(ReportFormats.names) (default: by the ending); may be given several times.")
  var format: [String] = []
  @Option(help: "Heading of the report.") var title: String?
  @Option(help: "Number of classes listed for each image.") var top = 5
  @Option(
    help: """
      Longest side of the photographs in pixels (default: \(ReportOrder.standardSide), or a smaller \
      photograph's own).
      """)
  var side: Int?
  @OptionGroup var explanation: ExplanationArguments
  @OptionGroup var size: RequestArguments<FigureSelection>
  @OptionGroup var truth: RequestArguments<TruthSelection>
  @Option(help: "Report on images of this library, chosen by --where, --sort and --limit.")
  var library: String?
  @OptionGroup(title: "Images of the library") var filter: LibraryFilterArguments
  @OptionGroup var console: OutputArguments

  mutating func validate() throws {
    images = explanation.marking.images + images
    if library == nil {
      if images.isEmpty { throw ValidationError("name an image") }
      if filter.isGiven {
        throw ValidationError("--where, --sort, --limit and --offset belong to --library")
      }
    } else if !images.isEmpty || !truth.isEmpty {
      throw ValidationError("--library names the images and their true classes")
    }
    try require("--top", top, in: 1...Int.max)
    if let side {
      try require("--side", side, in: PictureStyle.sides)
      if size.has("print-width") {
        throw ValidationError("--side and --print-width exclude each other")
      }
    }
    if size.has("range"), explanation.colors.scale != nil {
      throw ValidationError("--range says the values of the colours; leave --scale out")
    }
    if explanation.colors.scale == .shared {
      throw ValidationError(
        "a shared scale is not known before the last image; use 'effscope cam --scale shared'")
    }
    if images.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("standard input can be read once only")
    }
  }

  func run() throws {
    Interruption.watch()
    let destination = try ReportDestination(
      output, formats: try format.map { try ReportFormats.named($0) })
    let audit = try library.map { path throws(Failure) in
      try LibraryAudit(path, try filter.query)
    }
    let loaded = try load(audit)
    let order = try order(loaded, audit)
    let images = order.images
    let maker = ReportMaker(loaded, order)
    var progress = ImageProgress(images: images.count, console: console)
    var current = ""
    var isAnnounced = false
    let failures = try maker.make(
      at: destination,
      ReportMaker.ProgressCallbacks(
        begin: { index, image in
          if index > 0 { progress.finishImage() }
          current = image
          return progress.show(image)
        },
        announce: { forecast in
          guard !isAnnounced else { return }
          isAnnounced = progress.announce(
            seconds: forecast.seconds * Double(images.count),
            stopping: "stops, and nothing is written")
        },
        advance: { progress.show(current, done: $0.done, total: $0.total) },
        fail: { failure in
          progress.clear()
          Console.report(failure)
        },
        show: { photograph in
          progress.clear()
          console.announce(photograph, on: loaded)
        }))
    progress.clear()
    if failures.count < images.count {
      for path in destination.paths { Console.print(path.printable) }
    }
    if let failure = failures.first { throw ExitCode(failure.status) }
  }

  /// The network that was asked for, or else the library's.
  private func load(_ audit: LibraryAudit?) throws(Failure) -> LoadedNetwork {
    guard explanation.network.isEmpty, var request = try audit?.networkRequest else {
      return try explanation.network.load(console)
    }
    request.threads = explanation.network.threads
    let loaded = try NetworkLoader.load(request)
    loaded.announce(console)
    return loaded
  }

  private func request(
    _ loaded: LoadedNetwork, _ audit: LibraryAudit?
  ) throws(Failure) -> ExplanationRequest {
    guard let audit else { return try explanation.request(size, truth, on: loaded) }
    for difference in audit.differences(of: loaded) { console.warn(difference) }
    var request = try audit.explanationRequest(in: loaded)
    if !explanation.network.isEmpty { request.network = try explanation.network.request }
    request.paths = explanation.paths ?? .relative
    for options in [
      explanation.map, explanation.fusion, explanation.drawing, explanation.marking, size,
    ] as [any RequestOptions] { try options.apply(to: &request) }
    return try request.resolved(in: loaded)
  }

  private func order(
    _ loaded: LoadedNetwork, _ audit: LibraryAudit?
  ) throws(Failure) -> ReportOrder {
    var line = CommandLineText("report")
    let request = try request(loaded, audit)
    for word in CommandLine.arguments.dropFirst(2) {
      let value = word.firstIndex(of: "/") ?? word.endIndex
      let isWhole = value == word.startIndex || word.prefix(upTo: value).hasSuffix("=")
      line.add(
        isWhole ? word.prefix(upTo: value) + request.paths.record(String(word[value...])) : word)
    }
    var order = ReportOrder(
      images: audit?.images ?? images, explanation: request, date: ReportOrder.now,
      command: line.text)
    loaded.announceClasses(of: order.explanation, console)
    order.top = top
    order.side = side
    order.scale = explanation.colors.scale ?? .photograph
    order.title = title
    return order
  }
}
