import Figures
import Support

extension Calibration {
  /// How the mean confidence lies to the share of right answers.
  package enum Direction: String, Hashable, Sendable {
    case underConfident = "under-confident"
    case overConfident = "over-confident"
    /// The mean confidence is within the interval of the share.
    case undecided
  }

  /// Under- or over-confident if Wilson's interval of all answers leaves out the mean confidence.
  package var direction: Direction {
    let whole = whole
    guard let interval = whole.interval, let confidence = whole.confidence else {
      return .undecided
    }
    if interval.contains(confidence) { return .undecided }
    return confidence < interval.lowerBound ? .underConfident : .overConfident
  }

  /// The direction in one sentence; nil without answers.
  package var directionWords: String? {
    let whole = whole
    guard let share = whole.accuracy, let interval = whole.interval,
      let confidence = whole.confidence
    else { return nil }
    let numbers =
      "mean confidence \(NumberText.percent(confidence)), right \(NumberText.percent(share)) "
      + "(\(NumberText.percent(interval.lowerBound))–\(NumberText.percent(interval.upperBound)))"
    return direction == .undecided
      ? "neither under- nor over-confident on these images: \(numbers)"
      : "\(direction.rawValue): \(numbers)"
  }

  /// The reliability diagram: a bar for each bin of equal count, with Wilson's interval and the number
  /// of answers, and the diagonal.
  package func plot(title: String, caption: String) -> Plot {
    var plot = Plot(
      title: title, x: PlotAxis("Confidence", range: 0...1),
      y: PlotAxis("Share of right answers", range: 0...1),
      series: [
        PlotSeries(
          "perfect calibration", [PlotPoint(0, 0), PlotPoint(1, 1)], color: 7, marker: .none,
          isDashed: true),
        PlotSeries(
          "right answers at the bin's mean confidence, 95 % (Wilson)",
          equalMassBins.compactMap { bin in
            guard let confidence = bin.confidence, let accuracy = bin.accuracy else { return nil }
            return PlotPoint(confidence, accuracy)
          }, color: 0, isJoined: false),
      ], caption: caption)
    plot.bars = equalMassBins.compactMap { bin in
      guard let confidence = bin.confidence, let accuracy = bin.accuracy else { return nil }
      return PlotBar(
        bin.low...bin.high, height: accuracy, middle: confidence, interval: bin.interval,
        label: NumberText.grouped(bin.count), color: 4)
    }
    return plot
  }
}
