import Support

/// What a report says about one image; formats draw it.
package struct ReportPage: Hashable, Sendable {
  /// A class with its probability.
  package struct Prediction: Hashable, Sendable {
    package var index: Int
    package var label: String
    /// Softmax probability, 0…1.
    package var probability: Double
    package var logit: Double

    /// A class with its scores.
    package init(index: Int, label: String, probability: Double, logit: Double) {
      self.index = index
      self.label = label
      self.probability = probability
      self.logit = logit
    }
  }

  /// One explanation: what was asked, the numbers, the pictures.
  package struct Explanation: Hashable, Sendable {
    /// Method, class and layer.
    package var heading: String
    /// The class that is explained.
    package var target: Prediction
    package var facts: [ReportFact]
    package var figures: [ReportFigure]

    /// An explanation.
    package init(
      heading: String, target: Prediction, facts: [ReportFact], figures: [ReportFigure]
    ) {
      self.heading = heading
      self.target = target
      self.facts = facts
      self.figures = figures
    }
  }

  /// The image's number in the report, from 1.
  package var number: Int
  /// The image's path as it was given, free of control characters.
  package var image: String
  package var facts: [ReportFact]
  /// The most probable classes, best first.
  package var predictions: [Prediction]
  /// The command line that prints the predictions again.
  package var command: String
  package var explanations: [Explanation]
  /// Whether the network's weights are random.
  package var isUntrained: Bool

  /// A page.
  package init(
    number: Int, image: String, facts: [ReportFact], predictions: [Prediction], command: String,
    explanations: [Explanation], isUntrained: Bool
  ) {
    self.number = number
    self.image = image
    self.facts = facts
    self.predictions = predictions
    self.command = command
    self.explanations = explanations
    self.isUntrained = isUntrained
  }

  /// The image's file name.
  package var name: String { image.lastPathComponent }

  /// The page in a line of the list of all.
  package var entry: ReportOutcome.Entry {
    ReportOutcome.Entry(number: number, image: image, best: predictions.first)
  }
}

/// What stands before the pages: the network, where it comes from, how everything was done.
package struct ReportSummary: Hashable, Sendable {
  package var title: String
  /// The network and its input.
  package var network: String
  package var facts: [ReportFact]
  /// What the checkpoint's reader found odd, one line each.
  package var warnings: [String]
  package var isUntrained: Bool
  /// Headings of the network's table; the first two columns are words, the others numbers.
  package var columns: [String]
  package var rows: [[String]]
  /// The totals below the table.
  package var totals: String
  /// The command line that prints the table again.
  package var tableCommand: String
  /// How many images were asked for.
  package var images: Int
  /// The command line of the report itself.
  package var command: String
  /// When it was made, ISO 8601.
  package var date: String

  /// A summary.
  package init(
    title: String, network: String, facts: [ReportFact], warnings: [String], isUntrained: Bool,
    columns: [String], rows: [[String]], totals: String, tableCommand: String, images: Int,
    command: String, date: String
  ) {
    self.title = title
    self.network = network
    self.facts = facts
    self.warnings = warnings
    self.isUntrained = isUntrained
    self.columns = columns
    self.rows = rows
    self.totals = totals
    self.tableCommand = tableCommand
    self.images = images
    self.command = command
    self.date = date
  }

  /// What every format says of weights that nobody trained.
  package static let untrained =
    "Untrained: these weights are random numbers. Predictions and maps mean nothing."
}

/// What became of the images, known once all are done.
package struct ReportOutcome: Hashable, Sendable {
  /// An image in the list of all.
  package struct Entry: Hashable, Sendable {
    package var number: Int
    package var image: String
    package var best: ReportPage.Prediction?
  }

  /// An image that could not be done.
  package struct Problem: Hashable, Sendable {
    package var image: String
    /// Why, in the words of the error.
    package var reason: String

    /// An image with what went wrong.
    package init(image: String, reason: String) {
      self.image = image
      self.reason = reason
    }
  }

  package var entries: [Entry] = []
  package var problems: [Problem] = []

  /// Nothing so far.
  package init() {}

  /// How many were done, and how many were not.
  package var words: String {
    let all = entries.count + problems.count
    let done = "\(entries.count) of \(all) image\(all == 1 ? "" : "s")"
    return problems.isEmpty
      ? "\(all) image\(all == 1 ? "" : "s")" : "\(done); \(problems.count) could not be done"
  }
}
