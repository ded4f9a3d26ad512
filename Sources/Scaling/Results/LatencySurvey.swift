import Architectures
import Benchmarking
import Support

/// Measures many networks in turn and stores each result at once.
package struct LatencySurvey {
  package struct Progress: Hashable, Sendable {
    package let variant: Variant
    /// Finished passes of the network, its number from 1, and the number of networks to measure.
    package let pass, number, count: Int
    /// Estimate of the remaining seconds; nil before the first pass is done.
    package let secondsLeft: Double?
  }

  package struct Outcome: Sendable {
    /// Mean milliseconds of one pass, measured now or before.
    package var milliseconds: [Variant: Double] = [:]
    /// Networks with stored results.
    package var kept: Set<Variant> = []
    /// Networks that could not be measured, with the reason.
    package var failures: [Failure] = []
    package var isInterrupted = false
  }

  private let variants: [Variant]
  private let protocolUsed: LatencyProtocol

  package init(_ variants: [Variant], by protocolUsed: LatencyProtocol) {
    self.variants = variants
    self.protocolUsed = protocolUsed
  }

  /// The order of measurement: smallest network first.
  package static func ordered(_ variants: [Variant]) -> [Variant] {
    variants.sorted { CountedCost.of($0).macs < CountedCost.of($1).macs }
  }

  package func known(in records: LatencyRecords) -> Outcome {
    var outcome = Outcome()
    for variant in variants {
      guard let known = records.milliseconds(of: variant.name, by: protocolUsed) else { continue }
      outcome.milliseconds[variant] = known
      outcome.kept.insert(variant)
    }
    return outcome
  }

  /// Measures what is missing in `records`, or everything if `anew`.
  ///
  /// `progress` is called after every pass and returns false to cancel. A network too large for
  /// this machine's memory is recorded as a failure.
  package func run(
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
        let mean = try LatencyMeter.meanMilliseconds(
          of: variant, threads: protocolUsed.threads, runs: protocolUsed.runs
        ) { pass in
          let share = Double(pass) / Double(protocolUsed.runs) * macs[index]
          let rate = watch.milliseconds / 1e3 / max(done + share, 1)
          return progress(
            Progress(
              variant: variant, pass: pass, number: index + 1, count: missing.count,
              secondsLeft: done + share > 0 ? rate * (rest - share) : nil))
        }
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
