import Support
import Tensors

/// How large a picture may be: the pixels that its header states, and the memory to decode them.
struct PictureLimit: Sendable {
  let pixels: Int
  /// Bytes that decoding may take; nil for half of the memory that is free.
  let bytes: Int?

  /// Pictures that need fewer bytes are decoded without a look at the free memory.
  private static let smallBytes = 64 << 20

  /// Throws if a picture of `size` is above a limit.
  func check(_ size: PixelSize, _ format: ImageFormat) throws(ImagingError) {
    let (width, height) = (size.width, size.height)
    guard width <= pixels / height else {
      throw .tooManyPixels(width: width, height: height, limit: pixels)
    }
    let needed = format.decodingBytes(size)
    guard bytes != nil || needed > Self.smallBytes else { return }
    guard let limit = bytes ?? FreeMemory.bytes.map({ $0 / 2 }), needed > limit else { return }
    throw .tooMuchMemory(width: width, height: height, needed: needed, limit: limit)
  }
}

extension ImageFormat {
  /// Bytes at most that decoding a picture of `size` takes: its three channels, the same again to
  /// turn it upright, and the planes and coefficients of the codec.
  func decodingBytes(_ size: PixelSize) -> Int {
    let perPixel =
      switch self {
      case .png, .gif, .bmp: 6
      case .tiff: 9
      case .webp, .jpeg: 12
      case .heic, .avif: 18
      }
    return size.width * size.height * perPixel
  }
}

extension Picture {
  /// Bytes at most that decoding a file takes, by its header; 0 for one that has no known size.
  package static func decodingBytes(_ bytes: [UInt8], pixelLimit: Int) -> Int {
    guard let format = ImageFormat.recognized(in: bytes), let size = claimedSize(bytes),
      size.width <= pixelLimit / size.height
    else { return 0 }
    return format.decodingBytes(size) + (isGrey16(bytes) ? size.width * size.height * 6 : 0)
  }
}
