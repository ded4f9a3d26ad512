import Synchronization

/// The memory and the work that reading one file may take.
///
/// Both limits are 64 Mi plus 16 for each byte of the file: of bytes, counted when they are
/// allocated and never given back, and of steps, which are some ten nanoseconds each. Files that
/// training programs write need a small part of it. All `FileBytes` that come from one checkpoint
/// share its budget. The bytes of the file itself, which are mapped, do not count.
public final class ReadingBudget: Sendable {
  /// What is limited.
  public enum Resource: Hashable, Sendable {
    /// Bytes that are allocated.
    case memory
    /// Steps of work.
    case steps
  }

  /// The part of both limits that does not depend on the file.
  package static let base = 64 << 20
  /// The part of both limits for each byte of the file.
  package static let perByte = 16

  private let size: Atomic<Int>
  private let bytes = Atomic<Int>(0)
  private let steps = Atomic<Int>(0)

  /// The budget of a file of `size` bytes.
  package init(fileSize size: Int) { self.size = Atomic(size) }

  /// The most bytes and the most steps.
  package var limit: Int { Self.base + Self.perByte * size.load(ordering: .relaxed) }
  /// Bytes counted so far.
  package var allocated: Int { bytes.load(ordering: .relaxed) }
  /// Steps counted so far.
  package var taken: Int { steps.load(ordering: .relaxed) }
  /// The bytes that may still be allocated.
  var remaining: Int { max(0, limit - allocated) }

  /// Adds a further file of the same checkpoint: a shard, an external file of weights.
  func extend(byFileOf size: Int) { self.size.wrappingAdd(size, ordering: .relaxed) }

  /// Counts `count` bytes that are about to be allocated; throws `overBudget`.
  func allocate(_ count: Int) throws(CheckpointError) { try draw(.memory, count) }

  /// Counts an array of `count` elements; throws `overBudget`.
  ///
  /// Twice their size, since an array that grows holds its old and its new elements for a moment.
  func allocate<Element>(_ count: Int, of type: Element.Type) throws(CheckpointError) {
    try draw(.memory, 32 + 2 * MemoryLayout<Element>.stride * min(max(count, 0), 1 << 48))
  }

  /// Counts a text of `length` UTF-8 bytes; throws `overBudget`.
  func allocate(textOf length: Int) throws(CheckpointError) {
    // Texts of up to 15 bytes are no allocation of their own.
    try draw(.memory, length > 15 ? 32 + length : 16)
  }

  /// Counts `count` steps; throws `overBudget`.
  func take(_ count: Int = 1) throws(CheckpointError) { try draw(.steps, count) }

  /// Counts `count` bytes that were allocated within `remaining`.
  func count(_ count: Int) { bytes.wrappingAdd(count, ordering: .relaxed) }

  /// Throws `overBudget` if one of the limits has been exceeded before.
  func check() throws(CheckpointError) {
    if allocated > limit { throw .overBudget(.memory, limit: limit) }
    if taken > limit { throw .overBudget(.steps, limit: limit) }
  }

  private func draw(_ resource: Resource, _ count: Int) throws(CheckpointError) {
    let count = min(max(count, 0), 1 << 48)
    let sum =
      switch resource {
      case .memory: bytes.wrappingAdd(count, ordering: .relaxed).newValue
      case .steps: steps.wrappingAdd(count, ordering: .relaxed).newValue
      }
    guard sum <= limit else { throw .overBudget(resource, limit: limit) }
  }
}
