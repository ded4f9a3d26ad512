import ArgumentParser
import Explanations
import Support

/// Goes through many inputs: one that fails is reported, the others are done.
struct EachImage {
  /// How those that failed did.
  let failures: [Failure]
  /// Whether the person ended it early.
  var isInterrupted = false

  /// Runs `body` on every image until `isStopped`; the failures are reported as they happen.
  static func run(
    _ images: [String], isStopped: () -> Bool = { false }, body: (String) throws(Failure) -> Void
  ) throws -> EachImage {
    var failures: [Failure] = []
    for image in images where !isStopped() {
      note(&failures) { () throws(Failure) in try body(image) }
      // Whoever interrupts means all of it.
      if failures.last?.status == .interrupted { break }
    }
    return EachImage(failures: failures)
  }

  /// Examines all images on several threads; calls `show` here, in the order of the images.
  ///
  /// Ctrl-C lets the images that are under way end and starts no others.
  static func run(
    _ images: [String], batch: Batch, show: (Examination) throws(Failure) -> Void
  ) throws -> EachImage {
    Interruption.watch()
    var failures: [Failure] = []
    let isComplete = batch.run(images, isCancelled: { Interruption.isAsked }, work: { $0 }) {
      _, answer in
      note(&failures) { () throws(Failure) in try show(try answer.get()) }
    }
    return EachImage(failures: failures, isInterrupted: !isComplete || Interruption.isAsked)
  }

  /// Runs `body`; its failure is reported and added to `failures`.
  private static func note(_ failures: inout [Failure], _ body: () throws(Failure) -> Void) {
    do throws(Failure) {
      try body()
    } catch {
      Console.report(error)
      failures.append(error)
    }
  }

  /// Ends the command with the exit code of the first failure, if there was one.
  func end() throws {
    if isInterrupted { throw ExitCode(.interrupted) }
    if let failure = failures.first { throw ExitCode(failure.status) }
  }
}
