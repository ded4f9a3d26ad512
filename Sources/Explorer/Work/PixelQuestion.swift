import Terminal

/// A picture asked for in true pixels.
package struct PixelQuestion: Hashable, Sendable {
  /// What is to be seen.
  package enum Subject: Hashable, Sendable {
    /// The photograph at a path.
    case photograph(String)
    /// A map over its photograph.
    case overlay(MapQuestion, MapDrawing)
  }

  package var subject: Subject
  package var format: PixelProtocol
  /// Columns and rows that it may cover.
  package var room: Size
  /// Pixels of one cell, if the terminal told them.
  package var cell: Size?

  package init(subject: Subject, format: PixelProtocol, room: Size, cell: Size?) {
    self.subject = subject
    self.format = format
    self.room = room
    self.cell = cell
  }
}
