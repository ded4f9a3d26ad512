import Support

/// The content of a report about one image, independent of the file format.
package struct ReportPage: Hashable, Sendable {
  /// A class with its probability.
  package struct Prediction: Hashable, Sendable {
    package var index: Int
    package var label: String
    /// 0...1; nil if the outputs are plain numbers.
    package var probability: Double?
    package var logit: Double

    package init(index: Int, label: String, probability: Double?, logit: Double) {
      (self.index, self.label) = (index, label)
      (self.probability, self.logit) = (probability, logit)
    }

    /// `39.5 %`, or the output if it is a plain number.
    var answer: String { NumberText.answer(probability, output: logit) }

    /// Length of the bar, 0...1; 0 if the outputs are plain numbers.
    var share: Double { probability.map { $0.isFinite ? $0 : 0 } ?? 0 }

    /// `282 tabby`.
    var title: String { "\(index) \(label)" }
  }

  /// One explanation: heading, numbers and pictures.
  package struct Explanation: Hashable, Sendable {
    /// `CAM of 282 tabby at stage9`.
    package var heading: String
    package var target: Prediction
    package var facts: [ReportFact] = []
    package var figures: [ReportFigure] = []

    package init(heading: String, target: Prediction) {
      (self.heading, self.target) = (heading, target)
    }
  }

  /// Number in the report, from 1.
  package var number: Int
  /// The image's path without control characters.
  package var image: String
  package var facts: [ReportFact] = []
  /// The classes with the largest outputs, best first.
  package var predictions: [Prediction] = []
  /// The command line that reproduces the predictions.
  package var command = ""
  package var explanations: [Explanation] = []
  /// The true class and its place; nil if it is not known.
  package var truth: String?
  /// True if the network's weights are random.
  package var isUntrained = false

  package init(number: Int, image: String) { (self.number, self.image) = (number, image) }

  package var name: String { image.split(separator: "/").last.map(String.init) ?? image }

  /// What each command line of the page makes, and the line.
  var commands: [ReportFact] {
    [ReportFact("Predictions of \(number). \(name)", command)]
      + explanations.flatMap(\.figures).map { ReportFact($0.fileName, $0.command) }
  }

  /// The page's entry in the list of images.
  package var entry: ReportOutcome.Entry {
    ReportOutcome.Entry(number: number, image: image, best: predictions.first)
  }
}

extension [ReportPage.Prediction] {
  /// False if the outputs are plain numbers.
  var hasProbabilities: Bool { allSatisfy { $0.probability != nil } }

  /// Heading of the column of answers.
  var answerTitle: String { hasProbabilities ? "Probability" : "Output" }
}

/// The first part of a report: the network, its origin and all settings.
package struct ReportSummary: Hashable, Sendable {
  package var title: String
  package var network: String
  package var facts: [ReportFact] = []
  /// Warnings of the checkpoint's reader, one line each.
  package var warnings: [String] = []
  package var isUntrained = false
  /// Headings of the network's table; two columns of text, then numbers.
  package var columns: [String] = []
  package var rows: [[String]] = []
  package var totals = ""
  /// The command line that reproduces the table.
  package var tableCommand = ""
  /// Number of images in the order.
  package var images = 0
  /// The command line that made the report.
  package var command = ""
  /// ISO 8601.
  package var date = ""

  package init(title: String, network: String) { (self.title, self.network) = (title, network) }

  /// The warning about random weights.
  package static let untrained =
    "Untrained: these weights are random numbers. Predictions and maps mean nothing."
  static let settingsTitle = "Network and settings"
  /// Explains the command lines, and stands above the report's own.
  static let reproduction =
    "Each command line makes a picture or numbers again, run in the folder in which the report was "
    + "made. The report itself:"
  static let commandsTitle = "Commands"

  var allWarnings: [String] { (isUntrained ? [Self.untrained] : []) + warnings }
}

/// The results of all images.
package struct ReportOutcome: Hashable, Sendable {
  package struct Entry: Hashable, Sendable {
    package var number: Int
    package var image: String
    package var best: ReportPage.Prediction?
  }

  /// An image that failed.
  package struct Problem: Hashable, Sendable {
    package var image: String
    /// The error's message.
    package var reason: String

    package init(image: String, reason: String) { (self.image, self.reason) = (image, reason) }
  }

  package var entries: [Entry] = []
  package var problems: [Problem] = []

  package init() {}

  /// The best class of each image: `1. cat.jpg`, `282 tabby, 45.2 %`.
  var entryFacts: [ReportFact] {
    entries.map { entry in
      let best = entry.best.map { "\($0.title), \($0.answer)" }
      return ReportFact("\(entry.number). \(entry.image)", best ?? "")
    }
  }

  static let problemTitle = "Images that could not be done"

  var problemFacts: [ReportFact] { problems.map { ReportFact($0.image, $0.reason) } }

  /// The numbers of successful and failed images.
  package var words: String {
    let all = entries.count + problems.count
    let images = "\(all) image\(all == 1 ? "" : "s")"
    return problems.isEmpty
      ? images : "\(entries.count) of \(images); \(problems.count) could not be done"
  }
}
