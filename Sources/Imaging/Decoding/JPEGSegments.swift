/// Iterates over the marker segments of a JPEG file up to the first scan or incomplete segment.
struct JPEGSegments: Sequence, IteratorProtocol {
  struct Segment {
    let marker: Int
    let body: Bytes
  }

  private let bytes: Bytes
  private var offset = 2

  init(_ bytes: Bytes) { self.bytes = bytes }

  mutating func next() -> Segment? {
    // A marker may be preceded by any number of 0xFF fill bytes.
    while bytes.byte(at: offset) == 0xFF, bytes.byte(at: offset + 1) == 0xFF { offset += 1 }
    guard bytes.byte(at: offset) == 0xFF, let marker = bytes.byte(at: offset + 1),
      marker != 0xDA, marker != 0xD9, let length = bytes.short(at: offset + 2), length >= 2,
      let body = bytes.slice(offset + 4, length - 2)
    else { return nil }
    offset += 2 + length
    return Segment(marker: marker, body: body)
  }
}
