/// Whoever keeps the memory alive that a storage views: a mapped file, say.
public protocol MemoryOwner: AnyObject, Sendable {
  /// Lets go of the pages under `bytes`; whoever reads them again gets the same contents.
  func release(_ bytes: UnsafeRawBufferPointer)
}

/// Memory that holds float32 elements: allocated, or a view into a mapped file kept alive by `owner`.
///
/// Contents are written only by whoever creates the storage, before it is shared.
public final class FloatStorage: @unchecked Sendable {
  /// First element, 64-byte aligned when allocated here.
  public let base: UnsafeMutablePointer<Float>
  /// Number of elements.
  public let count: Int
  private let owner: (any MemoryOwner)?

  /// Allocates `count` zeros on a 64-byte boundary.
  public init(count: Int) {
    precondition(count >= 0, "a storage can't hold \(count) elements")
    base = Self.allocate(max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
    self.count = count
    owner = nil
  }

  /// Allocates `count` elements on a 64-byte boundary, all of which `fill` writes.
  public init(count: Int, filledBy fill: (UnsafeMutablePointer<Float>) -> Void) {
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

  /// Allocates and copies `elements`.
  public convenience init(copying elements: some Collection<Float>) {
    self.init(count: elements.count)
    var index = 0
    for element in elements {
      base[index] = element
      index += 1
    }
  }

  /// Views `count` elements at `base`, which `owner` keeps valid (a mapped file, say).
  public init(viewing base: UnsafeMutablePointer<Float>, count: Int, owner: any MemoryOwner) {
    self.base = base
    self.count = count
    self.owner = owner
  }

  deinit {
    if owner == nil { UnsafeMutableRawPointer(base).deallocate() }
  }

  /// The elements, to read.
  public var buffer: UnsafeBufferPointer<Float> { UnsafeBufferPointer(start: base, count: count) }

  /// The elements, to fill before the storage is shared.
  public var mutableBuffer: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }

  /// Says that the elements have been read for now: a mapped file need not stay in memory for them.
  public func release() { owner?.release(UnsafeRawBufferPointer(buffer)) }
}
