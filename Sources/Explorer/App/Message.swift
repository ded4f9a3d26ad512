import Support
import Terminal

/// Everything that can change the state.
package enum Message: Sendable {
  case key(Key)
  case mouse(MouseEvent)
  case paste(String)
  case reply(TerminalReply)
  case resized(Size)
  /// A tenth of a second passed; sent only while something moves.
  case tick
  case finished(id: Int, JobResult)
  case failed(JobKind, id: Int, Failure)
  /// An effect could not be carried out.
  case problem(String)
  case progressed(JobKind, id: Int, fraction: Double?, text: String)
}

/// What the program has to do outside the state.
package enum Effect: Equatable, Sendable {
  case start(AnyJob, id: Int)
  case cancel(JobKind)
  /// Puts text on the clipboard of the user's terminal.
  case copy(String)
  /// Writes an option into the configuration file.
  case saveSetting(name: String, value: String)
  case suspend
  case redraw
  case quit
}
