import Architectures
import Inference
import Support
import Tensors

/// Where the time of a forward pass goes, step by step, against what the machine could do at best.
public struct LayerReport: Sendable {
  /// One step of the plan: a layer, or several that run as one.
  public struct Step: Sendable {
    /// The names of its layers, in few words: `stage3.block1.expand + depthwise`.
    public let name: String
    /// Measured time, multiply-adds and bytes.
    public let profile: LayerProfile
    /// Its part of the time of all steps, 0 to 1.
    public let share: Double
    /// The least time that the roofline allows over the measured one, 0 to 1.
    public let rooflineShare: Double
    /// Which ceiling of the roofline is the lower one.
    public let bound: Roofline.Bound

    /// Milliseconds, the median of the measured passes.
    public var milliseconds: Double { profile.nanoseconds / 1e6 }
  }

  /// What was measured, and how.
  public let benchmark: Benchmark
  /// The ceilings of this machine, measured just before.
  public let roofline: Roofline
  /// The steps in order.
  public let steps: [Step]

  init(
    benchmark: Benchmark, roofline: Roofline, network: Network, profiles: [LayerProfile]
  ) {
    self.benchmark = benchmark
    self.roofline = roofline
    let total = profiles.reduce(0) { $0 + $1.nanoseconds }
    steps = profiles.map { profile in
      let names = profile.layers.map { network.layers[$0].name }
      let least = roofline.nanoseconds(macs: profile.macs, bytes: profile.bytes)
      return Step(
        name: names.isEmpty ? profile.kernel : Self.joined(names), profile: profile,
        share: total > 0 ? profile.nanoseconds / total : 0,
        rooflineShare: profile.nanoseconds > 0 ? least / profile.nanoseconds : 0,
        bound: roofline.bound(macs: profile.macs, bytes: profile.bytes))
    }
  }

  /// Milliseconds of all steps.
  public var milliseconds: Double { steps.reduce(0) { $0 + $1.milliseconds } }
  /// Multiply-adds of all steps.
  public var macs: Int { steps.reduce(0) { $0 + $1.profile.macs } }
  /// Bytes that all steps move.
  public var bytes: Int { steps.reduce(0) { $0 + $1.profile.bytes } }
  /// The step during which most of the arena is in use.
  public var peakStep: Step? { steps.max { $0.profile.liveBytes < $1.profile.liveBytes } }

  /// The least time that the roofline allows to all steps over the measured one.
  public var rooflineShare: Double {
    let least = steps.reduce(0) { $0 + $1.rooflineShare * $1.milliseconds }
    return milliseconds > 0 ? least / milliseconds : 0
  }

  /// `a.b.expand` and `a.b.depthwise` become `a.b.expand + depthwise`.
  static func joined(_ names: [String]) -> String {
    guard let first = names.first, let dot = first.lastIndex(of: ".") else {
      return names.joined(separator: " + ")
    }
    let prefix = first[...dot]
    guard names.allSatisfy({ $0.hasPrefix(prefix) }) else { return names.joined(separator: " + ") }
    return prefix + names.map { $0.dropFirst(prefix.count) }.joined(separator: " + ")
  }

  /// The object of the command line's JSON: the benchmark's, and `roofline`, `layers`, `memory`.
  public var json: JSON {
    guard case .object(let pairs) = benchmark.json else { return benchmark.json }
    return .object(
      pairs + [
        (
          "roofline",
          .object([
            ("gigaflops", .number(roofline.gigaflops)),
            (
              "bandwidths",
              .array(
                roofline.bandwidths.map {
                  .object([("bytes", .integer($0.bytes)), ("gigabytes", .number($0.gigabytes))])
                })
            ),
          ])
        ),
        ("layers", .array(steps.map(\.json))),
        (
          "memory",
          .object([
            ("arenaBytes", .integer(benchmark.arenaBytes)),
            ("peakLiveBytes", .integer(peakStep?.profile.liveBytes ?? 0)),
            ("peakStep", .string(peakStep?.name ?? "")),
            ("packedBytes", .integer(benchmark.packedBytes)),
          ])
        ),
      ])
  }
}

extension LayerReport.Step {
  /// One element of `layers` in the command line's JSON.
  var json: JSON {
    .object([
      ("layers", .string(name)), ("kernel", .string(profile.kernel)),
      ("milliseconds", .number(milliseconds)), ("share", .number(share)),
      ("macs", .integer(profile.macs)), ("gigaflops", .number(profile.gigaflops)),
      ("bytes", .integer(profile.bytes)), ("gigabytes", .number(profile.gigabytes)),
      ("bound", .string(bound.rawValue)), ("roofline", .number(rooflineShare)),
      ("liveBytes", .integer(profile.liveBytes)),
    ])
  }
}
