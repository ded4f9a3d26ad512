import Imaging
import Testing

@Suite struct RobustnessTests {
  /// Small files of each kind; every prefix of each is decoded.
  static let samples = [
    "rgb8.png", "palette4.png", "interlaced-rgba8.png", "grey16.png", "exif6.png",
    "rgb8-many-chunks.png", "apng.png", "odd-17x33.jpg", "exif6.jpg", "cmyk-progressive.jpg",
    "progressive.jpg", "restart.jpg", "ycck.jpg", "lossy.webp", "lossless.webp",
    "lossy-alpha.webp", "animation.webp", "exif6.webp",
  ]

  @Test(arguments: samples)
  func everyPrefixIsAnErrorOrTheWholePicture(_ name: String) throws {
    let bytes = try Fixtures.bytes("decoding/\(name)")
    let whole = try Picture.decode(bytes, keepingOrientation: true)
    for count in 0..<bytes.count {
      guard let picture = try? Picture.decode(Array(bytes[..<count]), keepingOrientation: true)
      else { continue }
      #expect(picture == whole, "\(name) cut to \(count) of \(bytes.count) bytes")
    }
  }

  @Test(arguments: samples)
  func damagedBytesNeverTrap(_ name: String) throws {
    let bytes = try Fixtures.bytes("decoding/\(name)")
    var generator = SplitMix(state: UInt64(bytes.count))
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let index = Int.random(in: 0..<damaged.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: damaged[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: damaged[index] = UInt8.random(in: 0...255, using: &generator)
        case 2: damaged[index] = 0xFF
        default: damaged.remove(at: index)
        }
        guard !damaged.isEmpty else { break }
      }
      _ = try? Picture.decode(damaged, pixelLimit: 1_000_000)
      _ = try? PNGText.all(in: damaged)
    }
  }

  private func error(_ bytes: [UInt8], limit: Int = Picture.standardPixelLimit) -> ImagingError? {
    do {
      _ = try Picture.decode(bytes, pixelLimit: limit)
      return nil
    } catch { return error }
  }

  @Test func aTruncatedFileSaysSo() throws {
    for name in ["rgb8.png", "ycc420.jpg", "progressive.jpg", "lossy.webp"] {
      let bytes = try Fixtures.bytes("decoding/\(name)")
      let half = Array(bytes[..<(bytes.count * 3 / 4)])
      guard case .truncated(_, let count) = error(half) else {
        Issue.record("\(name) gives \(String(describing: error(half)))")
        continue
      }
      #expect(count == half.count)
    }
  }

  @Test func aWrongChecksumIsDamage() throws {
    var bytes = try Fixtures.bytes("decoding/rgb8.png")
    bytes[bytes.count - 13] ^= 1  // in the checksum of the pixel data
    guard case .damaged(.png, let byte, let detail) = error(bytes) else {
      Issue.record("\(String(describing: error(bytes)))")
      return
    }
    #expect(byte > 0 && byte <= bytes.count)
    #expect(detail == "IDAT: CRC error")
  }

  @Test func aBrokenEntropyCodeIsDamage() throws {
    var bytes = try Fixtures.bytes("decoding/quality100.jpg")
    let middle = bytes.count / 2
    for index in middle..<middle + 40 { bytes[index] = 0x55 }
    bytes[middle + 40] = 0xFF
    bytes[middle + 41] = 0xD9
    guard case .damaged(.jpeg, _, _) = error(bytes) else {
      Issue.record("\(String(describing: error(bytes)))")
      return
    }
  }

  @Test func anUnknownFormatIsReportedWithItsFirstBytes() {
    #expect(error([]) == .empty)
    #expect(error(Array("hello world".utf8)) == .unknownFormat(firstBytes: Array("hello wo".utf8)))
    #expect(error([0x42]) == .unknownFormat(firstBytes: [0x42]))
    #expect(error([0xFF, 0xD8]) == .unknownFormat(firstBytes: [0xFF, 0xD8]))
    #expect(error([0xFF, 0xD8, 0xFF]) == .truncated(.jpeg, byteCount: 3))
  }

  @Test func theLimitIsCheckedBeforeMemoryIsTaken() throws {
    for name in ["rgb8.png", "ycc420.jpg", "lossy.webp", "animation.webp"] {
      let bytes = try Fixtures.bytes("decoding/\(name)")
      let picture = try Picture.decode(bytes)
      let count = picture.width * picture.height
      #expect(error(bytes, limit: count) == nil)
      #expect(
        error(bytes, limit: count - 1)
          == .tooManyPixels(width: picture.width, height: picture.height, limit: count - 1))
    }
  }

  @Test func aHeaderThatClaimsBillionsOfPixelsIsRefused() throws {
    var bytes = try Fixtures.bytes("decoding/ycc420.jpg")
    let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xFD, 0xE8, 0xFD, 0xE8])
    #expect(
      error(bytes) == .tooManyPixels(width: 65000, height: 65000, limit: 100_000_000))
    // 8,192 × 8,192 pixels can't fit into so few bytes of PNG data.
    var png = try Fixtures.bytes("decoding/rgb8.png")
    png.replaceSubrange(16..<24, with: [0, 0, 0x20, 0, 0, 0, 0x20, 0])
    let header = pngChecksum(Array(png[12..<29]))
    png.replaceSubrange(29..<33, with: header)
    #expect(error(png) == .truncated(.png, byteCount: png.count))
  }

  private func pngChecksum(_ bytes: [UInt8]) -> [UInt8] {
    let digits = bytes.withUnsafeBytes { crc($0) }
    let value = UInt32(digits, radix: 16) ?? 0
    return (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
  }
}
