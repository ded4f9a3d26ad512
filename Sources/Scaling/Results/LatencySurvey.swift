import Architectures
import Benchmarking
import Support

/// Measures many networks one after the other, keeping every result as soon as it is known.
public struct LatencySurvey {
  /// How far a survey is.
  public struct Progress: Hashable, Sendable {
    /// The network under way.
    public let variant: Variant
    /// Its passes that are done, of all.
    public let pass: Int
    /// Its number, from 1.
    public let number: Int
    /// Networks to measure.
    public let count: Int
    /// Seconds until the end, by the rate so far; nil before the first network is done.
    public let secondsLeft: Double?
  }

  /// What came of a survey.
  public struct Outcome: Sendable {
    /// Milliseconds of one pass, measured now or before.
    public var milliseconds: [Variant: Double] = [:]
    /// Networks that had been measured before.
    public var kept: Set<Variant> = []
    /// Networks that could not be measured, with the reason.
    public var failures: [Failure] = []
    /// Whether it was ended early.
    public var isInterrupted = false
  }

  private let variants: [Variant]
  private let protocolUsed: LatencyProtocol

  /// A survey of `variants`.
  public init(_ variants: [Variant], by protocolUsed: LatencyProtocol) {
    self.variants = variants
    self.protocolUsed = protocolUsed
  }

  /// The networks in the order in which they are measured: the smallest first.
  public static func ordered(_ variants: [Variant]) -> [Variant] {
    variants.sorted { CountedCost.of($0).macs < CountedCost.of($1).macs }
  }

  /// What `records` hold already.
  public func known(in records: LatencyRecords) -> Outcome {
    var outcome = Outcome()
    for variant in variants {
      guard let known = records.milliseconds(of: variant.name, by: protocolUsed) else { continue }
      outcome.milliseconds[variant] = known
      outcome.kept.insert(variant)
    }
    return outcome
  }

  /// Measures what `records` do not hold, or everything `anew`.
  ///
  /// `progress` is told after every pass and ends the survey by answering false; a network that is too
  /// large for this machine is left out.
  public func run(
    keeping records: inout LatencyRecords, anew: Bool = false, progress: (Progress) -> Bool
  ) throws(Failure) -> Outcome {
    var outcome = anew ? Outcome() : known(in: records)
    let missing = Self.ordered(variants.filter { outcome.milliseconds[$0] == nil })
    let macs = missing.map { Double(CountedCost.of($0).macs) }
    let watch = Stopwatch()
    var done = 0.0
    for (index, variant) in missing.enumerated() {
      let rest = macs[index...].reduce(0, +)
      do throws(Failure) {
        let samples = try LatencyMeter.milliseconds(
          of: variant, threads: protocolUsed.threads, runs: protocolUsed.runs
        ) { pass in
          let share = Double(pass) / Double(protocolUsed.runs) * macs[index]
          let rate = watch.milliseconds / 1e3 / max(done + share, 1)
          return progress(
            Progress(
              variant: variant, pass: pass, number: index + 1, count: missing.count,
              secondsLeft: done + share > 0 ? rate * (rest - share) : nil))
        }
        let mean = samples.reduce(0, +) / Double(samples.count)
        outcome.milliseconds[variant] = mean
        records.keep(mean, of: variant.name, by: protocolUsed)
      } catch {
        if error.status == .interrupted {
          outcome.isInterrupted = true
          return outcome
        }
        guard error.status == .unavailable else { throw error }
        outcome.failures.append(error)
      }
      done += macs[index]
    }
    return outcome
  }
}
