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
    let interval = confusion.interval
    var lines = [
      "\(learnt.classes.count) classes on \(network.variant.title), \(network.origin.label)", "",
      "accuracy       \(NumberText.percent(confusion.accuracy)) of \(confusion.total) images put aside "
        + "(95 % interval \(NumberText.percent(interval.lowerBound)) to \(NumberText.percent(interval.upperBound)))",
      "training       \(NumberText.percent(learnt.trainingConfusion.accuracy)) of \(learnt.trainingConfusion.total)",
      "steps          \(learnt.outcome.best) of \(learnt.outcome.validationLosses.count - 1) "
        + "(the best on the images put aside)" + (learnt.outcome.wasStopped ? ", stopped" : ""),
      "time           \(NumberText.significant(featureSeconds)) s for features, "
        + "\(NumberText.significant(trainingSeconds)) s for training",
    ]
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
      ("classes", .array(learnt.classes.map { .string($0) })),
      ("trainingImages", .integer(learnt.trainingConfusion.total)),
      ("validationImages", .integer(confusion.total)), ("accuracy", .number(confusion.accuracy)),
      ("interval", .array(interval.map { .number($0) })),
      ("trainingAccuracy", .number(learnt.trainingConfusion.accuracy)),
      ("confusion", .array(confusion.counts.map { .array($0.map { .integer($0) }) })),
      ("steps", .integer(learnt.outcome.best)),
      ("stopped", .boolean(learnt.outcome.wasStopped)),
      ("validationLosses", .array(learnt.outcome.validationLosses.map { .number($0) })),
      ("featureSeconds", .number(featureSeconds)), ("trainingSeconds", .number(trainingSeconds)),
      ("skipped", .array(learnt.skipped.map { .string($0.message) })),
      ("mistakes", .array(mistakes)), ("output", output.map { .string($0) } ?? .null),
    ])
  }
}
