import Foundation
import Support
import Testing

/// Files are read within limits, and their times have numbers.
@Suite struct InputFileTests {
  private let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("effscope-input-\(UUID().uuidString)").path

  @Test func aLongerFileIsRefusedWithItsLimit() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(repeating: 65, count: 2001).write(to: URL(fileURLWithPath: path))
    #expect(try InputFile.read(path, what: "can't read", atMost: 2001).count == 2001)
    let failure = #expect(throws: Failure.self) {
      try InputFile.read(path, what: "can't read", atMost: 2000, advice: "shorten it")
    }
    #expect(failure?.status == .badData)
    #expect(failure?.why == "it has more than 2.00 kB, the limit of such a file")
  }

  @Test func aFileThatNeverEndsIsRefused() {
    let failure = #expect(throws: Failure.self) {
      try InputFile.read("/dev/zero", what: "can't read", atMost: 3 << 20)
    }
    #expect(failure?.status == .badData)
    #expect(failure?.why == "it has more than 3.15 MB, the limit of such a file")
  }

  private static let times: [(Int, Int, Int64)] = [
    (0, 5, 5), (1, 2, 1_000_000_002), (-1, 999_999_999, -1), (-86_400, 0, -86_400_000_000_000),
    (9_223_372_036, 854_775_807, .max), (9_223_372_036, 854_775_808, .max),
    (16_725_225_600, 0, .max), (-9_223_372_037, 0, .min), (-62_135_596_800, 0, .min),
  ]

  @Test(arguments: times)
  func timesBecomeTheNearestNumber(seconds: Int, nanoseconds: Int, expected: Int64) {
    #expect(timespec(tv_sec: seconds, tv_nsec: nanoseconds).nanoseconds == expected)
  }

  @Test func aFileOfTheYear2500HasFacts() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data([1]).write(to: URL(fileURLWithPath: path))
    var times = [timespec(tv_sec: 0, tv_nsec: 0), timespec(tv_sec: 16_725_225_600, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    let facts = try #require(FileFacts(of: RawPath(path)))
    #expect(facts.byteCount == 1)
    // A file system may have no such times.
    #expect(facts.modified == .max || facts.modified > 4_000_000_000_000_000_000)
  }
}
