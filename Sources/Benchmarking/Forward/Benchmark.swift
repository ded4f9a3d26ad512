import Architectures
import Inference
import Support
import Tensors

/// Time and memory of one network on this machine.
package struct Benchmark: Sendable {
  package struct Settings: Hashable, Sendable {
    /// Side of the square input; nil for the network's own.
    package var resolution: Int?
    package var threads: Int
    package var runs: Int
    package var warmup: Int
    /// Method and layer to time beside the forward pass, alternating with it.
    package var attribution: Attribution?

    package struct Attribution: Hashable, Sendable {
      package var method: String
      /// Layer name; nil for the last stage.
      package var layer: String?

      package init(method: String, layer: String? = nil) {
        self.method = method
        self.layer = layer
      }
    }

    package init(
      resolution: Int? = nil, threads: Int, runs: Int, warmup: Int, attribution: Attribution? = nil
    ) {
      self.attribution = attribution
      self.resolution = resolution
      self.threads = threads
      self.runs = runs
      self.warmup = warmup
    }
  }

  package let variant: String
  package let resolution: Int
  package let threads: Int
  package let runs: Int
  package let precision: String
  package let instructionSet: String
  package let isUntrained: Bool
  /// Milliseconds of the measured passes.
  package let forward: Statistics
  /// Milliseconds from the image to the raw map; nil if no attribution was timed.
  package let attribution: AttributionTimes?
  /// Milliseconds of the first pass.
  package let firstRun: Double
  /// Milliseconds from the file to a network that is ready to run.
  package let load: Double
  /// Peak memory of the process during the measurement.
  package let peakMemoryBytes: Int
  package let arenaBytes: Int
  package let packedBytes: Int

  package struct AttributionTimes: Sendable {
    package let method: String
    package let layer: String
    /// Milliseconds from the image to the raw map, forward pass included.
    package let times: Statistics
  }

  /// The JSON object of `benchmark`, in milliseconds and bytes.
  package var json: JSON {
    var pairs: [(String, JSON)] = [
      ("variant", .string(variant)), ("resolution", .integer(resolution)),
      ("threads", .integer(threads)), ("runs", .integer(runs)), ("precision", .string(precision)),
      ("instructionSet", .string(instructionSet)), ("untrained", .boolean(isUntrained)),
      (
        "forward",
        .object(
          forward.pairs + [("interquartileRange", .number(forward.interquartileRange))])
      ),
    ]
    if let attribution {
      let names: [(String, JSON)] = [
        ("method", .string(attribution.method)), ("layer", .string(attribution.layer)),
      ]
      pairs.append(("attribution", .object(names + attribution.times.pairs)))
    }
    pairs += [
      ("firstRun", .number(firstRun)), ("load", .number(load)),
      ("peakMemoryBytes", .integer(peakMemoryBytes)), ("arenaBytes", .integer(arenaBytes)),
      ("packedBytes", .integer(packedBytes)),
    ]
    return .object(pairs)
  }
}

extension Statistics {
  fileprivate var pairs: [(String, JSON)] {
    [
      ("median", .number(median)), ("minimum", .number(minimum)), ("p90", .number(p90)),
      ("p99", .number(p99)),
    ]
  }
}
