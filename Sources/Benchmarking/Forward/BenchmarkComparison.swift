import Support

/// A measurement held against an earlier one of the same network and settings.
package struct BenchmarkComparison: Sendable {
  /// What the intervals of both medians tell.
  package enum Verdict: String, Sendable {
    case faster, slower
    case undecided = "no difference that these runs can show"
  }

  /// Median of the earlier run, in milliseconds, and its kernels.
  package let median: Double
  package let instructionSet: String
  /// Median now ÷ median then.
  package let ratio: Double
  package let verdict: Verdict

  /// Compares `benchmark` with the medians and 95 % intervals of an earlier run.
  init(
    _ benchmark: Benchmark, median: Double, interval: ClosedRange<Double>, instructionSet: String
  ) {
    (self.median, self.instructionSet) = (median, instructionSet)
    ratio = benchmark.forward.median / median
    let now = benchmark.forward.medianInterval
    verdict =
      now.upperBound < interval.lowerBound
      ? .faster : now.lowerBound > interval.upperBound ? .slower : .undecided
  }

  var json: JSON {
    .object([
      ("earlier_median_milliseconds", .number(median)), ("ratio", .number(ratio)),
      ("verdict", .string(verdict.rawValue)),
    ])
  }
}

/// The measurements in a file that `benchmark` wrote as JSON.
package struct EarlierBenchmarks: Sendable {
  private let path: String
  private let rows: [JSON]

  /// Reads the file at `path`: one object or an array of them.
  /// - Throws: `Failure` with status `noInput` or `badData`.
  package init(_ path: String) throws(Failure) {
    let what = "can't compare with"
    let bytes = try InputFile.readRegular(path, what: what, atMost: 16 << 20)
    self.path = path
    guard let json = try? JSON(parsing: bytes) else {
      throw Failure(
        .badData, what, path, because: "it is not JSON",
        advice: "write it with effscope benchmark and its JSON format")
    }
    rows = json.array ?? [json]
  }

  /// The comparison of `benchmark` with the row of the same network, input, threads and precision.
  /// - Throws: `Failure` with status `badData` if there is no such row, or it lacks a number.
  package func comparison(with benchmark: Benchmark) throws(Failure) -> BenchmarkComparison {
    func failure(_ reason: String) -> Failure {
      Failure(.badData, "can't compare with", path, because: reason)
    }
    let row = rows.first {
      $0["variant"]?.string == benchmark.variant
        && $0["resolution"]?.integer == benchmark.resolution
        && $0["threads"]?.integer == benchmark.threads
        && $0["precision"]?.string == benchmark.precision
    }
    guard let row else {
      throw failure(
        "it has no run of \(benchmark.variant) at \(benchmark.resolution)×\(benchmark.resolution) with "
          + "\(benchmark.threads) threads and \(benchmark.precision)")
    }
    // Files of version 0.1 have the names without units.
    let pass = row["forward_pass"] ?? row["forward"]
    let interval = pass?["median_interval_milliseconds"] ?? pass?["median_interval"]
    let bounds = interval?.array?.compactMap(\.number) ?? []
    let found = pass?["median_milliseconds"] ?? pass?["median"]
    guard let median = found?.number, median > 0, bounds.count == 2,
      bounds[0] <= bounds[1], bounds[0] > 0
    else { throw failure("its run of \(benchmark.variant) has no median with an interval") }
    return BenchmarkComparison(
      benchmark, median: median, interval: bounds[0]...bounds[1],
      instructionSet: (row["instruction_set"] ?? row["instructionSet"])?.string ?? "unknown")
  }
}
