/// One line of progress: a subject, often a path, and what is said of it.
package enum ProgressLine {
  /// `subject` and `rest` within `columns`; a long subject loses its middle, so that counts and the
  /// time left stay.
  package static func text(_ subject: String, _ rest: String, columns: Int) -> String {
    let room = columns - rest.count
    if subject.count <= room { return subject + rest }
    guard room >= 3 else { return String((subject + rest).suffix(max(columns, 0))) }
    // The end of a path says more than its beginning.
    let head = (room - 1) / 3
    return subject.prefix(head) + "…" + subject.suffix(room - 1 - head) + rest
  }
}
