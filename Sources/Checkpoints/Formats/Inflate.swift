internal import CZlib

/// Decompresses raw deflate data; throws `malformed` unless the result has exactly `size` bytes.
func inflate(
  _ packed: UnsafeRawBufferPointer, size: Int, name: String, budget: ReadingBudget
) throws(CheckpointError) -> FileBytes {
  guard size <= Int(UInt32.max), packed.count <= Int(UInt32.max) else {
    throw .unsupported("zip entry '\(name)'", feature: "deflated entries of 4 GiB and more")
  }
  var isComplete = false
  let output = FileBytes(count: size, budget: budget) { buffer in
    var stream = z_stream()
    guard
      inflateInit2_(
        &stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(
      mutating: packed.bindMemory(to: Bytef.self).baseAddress)
    stream.avail_in = uInt(packed.count)
    stream.next_out = buffer.bindMemory(to: Bytef.self).baseAddress
    stream.avail_out = uInt(size)
    isComplete = CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0
  }
  guard isComplete else {
    throw .malformed(
      "zip entry '\(name)'", offset: 0, rule: "its data must unpack to the \(size) bytes announced")
  }
  return output
}

/// The CRC-32 of zip archives.
func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  let start = bytes.bindMemory(to: Bytef.self).baseAddress
  return UInt32(truncatingIfNeeded: crc32_z(0, start, bytes.count))
}
