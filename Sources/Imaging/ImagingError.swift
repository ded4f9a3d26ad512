/// A kind of image file that can be decoded.
package enum ImageFormat: String, Sendable, CaseIterable {
  case png = "PNG"
  case jpeg = "JPEG"
  case webp = "WebP"
  case gif = "GIF"
  case bmp = "BMP"
  case tiff = "TIFF"
  case heic = "HEIC"
  case avif = "AVIF"
}

/// Why bytes could not become a picture or a tensor, or a picture could not become bytes.
package enum ImagingError: Error, Sendable, Equatable {
  case empty
  case unknownFormat(firstBytes: [UInt8])
  /// A picture of a kind that is known and not read, such as a camera's raw data.
  case refused(String)
  case truncated(ImageFormat, byteCount: Int)
  /// The file contradicts itself at about `byte`; `detail` is the codec's own word for it.
  case damaged(ImageFormat, byte: Int, detail: String)
  /// A well-formed file of a kind that is not decoded.
  case unsupported(ImageFormat, detail: String)
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// Decoding would take more than `limit` bytes.
  case tooMuchMemory(width: Int, height: Int, needed: Int, limit: Int)
  /// Decoding would take too long for the size of the picture.
  case tooMuchWork(ImageFormat, detail: String)
  case outOfMemory(width: Int, height: Int)
  case array(ArrayFileFault)
  case notEncodable(width: Int, height: Int)
}

/// What is wrong with a `.npy` file.
package enum ArrayFileFault: Error, Sendable, Equatable {
  case notAnArrayFile
  case version(major: Int, minor: Int)
  case header(String)
  case elementType(String)
  /// The elements are stored column by column.
  case columnMajor
  case tooManyElements(shape: [Int], limit: Int)
  case length(shape: [Int], expected: Int, found: Int)
  /// The shape is not that of one picture.
  case notAnImage(shape: [Int])
}
