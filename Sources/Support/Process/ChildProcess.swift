internal import CProcess
import Foundation
import Glibc
import Synchronization

/// A program that this one runs; it never outlives this program, not even after kill -9.
package final class ChildProcess: Sendable {
  /// How it ended.
  package enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(by: Int32)
    /// It could not be started; the system's error number.
    case notStarted(Int32)
    /// It wrote more to standard output than it may.
    case tooTalkative
  }

  private let arguments: [[CChar]]
  private let input: [UInt8]
  private let largestFile, largestOutput: Int
  private let said = Mutex<(output: [UInt8], errors: [UInt8])>(([], []))
  private let isStopped = Atomic(false)

  /// Prepares a program with its `arguments`; the first is its name, searched in PATH.
  ///
  /// It reads `input` from standard input, up to a pipe's 64 KiB, and can write no file larger than
  /// `largestFile` bytes. It is killed when it writes more than `largestOutput` bytes to standard output.
  package init(
    _ arguments: [String], input: String = "", largestFile: Int, largestOutput: Int = 1 << 18
  ) {
    self.arguments = arguments.map(\.rawPath)
    self.input = Array(input.utf8)
    self.largestFile = largestFile
    self.largestOutput = largestOutput
    precondition(self.input.count <= 1 << 16, "a program's input must fit into a pipe")
  }

  /// What it wrote to standard output so far.
  package var output: String { said.withLock { String(decoding: $0.output, as: UTF8.self) } }

  /// What it wrote to standard error so far.
  package var errors: String { said.withLock { String(decoding: $0.errors, as: UTF8.self) } }

  /// Kills it.
  package func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Runs it to its end, on a thread of its own; the kernel kills it when that thread is gone.
  package func run() async -> End {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread { [self] in continuation.resume(returning: runHere()) }
      }
    } onCancel: {
      stop()
    }
  }

  private func runHere() -> End {
    guard let given = Pipes(), let told = Pipes(), let complained = Pipes() else {
      return .notStarted(errno)
    }
    _ = given.write(input)
    given.closeWriting()
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    words.append(nil)
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let code = words.withUnsafeBufferPointer { words in
      var program = cp_program(
        arguments: words.baseAddress, input: given.reading, output: told.writing,
        error: complained.writing, largest_file: UInt64(largestFile))
      return cp_start(&program, &process)
    }
    guard code == 0 else { return .notStarted(code) }
    told.closeWriting()
    complained.closeWriting()
    return follow(process, told, complained)
  }

  /// Collects what the program says until it has ended.
  private func follow(_ process: pid_t, _ told: Pipes, _ complained: Pipes) -> End {
    var isTalkative = false
    while true {
      var waiting = [
        pollfd(fd: told.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: complained.reading, events: Int16(POLLIN), revents: 0),
      ]
      poll(&waiting, 2, 20)
      let (output, errors) = (told.read(), complained.read())
      said.withLock { said in
        said.output += output
        // Of complaints the end counts.
        said.errors = (said.errors + errors).suffix(1 << 16)
        isTalkative = said.output.count > largestOutput
      }
      if isTalkative || isStopped.load(ordering: .relaxed) { kill(process, SIGKILL) }
      var status: Int32 = 0
      let ended = waitpid(process, &status, WNOHANG)
      if ended == 0 || ended < 0 && errno == EINTR {
        // Closed pipes make poll return at once.
        if output.isEmpty && errors.isEmpty { usleep(5000) }
        continue
      }
      let rest = (told.read(), complained.read())
      said.withLock {
        $0.output += rest.0
        $0.errors += rest.1
      }
      if isTalkative { return .tooTalkative }
      let signal = status & 0x7F
      return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(by: signal)
    }
  }
}

/// A pipe; reading never waits.
private final class Pipes {
  let reading: Int32
  private(set) var writing: Int32

  init?() {
    var ends: [Int32] = [-1, -1]
    guard cp_pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    closeWriting()
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  func write(_ bytes: [UInt8]) -> Int32? {
    bytes.withUnsafeBytes { Descriptor.write($0, to: writing) }
  }

  /// What is there, at most 64 KiB.
  func read() -> [UInt8] {
    var ready = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 0) > 0 else { return [] }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(reading, &chunk, chunk.count)
    return count > 0 ? Array(chunk[..<count]) : []
  }
}
