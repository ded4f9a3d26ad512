import Architectures
import Inference
import Support
import Tensors

/// How long one network takes on this machine.
public struct Benchmark: Sendable {
  /// How it is measured.
  public struct Settings: Hashable, Sendable {
    /// Side of the square input; the network's own unless given.
    public var resolution: Int?
    /// Threads of a forward pass.
    public var threads: Int
    /// Measured passes.
    public var runs: Int
    /// Passes before measuring.
    public var warmup: Int
    /// An attribution to time beside the forward pass, turn by turn: a method and a layer's name.
    public var attribution: Attribution?

    /// A method at a layer.
    public struct Attribution: Hashable, Sendable {
      /// The method's name on the command line.
      public var method: String
      /// The layer's name; nil for the last stage.
      public var layer: String?

      /// A method at a layer.
      public init(method: String, layer: String? = nil) {
        self.method = method
        self.layer = layer
      }
    }

    /// Settings of a measurement.
    public init(
      resolution: Int? = nil, threads: Int, runs: Int, warmup: Int, attribution: Attribution? = nil
    ) {
      self.attribution = attribution
      self.resolution = resolution
      self.threads = threads
      self.runs = runs
      self.warmup = warmup
    }
  }

  /// Variant name.
  public let variant: String
  /// Side of the square input.
  public let resolution: Int
  /// Threads that took part.
  public let threads: Int
  /// Measured passes.
  public let runs: Int
  /// Number type of the pass.
  public let precision: String
  /// Kernels that ran.
  public let instructionSet: String
  /// Whether the weights were random, which changes nothing about the time.
  public let isUntrained: Bool
  /// Milliseconds of the measured passes.
  public let forward: Statistics
  /// Milliseconds from the image to the raw map, where an attribution was timed too.
  public let attribution: AttributionTimes?
  /// Milliseconds of the very first pass.
  public let firstRun: Double
  /// Milliseconds from the file to a network that is ready to run.
  public let load: Double
  /// Most memory that the process held meanwhile, in bytes.
  public let peakMemoryBytes: Int
  /// Bytes of the plan's arena.
  public let arenaBytes: Int
  /// Bytes of packed weights.
  public let packedBytes: Int

  /// How long maps took.
  public struct AttributionTimes: Sendable {
    /// The method's name on the command line.
    public let method: String
    /// The layer's name.
    public let layer: String
    /// Milliseconds from the image to the raw map, the forward pass included.
    public let times: Statistics
  }

  /// The object of the command line's JSON: milliseconds and bytes.
  public var json: JSON {
    let attributed: [(String, JSON)] =
      attribution.map {
        [
          (
            "attribution",
            .object([
              ("method", .string($0.method)), ("layer", .string($0.layer)),
              ("median", .number($0.times.median)), ("minimum", .number($0.times.minimum)),
              ("p90", .number($0.times.p90)), ("p99", .number($0.times.p99)),
            ])
          )
        ]
      } ?? []
    return .object(
      [
        ("variant", .string(variant)), ("resolution", .integer(resolution)),
        ("threads", .integer(threads)), ("runs", .integer(runs)), ("precision", .string(precision)),
        ("instructionSet", .string(instructionSet)), ("untrained", .boolean(isUntrained)),
        (
          "forward",
          .object([
            ("median", .number(forward.median)), ("minimum", .number(forward.minimum)),
            ("p90", .number(forward.p90)), ("p99", .number(forward.p99)),
            ("interquartileRange", .number(forward.interquartileRange)),
          ])
        ),
      ] + attributed + [
        ("firstRun", .number(firstRun)), ("load", .number(load)),
        ("peakMemoryBytes", .integer(peakMemoryBytes)), ("arenaBytes", .integer(arenaBytes)),
        ("packedBytes", .integer(packedBytes)),
      ])
  }
}
