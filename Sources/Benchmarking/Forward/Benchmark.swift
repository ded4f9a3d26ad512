import Architectures
import Inference
import Support
import Tensors

/// Time and memory of one network on this machine.
package struct Benchmark: Sendable {
  package struct Settings: Hashable, Sendable {
    /// Side of the square input; nil for the network's own.
    package var resolution: Int?
    package let threads, runs, warmup: Int
    /// Attribution method to time, alternating with forward passes, and its layer's name.
    ///
    /// Nil for no method, and for the last stage.
    package var method, layer: String?

    package init(threads: Int, runs: Int, warmup: Int) {
      (self.threads, self.runs, self.warmup) = (threads, runs, warmup)
    }
  }

  package let variant, precision, instructionSet: String
  package let resolution, threads, runs: Int
  package let isUntrained: Bool
  /// Milliseconds of the measured passes.
  package let forward: Statistics
  /// Milliseconds from the image to the raw map; nil if no attribution was timed.
  package let attribution: AttributionTimes?
  /// Milliseconds of the first pass, and from the file to a network that is ready to run.
  package let firstRun, load: Double
  /// What other processes did meanwhile; nil if the kernel does not say.
  package let machine: MachineUse?
  /// The comparison with an earlier run, if one was asked for.
  package var comparison: BenchmarkComparison?
  /// Peak memory of the process during the measurement, the arena, and the packed weights.
  package let peakMemoryBytes, arenaBytes, packedBytes: Int

  package struct AttributionTimes: Sendable {
    package let method, layer: String
    /// Milliseconds from the image to the raw map, forward pass included.
    package let times: Statistics
  }

  /// The JSON object of `benchmark`, in milliseconds and bytes.
  package var json: JSON { .object(pairs) }

  var pairs: [(String, JSON)] {
    var pairs: [(String, JSON)] = [
      ("variant", .string(variant)), ("resolution", .integer(resolution)),
      ("threads", .integer(threads)), ("runs", .integer(runs)), ("precision", .string(precision)),
      ("instruction_set", .string(instructionSet)), ("untrained", .boolean(isUntrained)),
      (
        "forward_pass",
        .object(
          forward.pairs + [
            ("interquartile_range_milliseconds", .number(forward.interquartileRange)),
            (
              "median_interval_milliseconds",
              .array([
                .number(forward.medianInterval.lowerBound),
                .number(forward.medianInterval.upperBound),
              ])
            ),
          ])
      ),
    ]
    if let map = attribution {
      let names = [("method", JSON.string(map.method)), ("layer", .string(map.layer))]
      pairs.append(("attribution", .object(names + map.times.pairs)))
    }
    if let machine { pairs.append(("machine", machine.json)) }
    if let comparison { pairs.append(("comparison", comparison.json)) }
    return pairs + [
      ("first_run_milliseconds", .number(firstRun)), ("load_milliseconds", .number(load)),
      ("peak_memory_bytes", .integer(peakMemoryBytes)), ("arena_bytes", .integer(arenaBytes)),
      ("packed_bytes", .integer(packedBytes)),
    ]
  }
}

extension Statistics {
  fileprivate var pairs: [(String, JSON)] {
    [
      ("median_milliseconds", .number(median)), ("minimum_milliseconds", .number(minimum)),
      ("p90_milliseconds", .number(p90)),
      ("p99_milliseconds", .number(p99)),
    ]
  }
}
