import ArgumentParser
import Attribution
import Explanations
import Reports
import Support

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a report on images: pictures, numbers, provenance.",
    discussion: """
      The ending of --output chooses the form (.html, .md, .tex, .pdf, .png); a folder gets all of them. \
      Below every figure stands the command line that makes it again, byte for byte.
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
  @Option(help: "Longest side of the pictures in pixels.") var side = ReportOrder.standardSide
  @OptionGroup var explanation: ExplanationArguments
  @OptionGroup var console: OutputArguments

  mutating func validate() throws {
    images = explanation.marking.images + images
    if images.isEmpty { throw ValidationError("name an image") }
    try require("--top", top, in: 1...Int.max)
    try require("--side", side, in: PictureStyle.sides)
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
    let loaded = try explanation.network.load(console)
    let maker = ReportMaker(loaded, try order(loaded))
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

  private func order(_ loaded: LoadedNetwork) throws(Failure) -> ReportOrder {
    var line = CommandLineText("report")
    let request = try explanation.request(on: loaded)
    for word in CommandLine.arguments.dropFirst(2) {
      let value = word.firstIndex(of: "/") ?? word.endIndex
      let isWhole = value == word.startIndex || word.prefix(upTo: value).hasSuffix("=")
      line.add(
        isWhole ? word.prefix(upTo: value) + request.paths.record(String(word[value...])) : word)
    }
    var order = ReportOrder(
      images: images, explanation: request, date: ReportOrder.now, command: line.text)
    loaded.announceClasses(of: order.explanation, console)
    order.top = top
    order.side = side
    order.title = title
    return order
  }
}
