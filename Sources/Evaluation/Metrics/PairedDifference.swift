import Attribution
import Support

/// The mean difference of two methods over the same images, with its t interval.
package struct PairedDifference: Hashable, Sendable {
  package let mean: Double
  /// The ends of the confidence interval; nil for fewer than two pairs.
  package let interval: ClosedRange<Double>?
  /// Number of images with both values.
  package let count: Int

  /// Differences `first − second` of pairs in which both are known, at the confidence `level`.
  package init(_ first: [Double], _ second: [Double], level: Double) {
    let differences = zip(first, second).map { $0 - $1 }
    let summary = MetricSummary(differences)
    (mean, count) = (summary.mean, summary.count)
    guard count > 1, mean.isFinite else {
      interval = nil
      return
    }
    let half =
      StudentT.twoSided(level: level, degrees: count - 1) * summary.standardError
    interval = (mean - half)...(mean + half)
  }

  /// True if the interval leaves out 0.
  package var isToldApart: Bool { interval.map { !$0.contains(0) } ?? false }
}

/// The methods of one column against its best.
package struct ColumnComparison: Sendable {
  package let column: MetricColumn
  /// The methods with the best mean; several if they tie.
  package let best: [String]
  /// The other methods, each less the first of the best.
  package let others: [(method: String, difference: PairedDifference)]

  /// The methods that may be the best: the best and those that can't be told apart from it.
  package var candidates: [String] {
    let near = others.filter { $0.difference.interval != nil && !$0.difference.isToldApart }
    return best + near.map(\.method)
  }
}

extension EvaluationReport {
  /// Confidence of all intervals of a column together (Bonferroni).
  package static let confidence = 0.95

  /// The columns that have a best method and a value of each image.
  package var comparisons: [ColumnComparison] {
    columns.filter { !$0.isBestOfCurve }.compactMap { column in
      let winners = best(column)
      let names = request.methods.map(\.name)
      let tied = names.filter(winners.contains)
      guard let first = tied.first else { return nil }
      let others = names.filter {
        !winners.contains($0) && !summary($0, column.name).mean.isNaN
      }
      let level = 1 - (1 - Self.confidence) / Double(max(others.count, 1))
      return ColumnComparison(
        column: column, best: tied,
        others: others.map { name in
          (
            name,
            PairedDifference(values(name, column), values(first, column), level: level)
          )
        })
    }
  }

  /// A method and in how many columns it may be the best.
  package typealias Standing = (method: String, columns: Int)

  /// The methods that may be the best in most columns; several if they tie.
  ///
  /// Empty for fewer than two images, of which nothing follows.
  package var standings: [Standing] {
    let comparisons = comparisons.filter { !$0.others.isEmpty }
    guard images.count > 1, !comparisons.isEmpty else { return [] }
    let baseline = EvaluationRequest.baselineName
    let counts = request.methods.map(\.name).filter { $0 != baseline }.map { name in
      (method: name, columns: comparisons.count { $0.candidates.contains(name) })
    }
    let most = counts.map(\.columns).max() ?? 0
    return most > 0 ? counts.filter { $0.columns == most } : []
  }

  /// The values of a method, one for each image and class; NaN where there is none.
  private func values(_ method: String, _ column: MetricColumn) -> [Double] {
    images.map { image in
      image.methods.first { $0.method == method }?.values[column.name] ?? .nan
    }
  }
}

extension EvaluationReport {
  /// The comparisons as JSON.
  package var comparisonsJSON: JSON {
    .array(
      comparisons.map { comparison in
        let others = comparison.others.map { other -> JSON in
          let interval = other.difference.interval
          return .object([
            ("method", .string(other.method)), ("mean", .number(other.difference.mean)),
            ("low", interval.map { .number($0.lowerBound) } ?? .null),
            ("high", interval.map { .number($0.upperBound) } ?? .null),
            ("images", .integer(other.difference.count)),
            ("told_apart", .boolean(other.difference.isToldApart)),
          ])
        }
        return .object([
          ("metric", .string(comparison.column.name)),
          ("best", .array(comparison.best.map { .string($0) })),
          ("differences", .array(others)),
        ])
      })
  }
}
