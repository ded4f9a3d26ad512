import ArgumentParser
import Pipeline

/// Goes through many inputs: one that fails is reported, the others are done.
struct EachImage {
  /// How many there were.
  let count: Int
  /// How those that failed did.
  let failures: [Failure]

  /// Runs `body` on every image until `isStopped`; the failures are reported as they happen.
  static func run(
    _ images: [String], isStopped: () -> Bool = { false }, body: (String) throws(Failure) -> Void
  ) throws -> EachImage {
    var failures: [Failure] = []
    for image in images where !isStopped() {
      do throws(Failure) {
        try body(image)
      } catch {
        Console.report(error)
        failures.append(error)
        // Whoever interrupts means all of it.
        if error.status == .interrupted { break }
      }
    }
    return EachImage(count: images.count, failures: failures)
  }

  /// Ends the command with the exit code of the first failure, if there was one.
  func end() throws {
    if let failure = failures.first { throw ExitCode(failure.status.rawValue) }
  }
}
