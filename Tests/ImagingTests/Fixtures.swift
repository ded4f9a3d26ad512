import Foundation
import Imaging
import Tensors

/// Fixture files, written by Tests/Golden/imaging_pictures.py.
enum Fixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Fixtures")
  static let assets = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Assets")

  static func bytes(_ path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: folder.appending(path: path)))
  }

  static func asset(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: assets.appending(path: name)))
  }

  /// The rows of a CSV file as dictionaries by column name.
  static func table(_ name: String) throws -> [[String: String]] {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let lines = text.split(separator: "\n")
    let header = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(header, cells))
    }
  }

  static let decoding = (try? table("decoding.csv")) ?? []
}

/// CRC-32 as eight hexadecimal digits.
func crc(_ bytes: UnsafeRawBufferPointer) -> String {
  var value: UInt32 = ~0
  for byte in bytes {
    value = crcTable[Int((value ^ UInt32(byte)) & 255)] ^ value >> 8
  }
  let digits = String(~value, radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}

private let crcTable: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
  }
}

extension Picture {
  var crc: String { pixels.withUnsafeBytes { ImagingTests.crc($0) } }
}

extension Tensor {
  var crc: String { ImagingTests.crc(UnsafeRawBufferPointer(storage.buffer)) }
}

/// splitmix64, the same generator as in the golden script.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// Same as `generated` in the golden script: noise over a pattern of bright and dark squares.
func generatedPicture(_ width: Int, _ height: Int, seed: Int) -> Picture {
  var generator = SplitMix(state: UInt64(seed))
  let count = width * height * 3
  var pixels = [UInt8](repeating: 0, count: (count + 7) / 8 * 8)
  pixels.withUnsafeMutableBytes { bytes in
    for start in stride(from: 0, to: bytes.count, by: 8) {
      bytes.storeBytes(of: generator.next().littleEndian, toByteOffset: start, as: UInt64.self)
    }
  }
  pixels.removeLast(pixels.count - count)
  pixels.withUnsafeMutableBufferPointer { pixels in
    for y in 0..<height {
      for x in 0..<width {
        let wave = (x / 16 + y / 16) % 4
        guard wave < 2 else { continue }
        for index in (y * width + x) * 3..<(y * width + x) * 3 + 3 {
          pixels[index] = wave == 0 ? 255 - pixels[index] / 8 : pixels[index] / 8
        }
      }
    }
  }
  return Picture(width: width, height: height, pixels: pixels)
}
