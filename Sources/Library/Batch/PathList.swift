import Glibc
import Support

/// Reads a file of paths in portions: one path a line, or NUL-terminated (`find -print0`).
struct PathList: Sequence, IteratorProtocol {
  private let source: Source
  private var separator: UInt8?
  private var buffer: ArraySlice<UInt8> = []
  private var isAtEnd = false

  /// The list at `path`; `-` is standard input.
  init(reading path: RawPath) throws(Failure) { source = try Source(path) }

  /// The next path that is not empty; nil after the last.
  mutating func next() -> RawPath? {
    while true {
      if let separator, let end = buffer.firstIndex(of: separator) {
        let line = buffer[..<end]
        buffer = buffer[(end + 1)...]
        if let path = path(line) { return path }
        continue
      }
      guard !isAtEnd else {
        let line = buffer
        buffer = []
        return path(line)
      }
      fill()
    }
  }

  /// The path in a line, without a carriage return at its end; nil for an empty line.
  private func path(_ line: ArraySlice<UInt8>) -> RawPath? {
    var line = line
    if separator == Self.newline, line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    return line.isEmpty ? nil : RawPath(line)
  }

  private mutating func fill() {
    let more = source.read()
    if more.isEmpty { isAtEnd = true }
    buffer = ArraySlice(Array(buffer) + more)
    // The first portion decides the separator.
    if separator == nil, !buffer.isEmpty {
      buffer = ArraySlice(Array(buffer).withoutByteOrderMark)
      separator = buffer.contains(0) ? 0 : Self.newline
    }
    // Discards more than 1 MiB without a separator: it is not a path.
    if buffer.count > 1 << 20 { buffer = [] }
  }

  private static let newline = UInt8(ascii: "\n")

  private final class Source {
    private let descriptor: Int32

    init(_ path: RawPath) throws(Failure) {
      descriptor =
        path == RawPath("-")
        ? dup(STDIN_FILENO) : path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
      guard descriptor >= 0 else {
        throw Failure(
          .noInput, "can't read the list", path.printable, because: reason(errno),
          advice: "check the path")
      }
    }

    deinit { close(descriptor) }

    func read() -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        if count < 0, errno == EINTR { continue }
        return Array(bytes.prefix(Swift.max(0, count)))
      }
    }
  }
}
