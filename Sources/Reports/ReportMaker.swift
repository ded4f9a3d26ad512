import Attribution
import Explanations
import Support

/// Makes a report, with one image in memory at a time.
package struct ReportMaker {
  /// Progress callbacks; return false to cancel.
  package struct ProgressCallbacks {
    /// Called before each image with its index from 0 and its path.
    package var begin: (Int, String) -> Bool
    /// Called with the cost of a method of many passes.
    package var announce: (Forecast) -> Void
    /// Called during such a method.
    package var advance: (Progress) -> Bool
    /// Called for each image that fails.
    package var fail: (Failure) -> Void
    /// Called with each photograph.
    package var show: (Photograph) -> Void

    package init(
      begin: @escaping (Int, String) -> Bool = { _, _ in true },
      announce: @escaping (Forecast) -> Void = { _ in },
      advance: @escaping (Progress) -> Bool = { _ in true },
      fail: @escaping (Failure) -> Void = { _ in },
      show: @escaping (Photograph) -> Void = { _ in }
    ) {
      (self.begin, self.announce) = (begin, announce)
      (self.advance, self.fail, self.show) = (advance, fail, show)
    }
  }

  package let network: LoadedNetwork
  package let order: ReportOrder

  package init(_ network: LoadedNetwork, _ order: ReportOrder) {
    self.network = network
    self.order = order
  }

  /// Writes the report to `destination`; returns the failures of images in order.
  ///
  /// The report lists failed images; if all fail, nothing is written. Throws if the output can't be
  /// written or a callback cancels.
  package func make(
    at destination: ReportDestination, _ callbacks: ProgressCallbacks = ProgressCallbacks()
  ) throws(Failure) -> [Failure] {
    try order.explanation.check(against: network)
    let summary = ReportSummary(order, network: network)
    var writers: [any ReportFormat] = []
    for (index, format) in destination.formats.enumerated() {
      writers.append(try format.init(summary, files: destination.files(index)))
    }
    let runner = ExplanationRunner(network)
    var outcome = ReportOutcome()
    var failures: [Failure] = []
    for (index, image) in order.images.enumerated() {
      guard callbacks.begin(index, image) else { throw interruption }
      let page: ReportPage
      do throws(Failure) {
        page = try self.page(image, number: index + 1, runner, callbacks)
      } catch {
        if error.status == .interrupted { throw error }
        callbacks.fail(error)
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
    _ image: String, number: Int, _ runner: ExplanationRunner, _ callbacks: ProgressCallbacks
  ) throws(Failure) -> ReportPage {
    let photograph = try Photograph(
      reading: image, pixelLimit: order.explanation.network.pixelLimit)
    callbacks.show(photograph)
    let explanations = try runner.explain(
      photograph, order.explanation, announce: callbacks.announce, progress: callbacks.advance)
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
