import Terminal

/// Everything that can change the state.
package enum Message: Equatable, Sendable {
  case key(Key)
  case mouse(MouseEvent)
  case paste(String)
  case reply(TerminalReply)
  case resized(Size)
  /// A tenth of a second passed; sent only while something moves.
  case tick
  case finished(id: Int, WorkResult)
  case failed(Purpose, id: Int, WorkFailure)
  /// Something outside could not be done.
  case problem(String)
  case progressed(Purpose, id: Int, fraction: Double?, text: String)
}

/// What the program has to do outside the state; carried out by the runner.
package enum Effect: Equatable, Sendable {
  case start(WorkOrder, id: Int)
  case cancel(Purpose)
  /// Puts text on the clipboard of whoever sits at the terminal.
  case copy(String)
  /// Writes an option into the configuration file.
  case saveSetting(name: String, value: String)
  case suspend
  case redraw
  case quit
}
