import Tensors

/// Reads and writes NumPy's `.npy` files (one array per file).
package enum NumPyFile {
  /// True if `bytes` start with the magic bytes of a `.npy` file.
  package static func isRecognized(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Decodes an array of little-endian float16, float32 or float64 elements in C order.
  package static func tensor(
    from bytes: [UInt8], elementLimit: Int = 500_000_000
  ) throws(ImagingError) -> Tensor {
    do throws(ArrayFileFault) {
      return try decode(bytes, elementLimit)
    } catch {
      throw .array(error)
    }
  }

  /// Decodes a preprocessed image of shape (1, C, H, W) or (C, H, W) to shape (1, C, H, W).
  package static func image(from bytes: [UInt8]) throws(ImagingError) -> Tensor {
    let tensor = try tensor(from: bytes)
    let shape = tensor.shape.count == 3 ? [1] + tensor.shape : tensor.shape
    guard shape.count == 4, shape[0] == 1, (1...256).contains(shape[1]), shape[2] > 0, shape[3] > 0
    else {
      throw .array(.notAnImage(shape: tensor.shape))
    }
    return tensor.reshaped(shape)
  }

  /// Encodes `tensor` as float32, version 1.0; the bytes equal those of `numpy.save`.
  package static func bytes(of tensor: Tensor) -> [UInt8] {
    var shape = tensor.shape.map(String.init).joined(separator: ", ")
    if tensor.shape.count == 1 { shape += "," }
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape)), }"
    let unpadded = magic.count + 4 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    var bytes = magic + [1, 0, UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
    bytes.reserveCapacity(bytes.count + header.utf8.count + tensor.count * 4)
    bytes += header.utf8
    for element in tensor.storage.buffer {
      withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes += $0 }
    }
    return bytes
  }

  private static func decode(
    _ bytes: [UInt8], _ elementLimit: Int
  ) throws(ArrayFileFault) -> Tensor {
    guard isRecognized(bytes), bytes.count >= 8 else { throw .notAnArrayFile }
    let (major, minor) = (Int(bytes[6]), Int(bytes[7]))
    guard (1...3).contains(major) else { throw .version(major: major, minor: minor) }
    let lengthBytes = major == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthBytes else { throw .header("it ends after its first bytes") }
    var length = 0
    for index in (0..<lengthBytes).reversed() { length = length << 8 | Int(bytes[8 + index]) }
    let start = 8 + lengthBytes
    guard length <= 65536, length <= bytes.count - start else {
      throw .header("it claims \(length) bytes, and \(bytes.count - start) follow")
    }
    let header = try NumPyHeader(parsing: bytes[start..<start + length])
    return try tensor(header, bytes[(start + length)...], elementLimit)
  }

  private static func tensor(
    _ header: NumPyHeader, _ data: ArraySlice<UInt8>, _ limit: Int
  ) throws(ArrayFileFault) -> Tensor {
    guard !header.isFortranOrder else { throw .columnMajor }
    var count = 1
    for extent in header.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= limit else {
        throw .tooManyElements(shape: header.shape, limit: limit)
      }
      count = product
    }
    let width = header.elementType.byteCount
    guard data.count >= count * width else {
      throw .length(shape: header.shape, expected: count * width, found: data.count)
    }
    let storage = FloatStorage(count: count)
    data.withUnsafeBytes { buffer in
      for index in 0..<count {
        let offset = index * width
        func bits<Bits: FixedWidthInteger & BitwiseCopyable>() -> Bits {
          Bits(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: Bits.self))
        }
        storage.base[index] =
          switch header.elementType {
          case .half: Float(Float16(bitPattern: bits()))
          case .single: Float(bitPattern: bits())
          case .double: Float(Double(bitPattern: bits()))
          }
      }
    }
    return Tensor(shape: header.shape, storage: storage)
  }
}
