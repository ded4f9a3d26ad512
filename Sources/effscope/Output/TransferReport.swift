import Explanations
import Support
import Transfer

/// What transfer learning reached, for a person and for scripts.
struct TransferReport {
  let learnt: TransferLearning
  let network: LoadedNetwork
  let featureSeconds, trainingSeconds: Double
  let output: String?

  var text: String {
    let confusion = learnt.confusion
    var lines = [
      "\(learnt.classes.count) classes on \(network.variant.title), \(network.origin.label)", "",
      "accuracy       \(Self.words(confusion)) put aside"
        + (folds > 1 ? " in \(folds) folds" : ""),
      "training       \(NumberText.percent(learnt.trainingConfusion.accuracy)) of \(learnt.trainingConfusion.total)",
      "steps          \(learnt.steps)"
        + (folds > 1 ? " (median of the folds)" : " of \(losses.count - 1)")
        + ", the best on the images put aside" + (learnt.wasStopped ? ", stopped" : ""),
      "time           \(NumberText.significant(featureSeconds)) s for features, "
        + "\(NumberText.significant(trainingSeconds)) s for training",
    ]
    if let test = learnt.testConfusion {
      lines.insert("test           \(Self.words(test)) that played no part", at: 3)
    }
    if let temperature = learnt.temperature {
      lines.append(
        "temperature    \(NumberText.significant(temperature.value)): cross-entropy "
          + "\(NumberText.fixed(temperature.lossBefore, 3)) before, "
          + "\(NumberText.fixed(temperature.lossAfter, 3)) after")
    } else {
      lines.append(
        "temperature    none: it needs \(Temperature.fewestImages) images put aside or more")
    }
    if !learnt.skipped.isEmpty { lines.append("skipped        \(learnt.skipped.count) unreadable") }
    lines += ["", matrix.text]
    if !learnt.mistakes.isEmpty {
      lines += ["", "judged wrongly:"]
      lines += learnt.mistakes.prefix(10).map { mistake in
        "  \(mistake.path.printable): \(learnt.classes[mistake.truth].printable) taken for "
          + learnt.classes[mistake.prediction].printable
      }
      if learnt.mistakes.count > 10 { lines.append("  and \(learnt.mistakes.count - 10) more") }
    }
    if let output {
      lines += [
        "", "saved: \(output.printable); try: effscope cam IMAGE --checkpoint \(output.printable)",
      ]
    }
    return lines.joined(separator: "\n")
  }

  private var folds: Int { learnt.heldOut.outcomes.count }
  private var losses: [Double] { learnt.heldOut.outcomes[0].validationLosses }

  private static func words(_ confusion: Confusion) -> String {
    let interval = confusion.interval
    return "\(NumberText.percent(confusion.accuracy)) of \(confusion.total) images "
      + "(95 % interval \(NumberText.percent(interval.lowerBound)) to "
      + "\(NumberText.percent(interval.upperBound)))"
  }

  /// Images, accuracy, interval and matrix of a test.
  private static func json(_ confusion: Confusion) -> JSON {
    .object([
      ("images", .integer(confusion.total)), ("accuracy", .number(confusion.accuracy)),
      (
        "interval",
        .array([.number(confusion.interval.lowerBound), .number(confusion.interval.upperBound)])
      ),
      ("confusion", .array(confusion.counts.map { .array($0.map { .integer($0) }) })),
    ])
  }

  /// The confusion matrix; for many classes only the recall and the commonest mistake of each.
  private var matrix: TextTable {
    let names = learnt.classes.map(\.printable)
    let counts = learnt.confusion.counts
    if names.count <= 12 {
      return TextTable(
        columns: [("true class", .left)] + names.map { ($0, .right) },
        rows: counts.indices.map { [names[$0]] + counts[$0].map(String.init) })
    }
    return TextTable(
      columns: [
        ("class", .left), ("images", .right), ("found", .right), ("most often taken for", .left),
      ],
      rows: counts.indices.map { label in
        let others = counts[label].indices.filter { $0 != label && counts[label][$0] > 0 }
        let worst = others.max { counts[label][$0] < counts[label][$1] }
        return [
          names[label], String(counts[label].reduce(0, +)),
          learnt.confusion.recalls[label].map(NumberText.percent) ?? "–",
          worst.map { names[$0] } ?? "",
        ]
      })
  }

  var json: JSON {
    let confusion = learnt.confusion
    let interval = [confusion.interval.lowerBound, confusion.interval.upperBound]
    let mistakes = learnt.mistakes.map { mistake in
      JSON.object([
        ("image", .string(mistake.path)), ("class", .string(learnt.classes[mistake.truth])),
        ("predicted", .string(learnt.classes[mistake.prediction])),
      ])
    }
    return .object([
      ("variant", .string(network.variant.name)), ("checkpoint", .string(network.origin.label)),
      ("precision", .string(network.precision)),
      ("classes", .array(learnt.classes.map { .string($0) })),
      ("training_images", .integer(learnt.trainingConfusion.total)),
      ("validation_images", .integer(confusion.total)), ("accuracy", .number(confusion.accuracy)),
      ("interval", .array(interval.map { .number($0) })),
      ("training_accuracy", .number(learnt.trainingConfusion.accuracy)),
      ("confusion", .array(confusion.counts.map { .array($0.map { .integer($0) }) })),
      ("steps", .integer(learnt.steps)), ("stopped", .boolean(learnt.wasStopped)),
      ("folds", folds > 1 ? .integer(folds) : .null),
      ("test", learnt.testConfusion.map(Self.json) ?? .null),
      ("temperature", learnt.temperature.map { .number($0.value) } ?? .null),
      ("cross_entropy_before", learnt.temperature.map { .number($0.lossBefore) } ?? .null),
      ("cross_entropy_after", learnt.temperature.map { .number($0.lossAfter) } ?? .null),
      ("validation_losses", .array(losses.map { .number($0) })),
      ("feature_seconds", .number(featureSeconds)), ("training_seconds", .number(trainingSeconds)),
      ("skipped", .array(learnt.skipped.map { .string($0.message) })),
      ("mistakes", .array(mistakes)), ("output", output.map { .string($0) } ?? .null),
    ])
  }
}
