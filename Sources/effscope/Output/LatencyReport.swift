import Architectures
import ArgumentParser
import Benchmarking
import Scaling
import Support

/// The survey behind `results latency --measure`: its line of progress, its words and its end.
struct LatencyReport {
  let variants: [Variant]
  let protocolUsed: LatencyProtocol
  let console: OutputArguments

  /// Measures what is missing, or tells what was measured before.
  func run(measuring: Bool, anew: Bool) throws(Failure) -> LatencySurvey.Outcome {
    var records = LatencyRecords()
    let survey = LatencySurvey(variants, by: protocolUsed)
    guard measuring else { return survey.known(in: records) }
    Interruption.watch()
    defer { console.progress(nil) }
    let outcome = try survey.run(keeping: &records, anew: anew) { progress in
      console.progress(line(progress))
      return !Interruption.isAsked
    }
    console.progress(nil)
    for failure in outcome.failures { Console.report(failure) }
    return outcome
  }

  private func line(_ progress: LatencySurvey.Progress) -> String {
    "\(progress.variant.title) (\(progress.number) of \(progress.count)): pass \(progress.pass) of "
      + "\(protocolUsed.runs)"
      + (progress.secondsLeft.map { ", about \(PassReport.duration($0)) left" } ?? "")
  }

  /// How the measured column came about; nil where it is empty.
  func words(_ outcome: LatencySurvey.Outcome) -> String? {
    guard !outcome.milliseconds.isEmpty else { return nil }
    let (threads, kept) = (protocolUsed.threads, outcome.kept.count)
    return
      "Measured on this machine: batch 1, \(threads) thread\(threads == 1 ? "" : "s"), mean of "
      + "\(protocolUsed.runs) runs, random weights (untrained)"
      + (kept > 0 ? "; \(kept) measured before (--measure --anew measures again)." : ".")
  }

  /// Ends the command with the exit code of what went wrong, after the table.
  static func end(_ outcome: LatencySurvey.Outcome) throws {
    if outcome.isInterrupted {
      Console.report(
        Failure(
          .interrupted, "stopped measuring after", "\(outcome.milliseconds.count) networks",
          because: "it was interrupted", advice: "run the same command to go on from there"))
      throw ExitCode(.interrupted)
    }
    if let failure = outcome.failures.first { throw ExitCode(failure.status) }
  }
}
