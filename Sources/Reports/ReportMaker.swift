import Attribution
import Explanations
import Support

/// Makes a report: image after image, one held in memory at a time.
package struct ReportMaker {
  /// What whoever waits is told and asked.
  package struct Listener {
    /// An image is begun, by its number from 0 and its path; false stops the report.
    package var begin: (Int, String) -> Bool
    /// What a method of many passes will cost.
    package var announce: (Forecast) -> Void
    /// How far such a method is; false stops the report.
    package var advance: (Progress) -> Bool
    /// An image that could not be done.
    package var fail: (Failure) -> Void

    /// A listener; what is left out says nothing and goes on.
    package init(
      begin: @escaping (Int, String) -> Bool = { _, _ in true },
      announce: @escaping (Forecast) -> Void = { _ in },
      advance: @escaping (Progress) -> Bool = { _ in true },
      fail: @escaping (Failure) -> Void = { _ in }
    ) {
      self.begin = begin
      self.announce = announce
      self.advance = advance
      self.fail = fail
    }
  }

  /// The network that answers.
  package let network: LoadedNetwork
  /// What is wanted.
  package let order: ReportOrder

  /// A maker of one report.
  package init(_ network: LoadedNetwork, _ order: ReportOrder) {
    self.network = network
    self.order = order
  }

  /// Writes the report to `destination`; returns the failures of single images, in their order.
  ///
  /// One image that fails is reported in the report, and the others are done. Where none could be done,
  /// nothing is written. Throws what stops the whole: an output that can't be written, an interruption.
  package func make(
    at destination: ReportDestination, _ listener: Listener = Listener()
  ) throws(Failure) -> [Failure] {
    try order.explanation.check(against: network)
    let summary = ReportSummary(order, network: network)
    var writers: [any ReportFormat] = []
    for (index, format) in destination.formats.enumerated() {
      writers.append(try format.init(summary, files: destination.files(index)))
    }
    let examiner = Examiner(network)
    var outcome = ReportOutcome()
    var failures: [Failure] = []
    for (index, image) in order.images.enumerated() {
      guard listener.begin(index, image) else { throw interruption }
      let page: ReportPage
      do throws(Failure) {
        page = try self.page(image, number: index + 1, examiner, listener)
      } catch {
        if error.status == .interrupted { throw error }
        listener.fail(error)
        failures.append(error)
        outcome.problems.append(
          ReportOutcome.Problem(image: image.printable, reason: error.message))
        continue
      }
      for writer in writers.indices { try writers[writer].add(page) }
      outcome.entries.append(page.entry)
    }
    guard !outcome.entries.isEmpty else { return failures }
    for writer in writers.indices { try writers[writer].finish(outcome) }
    try destination.publish()
    return failures
  }

  private func page(
    _ image: String, number: Int, _ examiner: Examiner, _ listener: Listener
  ) throws(Failure) -> ReportPage {
    let explanations = try examiner.explain(
      try Photograph(reading: image), order.explanation, announce: listener.announce,
      progress: listener.advance)
    guard !explanations.isEmpty, !explanations.contains(where: \.isPartial) else {
      throw interruption
    }
    return try ReportPage(explanations, number: number, order: order)
  }

  private var interruption: Failure {
    Failure(
      .interrupted, "can't finish the report",
      because: "it was stopped before all images were done",
      advice: "nothing was written")
  }
}
