import Architectures
import Inference
import Support
import Tensors

/// Time of a forward pass by step, compared with the machine's roofline.
package struct LayerReport: Sendable {
  /// One step of the plan: a layer, or several fused layers.
  package struct Step: Sendable {
    /// Layer names, shortened: `stage3.block1.expand + depthwise`.
    package let name: String
    package let profile: LayerProfile
    /// Fractions, 0…1: of the time of all steps, and of the measured time that the roofline needs.
    package let share, rooflineShare: Double
    /// The lower ceiling of the roofline.
    package let bound: Roofline.Bound

    /// Median of the measured passes.
    package var milliseconds: Double { profile.nanoseconds / 1e6 }
  }

  package let benchmark: Benchmark
  /// The machine's ceilings, measured just before.
  package let roofline: Roofline
  package let steps: [Step]

  init(benchmark: Benchmark, roofline: Roofline, network: Network, profiles: [LayerProfile]) {
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

  package var milliseconds: Double { steps.reduce(0) { $0 + $1.milliseconds } }
  package var macs: Int { steps.reduce(0) { $0 + $1.profile.macs } }
  /// Bytes moved by all steps.
  package var bytes: Int { steps.reduce(0) { $0 + $1.profile.bytes } }
  /// The step with the most live bytes in the arena.
  package var peakStep: Step? { steps.max { $0.profile.liveBytes < $1.profile.liveBytes } }

  /// Least time that the roofline allows for all steps over the measured time.
  package var rooflineShare: Double {
    let least = steps.reduce(0) { $0 + $1.rooflineShare * $1.milliseconds }
    return milliseconds > 0 ? least / milliseconds : 0
  }

  /// `a.b.expand` and `a.b.depthwise` become `a.b.expand + depthwise`.
  static func joined(_ names: [String]) -> String {
    guard let first = names.first, let dot = first.lastIndex(of: "."),
      names.allSatisfy({ $0.hasPrefix(first[...dot]) })
    else { return names.joined(separator: " + ") }
    let prefix = first[...dot]
    return prefix + names.map { $0.dropFirst(prefix.count) }.joined(separator: " + ")
  }

  /// The benchmark's JSON object with `roofline`, `layers` and `memory`.
  package var json: JSON {
    let bandwidths = roofline.bandwidths.map {
      JSON.object([("bytes", .integer($0.bytes)), ("gigabytes_per_second", .number($0.gigabytes))])
    }
    let machine = JSON.object([
      ("gigaflops_per_second", .number(roofline.gigaflops)), ("bandwidths", .array(bandwidths)),
    ])
    let memory = JSON.object([
      ("arena_bytes", .integer(benchmark.arenaBytes)),
      ("peak_live_bytes", .integer(peakStep?.profile.liveBytes ?? 0)),
      ("peak_step", .string(peakStep?.name ?? "")),
      ("packed_bytes", .integer(benchmark.packedBytes)),
    ])
    return .object(
      benchmark.pairs + [
        ("roofline", machine), ("layers", .array(steps.map(\.json))), ("memory", memory),
      ])
  }
}

extension LayerReport.Step {
  /// One element of `layers`.
  var json: JSON {
    .object([
      ("layers", .string(name)), ("kernel", .string(profile.kernel)),
      ("milliseconds", .number(milliseconds)), ("share", .number(share)),
      ("macs", .integer(profile.macs)), ("gigaflops_per_second", .number(profile.gigaflops)),
      ("bytes", .integer(profile.bytes)), ("gigabytes_per_second", .number(profile.gigabytes)),
      ("bound", .string(bound.rawValue)), ("roofline_share", .number(rooflineShare)),
      ("live_bytes", .integer(profile.liveBytes)),
    ])
  }
}
