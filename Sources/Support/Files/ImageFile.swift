import Glibc

/// An image's file, read whole: its bytes and what the file system says of it.
package struct ImageFile: Sendable {
  package let facts: FileFacts
  package let bytes: [UInt8]

  /// Reads the regular file at `path`, of `limit` bytes at most.
  ///
  /// A file that is changed while it is read is worth trying again.
  package init(reading path: RawPath, atMost limit: Int) throws(Failure) {
    // Without waiting: a pipe that somebody put there must not hold the work up.
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    let name = path.printable
    guard descriptor >= 0 else { throw InputFile.unopened(name, Self.what) }
    defer { close(descriptor) }
    let before = try Self.facts(descriptor, name)
    guard before.byteCount <= limit else {
      throw Failure(
        .badData, Self.what, name,
        because:
          "the file has \(NumberText.bytes(before.byteCount)), more than an image within the "
          + "limit of pixels needs",
        advice: "scale the image down first, or raise \(OptionName.megapixels)")
    }
    facts = before
    bytes = try InputFile.readAll(descriptor, expecting: before.byteCount, name, Self.what)
    guard bytes.count == before.byteCount, try Self.facts(descriptor, name) == before else {
      throw Failure(
        .tryAgain, Self.what, name, because: "it was changed while it was read",
        advice: "try again when nobody writes to it")
    }
  }

  private static let what = "can't read the image"

  private static func facts(_ descriptor: Int32, _ name: String) throws(Failure) -> FileFacts {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Failure(.inputOutput, what, name, because: reason(errno))
    }
    guard let facts = FileFacts(status) else {
      throw Failure(.noInput, what, name, because: "it is no regular file")
    }
    return facts
  }
}

/// By what a file is known to be unchanged.
package struct FileFacts: Hashable, Sendable {
  package let byteCount: Int
  /// When it was changed last, in nanoseconds since 1970.
  package let modified: Int64

  /// The facts of the regular file at `path`; nil where there is none.
  package init?(of path: RawPath) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else { return nil }
    self.init(status)
  }

  init?(_ status: stat) {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    byteCount = Int(status.st_size)
    modified = status.st_mtim.nanoseconds
  }
}

extension timespec {
  /// Nanoseconds since 1970.
  ///
  /// A time that has no such number, before 1677 or after 2262, becomes the nearest that has one.
  package var nanoseconds: Int64 {
    let (whole, isOutside) = Int64(tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isBeyond) = whole.addingReportingOverflow(Int64(tv_nsec))
    return isOutside || isBeyond ? (tv_sec < 0 ? .min : .max) : sum
  }
}
