/// Offsets into one allocation; tensors whose lifetimes do not overlap share memory.
struct Arena<Value: Hashable & Sendable>: Sendable {
  /// First and last step that need a tensor, both included.
  struct Life: Sendable {
    var first, last: Int
  }

  private struct Placed {
    var offset, size: Int
    var life: Life
  }

  /// Offset of each value, in floats.
  private(set) var offsets: [Value: Int] = [:]
  /// Size of the arena, in floats.
  private(set) var count = 0

  /// Places values, largest first, at the lowest free offset; sizes are multiples of 64 bytes.
  init(sizes: [Value: Int], lives: [Value: Life]) {
    var placed: [Placed] = []
    let order = sizes.sorted {
      ($0.value, lives[$1.key]?.first ?? 0) > ($1.value, lives[$0.key]?.first ?? 0)
    }
    for (value, floats) in order {
      guard let life = lives[value] else { continue }
      let size = (floats + 15) / 16 * 16
      var offset = 0
      for other in placed where other.life.first <= life.last && life.first <= other.life.last {
        if other.offset >= offset + size { break }
        offset = max(offset, other.offset + other.size)
      }
      offsets[value] = offset
      count = max(count, offset + size)
      let position = placed.firstIndex { $0.offset > offset } ?? placed.count
      placed.insert(Placed(offset: offset, size: size, life: life), at: position)
    }
  }
}
