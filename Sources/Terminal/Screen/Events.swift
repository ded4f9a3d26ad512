import CTerminal
import Glibc

/// An event that wakes the program.
package enum Event: Equatable, Sendable {
  case input(InputEvent)
  /// The terminal window changed its size (SIGWINCH).
  case resized
  /// The stopped job continues (SIGCONT).
  case continued
  /// Another process asked the job to stop (SIGTSTP).
  case stopRequested
  /// A signal to end, by number; 1 (SIGHUP) also if the terminal has closed.
  case endRequested(Int32)
  /// Another thread called `EventSource.wake`.
  case woken
}

/// Waits for keys, signals and other threads without using processor time.
package final class EventSource {
  private let screen: Screen
  private var decoder = InputDecoder()
  private var bytes = [UInt8](repeating: 0, count: 4096)

  /// The longest time between Esc and the rest of its sequence.
  private static let escapeMilliseconds: Int32 = 25

  package init(_ screen: Screen) { self.screen = screen }

  /// Waits for the next events; empty after `timeout` milliseconds.
  package func wait(timeout: Int32? = nil) -> [Event] {
    var polled = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: screen.wakeDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    let limit = decoder.isPending ? Self.escapeMilliseconds : timeout ?? -1
    let ready = poll(&polled, 2, limit)
    if ready < 0 { return errno == EINTR ? [] : [.endRequested(SIGHUP)] }
    if ready == 0 { return decoder.flush().map { .input($0) } }
    var events: [Event] = []
    if polled[1].revents & Int16(POLLIN) != 0 { events += readSignals() }
    if polled[0].revents & Int16(POLLIN) != 0 {
      events += readInput()
    } else if polled[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
      events.append(.endRequested(SIGHUP))
    }
    return events
  }

  private func readInput() -> [Event] {
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) {
      return [.endRequested(SIGHUP)]
    }
    guard count > 0 else { return [] }
    return decoder.feed(bytes[0..<count]).map { .input($0) }
  }

  private func readSignals() -> [Event] {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(screen.wakeDescriptor, &buffer, buffer.count)
    guard count > 0 else { return [] }
    return Set(buffer[0..<count]).sorted().map { byte in
      switch Int32(byte) {
      case 0: .woken
      case SIGWINCH: .resized
      case SIGCONT: .continued
      case SIGTSTP: .stopRequested
      default: .endRequested(Int32(byte))
      }
    }
  }

  /// Wakes `wait` from any thread.
  package static func wake() { terminal_guard_wake() }
}
