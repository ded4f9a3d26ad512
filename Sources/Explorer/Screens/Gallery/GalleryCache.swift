/// Values by a row's number; those that were not in view for longest go first.
package struct GalleryCache<Value: Equatable & Sendable>: Equatable, Sendable {
  private struct Entry: Equatable, Sendable {
    var value: Value
    var used: Int
  }

  private var entries: [Int64: Entry] = [:]
  private var clock = 0
  private let limit: Int

  package init(limit: Int) { self.limit = limit }

  package var count: Int { entries.count }

  package subscript(id: Int64) -> Value? { entries[id]?.value }

  package mutating func keep(_ value: Value, for id: Int64) {
    clock += 1
    entries[id] = Entry(value: value, used: clock)
    guard entries.count > limit else { return }
    // A quarter at once, so that it costs little a value.
    let old = entries.sorted { $0.value.used < $1.value.used }.prefix(max(1, limit / 4))
    for (id, _) in old { entries[id] = nil }
  }

  /// Notes that values are in view.
  package mutating func touch(_ ids: some Sequence<Int64>) {
    clock += 1
    for id in ids { entries[id]?.used = clock }
  }

  package mutating func removeAll() { entries = [:] }
}
