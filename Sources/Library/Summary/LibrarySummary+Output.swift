import Figures
import Support

extension LibrarySummary {
  /// The summary with every class and confusion.
  package var json: JSON {
    let skipped: [JSON] = skipped.map {
      .object([("status", .integer($0.status)), ("count", .integer($0.count))])
    }
    let classes: [JSON] = classes.map { item in
      .object(
        [("index", .integer(item.index)), ("label", .string(label(item.index)))]
          + Self.pairs(item.accuracy) + [
            ("mean_probability", item.meanProbability.map { .number($0) } ?? .null)
          ])
    }
    let confusions: [JSON] = confusions.map { item in
      .object([
        ("truth", .integer(item.truth)), ("truth_label", .string(label(item.truth))),
        ("answer", .integer(item.answer)), ("answer_label", .string(label(item.answer))),
        ("count", .integer(item.count)),
      ])
    }
    return .object([
      ("library", .string(library.place.folder)),
      ("settings", .object(library.settings.choices.map { ($0.name, .string($0.value)) })),
      ("notes", .object(library.settings.notes.map { ($0.name, .string($0.value)) })),
      ("images", .integer(images)), ("answered", .integer(answered)),
      ("skipped", .array(skipped)), ("means", means.map(Self.json) ?? .null),
      ("accuracy", accuracy.map { .object(Self.pairs($0)) } ?? .null),
      ("classes", .array(classes)), ("confusions", .array(confusions)),
      ("calibration", calibration.map(Self.json) ?? .null),
    ])
  }

  package var answered: Int { images - skipped.reduce(0) { $0 + $1.count } }

  /// The reliability diagram; nil without labels.
  package var plot: Plot? {
    guard let calibration else { return nil }
    let weights = library.settings["weights"] ?? ""
    return calibration.plot(
      title: "Reliability: \(library.settings["variant"] ?? ""), "
        + "ECE \(NumberText.fixed(calibration.equalMassError * 100, 2)) %"
        + (calibration.direction == .undecided ? "" : ", \(calibration.direction.rawValue)"),
      caption:
        "\(NumberText.grouped(calibration.count)) images with a label; \(weights.printable), "
        + "\(calibration.equalMassBins.count) bins of equal count; number of images at the foot")
  }

  private func label(_ index: Int) -> String { library.classNames[index] }

  private static func pairs(_ accuracy: Accuracy) -> [(String, JSON)] {
    let count = Double(max(accuracy.count, 1))
    return [
      ("count", .integer(accuracy.count)), ("top1", .number(Double(accuracy.top1) / count)),
      ("top5", .number(Double(accuracy.top5) / count)),
    ]
  }

  private static func json(_ means: Means) -> JSON {
    let times = means.milliseconds
    let milliseconds = JSON.object([
      ("decode", .number(times.decode)), ("preprocess", .number(times.preprocess)),
      ("forward", .number(times.forward)), ("attribution", .number(times.attribution)),
    ])
    return .object([
      ("probability", means.probability.map { .number($0) } ?? .null),
      ("entropy", means.entropy.map { .number($0) } ?? .null),
      ("border", .number(means.border)), ("milliseconds", milliseconds),
    ])
  }

  private static func json(_ bins: [Calibration.Bin]) -> JSON {
    .array(
      bins.map { bin in
        .object([
          ("low", .number(bin.low)), ("high", .number(bin.high)), ("count", .integer(bin.count)),
          ("accuracy", bin.accuracy.map { .number($0) } ?? .null),
          ("accuracy_low", bin.interval.map { .number($0.lowerBound) } ?? .null),
          ("accuracy_high", bin.interval.map { .number($0.upperBound) } ?? .null),
          ("confidence", bin.confidence.map { .number($0) } ?? .null),
        ])
      })
  }

  private static func json(_ calibration: Calibration) -> JSON {
    let temperature = calibration.temperature
    let scaled = temperature.map { calibration.scaled(by: $0) }
    return .object([
      ("expected_error", .number(calibration.expectedError)),
      ("maximum_error", .number(calibration.maximumError)),
      ("equal_mass_error", .number(calibration.equalMassError)),
      ("direction", .string(calibration.direction.rawValue)),
      ("temperature", temperature.map { .number($0.value) } ?? .null),
      ("scaled_error", scaled.map { .number($0.expectedError) } ?? .null),
      ("scaled_equal_mass_error", scaled.map { .number($0.equalMassError) } ?? .null),
      ("bins", json(calibration.bins)), ("equal_mass_bins", json(calibration.equalMassBins)),
    ])
  }
}
