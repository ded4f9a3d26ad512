/// Owner of memory that a storage views, such as a mapped file.
public protocol MemoryOwner: AnyObject, Sendable {
  /// Allows the system to evict the pages of `bytes`; a later read loads the same contents again.
  func release(_ bytes: UnsafeRawBufferPointer)
}

/// Memory of float32 elements: allocated here, or a view into memory that an owner keeps alive.
///
/// The creator writes the contents before it shares the storage; afterwards they are only read.
public final class FloatStorage: @unchecked Sendable {
  /// First element; 64-byte aligned if allocated here.
  package let base: UnsafeMutablePointer<Float>
  package let count: Int
  private let owner: (any MemoryOwner)?

  /// Allocates `count` zeros on a 64-byte boundary.
  package init(count: Int) {
    precondition(count >= 0, "a storage can't hold \(count) elements")
    base = Self.allocate(max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
    self.count = count
    owner = nil
  }

  /// Allocates `count` elements on a 64-byte boundary; `fill` must write all of them.
  package init(count: Int, filledBy fill: (UnsafeMutablePointer<Float>) -> Void) {
    precondition(count > 0, "a storage to be filled can't hold \(count) elements")
    base = Self.allocate(count)
    self.count = count
    owner = nil
    fill(base)
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: count)
  }

  package convenience init(copying elements: some Collection<Float>) {
    self.init(count: elements.count)
    var index = 0
    for element in elements {
      base[index] = element
      index += 1
    }
  }

  /// Views `count` elements at `base`; the memory must stay valid while `owner` exists.
  package init(viewing base: UnsafeMutablePointer<Float>, count: Int, owner: any MemoryOwner) {
    self.base = base
    self.count = count
    self.owner = owner
  }

  deinit {
    if owner == nil { UnsafeMutableRawPointer(base).deallocate() }
  }

  package var buffer: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: base, count: count) }

  package var mutableBuffer: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }

  /// Allows the system to evict the elements' pages if they view a mapped file.
  package func release() { owner?.release(UnsafeRawBufferPointer(buffer)) }
}
