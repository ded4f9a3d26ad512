/// A kind of image file that can be decoded.
package enum ImageFormat: String, Sendable, CaseIterable {
  /// Portable Network Graphics.
  case png = "PNG"
  /// JPEG, baseline or progressive.
  case jpeg = "JPEG"
  /// WebP, lossy or lossless.
  case webp = "WebP"
}

/// Why bytes could not become a picture or a tensor, or a picture could not become bytes.
package enum ImagingError: Error, Sendable, Equatable {
  /// There are no bytes at all.
  case empty
  /// The first bytes belong to no format that is known here.
  case unknownFormat(firstBytes: [UInt8])
  /// The file ends before its picture does.
  case truncated(ImageFormat, byteCount: Int)
  /// The file contradicts itself at about `byte`; `detail` is the codec's own word for it.
  case damaged(ImageFormat, byte: Int, detail: String)
  /// A well-formed file of a kind that is not decoded.
  case unsupported(ImageFormat, detail: String)
  /// More pixels than the limit allows.
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// The system has no memory for the picture.
  case outOfMemory(width: Int, height: Int)
  /// An array file that can't be read.
  case array(ArrayFileFault)
  /// A picture that PNG can't hold.
  case notEncodable(width: Int, height: Int)
}

/// What is wrong with a `.npy` file.
package enum ArrayFileFault: Error, Sendable, Equatable {
  /// The bytes do not start as a `.npy` file does.
  case notAnArrayFile
  /// A format version that is not read.
  case version(major: Int, minor: Int)
  /// The header can't be understood.
  case header(String)
  /// The elements have another type than the ones that are read.
  case elementType(String)
  /// The elements are stored column by column.
  case columnMajor
  /// The shape needs more elements than the limit allows.
  case tooManyElements(shape: [Int], limit: Int)
  /// The file is shorter than its shape needs.
  case length(shape: [Int], expected: Int, found: Int)
  /// The shape is not that of one picture.
  case notAnImage(shape: [Int])
}
