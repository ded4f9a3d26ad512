import ArgumentParser
import Evaluation
import Library
import Support

struct LibrarySummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Sum up a library: accuracy, classes, confusions, calibration.")

  @Argument(help: "The library: the folder that 'batch' wrote.", completion: .directory)
  var library: String
  @Option(help: "Bins of the calibration.") var bins = Calibration.standardBins
  @Option(help: "Draw the reliability diagram into this .png or .svg file.", completion: .file())
  var plot: String?
  @Option(help: "How many classes and confusions the text lists.") var top = 10
  @Option(help: "text, json or jsonl.") var format = TextOrJSON.text

  func validate() throws {
    try require("--bins", bins, in: 1...1000)
    try require("--top", top, in: 0...Int.max)
  }

  func run() throws {
    let file = try plot.map { path throws(Failure) in try PlotFile(path) }
    let summary = try LibrarySummary(try ImageLibrary(reading: library), bins: bins)
    if let file {
      guard let plot = summary.plot else {
        let objection = summary.library.settings.outputs.objectionToCalibration
        throw Failure(
          .usage, "can't draw the reliability of", library,
          because: objection ?? "its images have no labels",
          advice: objection == nil ? "run the batch with --truth folders or --truth FILE.csv" : nil)
      }
      try file.write([plot], columns: 1)
    }
    format.print(text: LibraryText.text(summary, top: top), json: summary.json)
  }
}

/// A library's summary as people read it.
enum LibraryText {
  /// Everything, with at most `top` classes and confusions.
  static func text(_ summary: LibrarySummary, top: Int) -> String {
    var lines = [heading(summary)]
    for skipped in summary.skipped {
      lines.append("  \(NumberText.grouped(skipped.count)) skipped: \(reason(skipped.status))")
    }
    if let means = summary.means {
      let times = means.milliseconds
      var parts: [String] = []
      if let probability = means.probability {
        parts.append("mean confidence \(NumberText.percent(probability))")
      }
      if let entropy = means.entropy {
        parts.append("entropy \(NumberText.fixed(entropy, 2)) nats")
      }
      if parts.isEmpty { parts.append("plain numbers without probabilities") }
      parts.append("evidence touches the border in \(NumberText.percent(means.border))")
      lines.append(parts.joined(separator: ", "))
      lines.append(
        "mean times: decode \(NumberText.fixed(times.decode, 1)) ms, preprocess "
          + "\(NumberText.fixed(times.preprocess, 1)) ms, forward \(NumberText.fixed(times.forward, 1)) ms, "
          + "map \(NumberText.fixed(times.attribution, 1)) ms")
    }
    if let accuracy = accuracy(summary) { lines += ["", accuracy] }
    if summary.accuracy != nil, top > 0 { lines += ["", classes(summary, top)] }
    if !summary.confusions.isEmpty, top > 0 { lines += ["", confusions(summary, top)] }
    if let calibration = summary.calibration { lines += ["", table(calibration)] }
    return lines.joined(separator: "\n")
  }

  /// Top-1, top-5 and calibration in one line; nil without labels.
  static func accuracy(_ summary: LibrarySummary) -> String? {
    guard let accuracy = summary.accuracy else { return nil }
    guard let calibration = summary.calibration else {
      return "accuracy: the true label is found (50 % or more) in "
        + "\(share(accuracy.top1, accuracy.count)) of \(NumberText.grouped(accuracy.count)) images "
        + "with a label; no calibration: "
        + (summary.library.settings.outputs.objectionToCalibration ?? "there are no labels")
    }
    // Of two classes, one is always among the first five.
    let isPair = summary.library.settings.outputs == .oneSigmoid
    let topFive = isPair ? "" : ", top-5 \(share(accuracy.top5, accuracy.count))"
    return
      "accuracy: \(isPair ? "right in" : "top-1") \(share(accuracy.top1, accuracy.count))\(topFive) of "
      + "\(NumberText.grouped(accuracy.count)) images with a "
      + "label; calibration error \(NumberText.percent(calibration.expectedError))"
  }

  private static func heading(_ summary: LibrarySummary) -> String {
    let library = summary.library
    func word(_ name: String) -> String { (library.settings[name] ?? "?").printable }
    return "\(library.place.folder.printable): \(NumberText.grouped(summary.images)) images, "
      + "\(NumberText.grouped(summary.answered)) answered by \(word("variant")) "
      + "(\(word("weights"))), \(word("method")) at \(word("layer"))"
  }

  private static func reason(_ status: Int) -> String {
    switch ExitStatus(rawValue: Int32(status)) {
    case .badData: "bad data"
    case .noInput: "no such file"
    case .tryAgain: "changed while it was read"
    case .inputOutput: "can't be read"
    default: "exit code \(status)"
    }
  }

  private static func classes(_ summary: LibrarySummary, _ top: Int) -> String {
    let hasTopFive = ![.sigmoids, .oneSigmoid].contains(summary.library.settings.outputs)
    let shares: [(title: String, alignment: TextTable.Alignment)] =
      hasTopFive ? [("top-1", .right), ("top-5", .right)] : [("found", .right)]
    return TextTable(
      columns: [("class", .right), ("images", .right)] + shares + [("worst classes first", .left)],
      rows: summary.classes.prefix(top).map { item in
        let count = item.accuracy.count
        let found =
          [share(item.accuracy.top1, count)]
          + (hasTopFive ? [share(item.accuracy.top5, count)] : [])
        return [String(item.index), NumberText.grouped(count)] + found
          + [summary.library.classNames[item.index].printable]
      }
    ).text
  }

  private static func confusions(_ summary: LibrarySummary, _ top: Int) -> String {
    func name(_ index: Int) -> String { "\(index) \(summary.library.classNames[index])".printable }
    return TextTable(
      columns: [("times", .right), ("true class", .left), ("answered", .left)],
      rows: summary.confusions.prefix(top).map {
        [NumberText.grouped($0.count), name($0.truth), name($0.answer)]
      }
    ).text
  }

  private static func table(_ calibration: Calibration) -> String {
    let table = TextTable(
      columns: [("confidence", .right), ("images", .right), ("mean", .right), ("right", .right)],
      rows: calibration.bins.filter { $0.count > 0 }.map { bin in
        [
          "\(NumberText.fixed(bin.low * 100, 0))–\(NumberText.fixed(bin.high * 100, 0)) %",
          NumberText.grouped(bin.count), NumberText.percent(bin.confidence ?? 0),
          NumberText.percent(bin.accuracy ?? 0),
        ]
      })
    return table.text
      + "\nexpected calibration error \(NumberText.percent(calibration.expectedError)), "
      + "maximum \(NumberText.percent(calibration.maximumError))"
  }

  private static func share(_ part: Int, _ whole: Int) -> String {
    NumberText.percent(Double(part) / Double(max(whole, 1)))
  }
}
