/// Fields of JSON and columns of CSV under the names that version 0.1 gave them.
///
/// Version 0.2 prints them beside the present ones; the next version will not.
package enum DeprecatedFields {
  /// The names of version 0.1 by the present name.
  package static let names: [String: [String]] = [
    "absolute_spearman": ["absoluteSpearman"],
    "activation_bytes": ["activationBytes"],
    "answer_label": ["answerLabel"],
    "arena_bytes": ["arenaBytes"],
    "attribution_milliseconds": ["attributionMilliseconds"],
    "box_share": ["boxShare"],
    "depth_factor": ["depth"],
    "dialect_reason": ["dialectReason"],
    "edge_correlation": ["edgeCorrelation"],
    "expected_error": ["expectedError"],
    "feature_seconds": ["featureSeconds"],
    "first_run_milliseconds": ["firstRun"],
    "forward_pass": ["forward"],
    "gigabytes_per_second": ["gigabytes"],
    "gigaflops_per_second": ["gigaflops"],
    "ideal_growth": ["idealGrowth"],
    "ignores_classifier": ["ignoresClassifier"],
    "instruction_set": ["instructionSet"],
    "interpolated_top1_percent": ["interpolatedTop1", "interpolated_top1"],
    "interquartile_range_milliseconds": ["interquartileRange"],
    "is_refused": ["isRefused"],
    "is_size_exact": ["sizeIsExact"],
    "live_bytes": ["liveBytes"],
    "load_milliseconds": ["load"],
    "maximum_error": ["maximumError"],
    "mean_probability": ["meanProbability"],
    "measured_milliseconds": ["measuredMilliseconds", "measured_ms"],
    "median_milliseconds": ["median"],
    "minimum_milliseconds": ["minimum"],
    "non_finite": ["nonFinite"],
    "p90_milliseconds": ["p90"],
    "p99_milliseconds": ["p99"],
    "packed_bytes": ["packedBytes"],
    "peak_live_bytes": ["peakLiveBytes"],
    "peak_memory_bytes": ["peakMemoryBytes"],
    "peak_step": ["peakStep"],
    "positive_evidence": ["positiveEvidence"],
    "predicted_milliseconds": ["predictedMilliseconds", "predicted_ms"],
    "published_top1_percent": ["publishedTop1", "published_top1"],
    "receptive_field": ["receptiveField"],
    "resolution_factor": ["resolution"],
    "roofline_share": ["roofline"],
    "saved_activations": ["savedActivations"],
    "saved_gradients": ["savedGradients"],
    "saved_map": ["savedMap"],
    "saved_map_photo": ["savedMapPhoto"],
    "single_cell": ["singleCell"],
    "size_bytes": ["size"],
    "standard_deviation": ["standardDeviation"],
    "standard_error": ["standardError"],
    "tied_share": ["tiedShare"],
    "top1_percent": ["top1"],
    "top5_percent": ["top5"],
    "training_accuracy": ["trainingAccuracy"],
    "training_images": ["trainingImages"],
    "training_seconds": ["trainingSeconds"],
    "truth_label": ["truthLabel"],
    "two_to_the_phi": ["twoToThePhi"],
    "use_detail": ["useDetail"],
    "validation_images": ["validationImages"],
    "validation_losses": ["validationLosses"],
    "weight_bytes": ["weightBytes"],
    "whole_image": ["wholeImage"],
    "width_factor": ["width"],
  ]

  /// The names that `name` had and that `others` have not.
  fileprivate static func names(of name: String, besides others: [String]) -> [String] {
    names[name, default: []].filter { !others.contains($0) }
  }
}

extension JSON {
  /// What a command prints: deprecated names beside the present ones, and integers that a reader
  /// would round, those beyond 2⁵³, as texts of their digits.
  package var published: JSON {
    switch self {
    case .integer(let value) where value.magnitude > 1 << 53: .string(String(value))
    case .array(let values): .array(values.map(\.published))
    case .object(let members):
      .object(
        members.flatMap { name, value in
          let value = value.published
          let others = members.map(\.0)
          return ([name] + DeprecatedFields.names(of: name, besides: others)).map { ($0, value) }
        })
    default: self
    }
  }
}

extension CSV {
  /// A file: `header`, then `rows`, with columns of deprecated names behind the present ones.
  package static func file(_ header: [String], _ rows: [[String]]) -> String {
    let columns = DeprecatedColumns(header)
    return row(columns.header) + rows.map { row(columns.row($0)) }.joined()
  }
}

/// The columns of a CSV table, and behind them those whose names are deprecated.
package struct DeprecatedColumns {
  package let header: [String]
  /// The present column that each deprecated one repeats.
  private let sources: [Int]

  package init(_ header: [String]) {
    let old = header.enumerated().flatMap { index, name in
      DeprecatedFields.names(of: name, besides: header).map { (name: $0, source: index) }
    }
    self.header = header + old.map(\.name)
    sources = old.map(\.source)
  }

  /// The cells of a row under `header`.
  package func row(_ cells: [String]) -> [String] { cells + sources.map { cells[$0] } }
}
