/// What the explorer said in this session, so that no message is lost when the next one comes.
package struct MessageLog: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    package var kind: Notice.Kind
    package var text: String
    /// The name of the job that failed; nil for other messages.
    package var job: String?
  }

  /// The last messages, the oldest first.
  package private(set) var entries: [Entry] = []
  /// The number of messages so far, with those that are no longer kept.
  package private(set) var count = 0

  private static let limit = 500

  /// Adds a message unless it only repeats the last one.
  mutating func add(_ kind: Notice.Kind, _ text: String, job: String? = nil) {
    guard entries.last?.text != text || entries.last?.kind != kind else { return }
    entries.append(Entry(kind: kind, text: text, job: job))
    if entries.count > Self.limit { entries.removeFirst() }
    count += 1
  }

  /// The kept messages after the first `count`.
  package func entries(after count: Int) -> ArraySlice<Entry> {
    entries.suffix(max(0, self.count - count))
  }
}
