import Glibc
import Support
import Tensors

/// The bytes of a file, memory-mapped read-only or held in memory.
///
/// Tensors that view the bytes keep them alive, so weights are read from the page cache without a
/// copy.
public final class FileBytes: MemoryOwner, @unchecked Sendable {
  /// Address of the first byte.
  public let base: UnsafeRawPointer
  /// Number of bytes.
  public let count: Int
  /// Path of the mapped file; nil for other bytes.
  public let path: String?
  /// What reading these bytes, and those unpacked from them, may take.
  package let budget: ReadingBudget
  private let isMapped: Bool

  /// Maps the regular file at `path`; throws `unreadable` or `empty`.
  ///
  /// A symbolic link at `path` is followed only if `followsLinks` is true. A pipe, a device or a
  /// socket is refused without waiting for it.
  public convenience init(
    mapping path: String, followsLinks: Bool = true
  ) throws(CheckpointError) {
    try self.init(mapping: path, followsLinks: followsLinks, partOf: nil)
  }

  /// Maps a further file of the checkpoint `whole`, with its budget.
  convenience init(
    mapping path: String, followsLinks: Bool = true, partOf whole: FileBytes?
  ) throws(CheckpointError) {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
    let descriptor = open(path.rawPath, flags)
    guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
    defer { close(descriptor) }
    try self.init(mapping: descriptor, path: path, name: path, budget: whole?.budget)
  }

  /// Maps a temporary file that another program made of `original`.
  convenience init(
    mapping file: AnonymousFile, from original: FileBytes
  ) throws(CheckpointError) {
    try self.init(
      mapping: file.descriptor, path: nil, name: "memory", budget: original.budget)
  }

  private init(
    mapping descriptor: Int32, path: String?, name: String, budget: ReadingBudget?
  ) throws(CheckpointError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: name, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: name, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    guard status.st_size > 0 else { throw .empty }
    let length = Int(status.st_size)
    guard let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw .unreadable(path: name, code: errno) }
    base = UnsafeRawPointer(start)
    count = length
    self.path = path
    self.budget = budget ?? ReadingBudget(fileSize: length)
    isMapped = true
  }

  /// Holds a copy of `bytes`.
  public convenience init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { buffer in buffer.copyBytes(from: bytes) }
  }

  /// Allocates `count` bytes, aligned to 64 bytes; `fill` must write all of them.
  ///
  /// Without the `budget` of the file that they come from, they have their own.
  init(
    count: Int, budget: ReadingBudget? = nil, fill: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    let start = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 64)
    fill(UnsafeMutableRawBufferPointer(start: start, count: count))
    base = UnsafeRawPointer(start)
    self.count = count
    path = nil
    self.budget = budget ?? ReadingBudget(fileSize: count)
    isMapped = false
  }

  deinit {
    let start = UnsafeMutableRawPointer(mutating: base)
    if isMapped { munmap(start, count) } else { start.deallocate() }
  }

  /// The folder that the file lies in; nil for bytes that came from elsewhere.
  var folder: String? { path?.directoryPath }

  /// Drops the pages of a mapped file that lie entirely in `bytes` from this process's memory.
  ///
  /// The bytes stay readable: the next access maps the pages again.
  public func release(_ bytes: UnsafeRawBufferPointer) {
    guard isMapped, let start = bytes.baseAddress else { return }
    let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
    let first = (UInt(bitPattern: start) + page - 1) / page * page
    let last = (UInt(bitPattern: start) + UInt(bytes.count)) / page * page
    // Below 64 KiB the system call costs more than it saves.
    guard last > first, last - first >= 1 << 16 else { return }
    madvise(UnsafeMutableRawPointer(bitPattern: first), Int(last - first), MADV_DONTNEED)
  }

  /// All bytes.
  var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// True if the file begins with `prefix`.
  func starts(with prefix: [UInt8]) -> Bool { buffer.starts(with: prefix) }

  /// The little-endian integer at `offset`, which must be in bounds.
  func load<Integer: FixedWidthInteger>(_ type: Integer.Type, at offset: Int) -> Integer {
    Integer(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// The UTF-8 text in `range`, which must be in bounds; invalid bytes are replaced.
  func text(_ range: Range<Int>) -> String {
    String(decoding: buffer[range], as: UTF8.self)
  }
}
