/// Encodes FlatBuffers: each table before what it refers to, so that parts can be shared.
struct FlatBytes {
  private(set) var bytes: [UInt8] = []

  /// A field of a table: its number, and an integer of four bytes or a place to fill in later.
  typealias Field = (number: Int, value: Int32?)

  static func little(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// Appends a table with fields of four bytes; returns its place and those of its fields.
  mutating func table(_ fields: [Field]) -> (start: Int, places: [Int: Int]) {
    align()
    let count = (fields.map(\.number).max() ?? -1) + 1
    var vtable = [Int](repeating: 0, count: count)
    for (position, field) in fields.enumerated() { vtable[field.number] = 4 + 4 * position }
    let size = 4 + 2 * count
    bytes += Self.little(size, 2) + Self.little(4 + 4 * fields.count, 2)
    bytes += vtable.flatMap { Self.little($0, 2) }
    let padding = (4 - bytes.count % 4) % 4
    bytes += [UInt8](repeating: 0, count: padding)
    let start = bytes.count
    bytes += Self.little(size + padding, 4)
    var places: [Int: Int] = [:]
    for field in fields {
      places[field.number] = bytes.count
      bytes += Self.little(Int(field.value ?? 0), 4)
    }
    return (start, places)
  }

  /// Appends a vector of `count` elements of `size` bytes; returns the place of its length.
  mutating func vector(count: Int, size: Int, filling value: Int = 0) -> Int {
    align()
    let start = bytes.count
    bytes += Self.little(count, 4)
    for _ in 0..<count { bytes += Self.little(value, size) }
    return start
  }

  /// Lets the offset at `place` point to `target`, which must come later.
  mutating func point(_ place: Int, to target: Int) {
    bytes.replaceSubrange(place..<place + 4, with: Self.little(target - place, 4))
  }

  mutating func append(_ more: [UInt8]) { bytes += more }

  private mutating func align() {
    bytes += [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
}

extension FlatBytes {
  /// A TFLite model whose `count` tensors of int8 share a shape of `axes` ones and `scales` scales.
  static func model(tensors count: Int, axes: Int, scales: Int) -> [UInt8] {
    var file = FlatBytes()
    file.append(little(0, 4) + Array("TFL3".utf8))
    let root = file.table([(0, 3), (2, nil), (4, nil)])
    file.point(0, to: root.start)
    let graphs = file.vector(count: 1, size: 4)
    file.point(root.places[2] ?? 0, to: graphs)
    let buffers = file.vector(count: 1, size: 4)
    file.point(root.places[4] ?? 0, to: buffers)
    let buffer = file.table([(0, nil)])
    file.point(buffers + 4, to: buffer.start)
    file.point(buffer.places[0] ?? 0, to: file.vector(count: 1, size: 1))
    let graph = file.table([(0, nil)])
    file.point(graphs + 4, to: graph.start)
    let tensors = file.vector(count: count, size: 4)
    file.point(graph.places[0] ?? 0, to: tensors)
    let tensor = file.table([(0, nil), (1, 9), (4, nil)])
    for index in 0..<count { file.point(tensors + 4 + 4 * index, to: tensor.start) }
    file.point(tensor.places[0] ?? 0, to: file.vector(count: axes, size: 4, filling: 1))
    let quantization = file.table([(2, nil)])
    file.point(tensor.places[4] ?? 0, to: quantization.start)
    file.point(quantization.places[2] ?? 0, to: file.vector(count: scales, size: 4))
    return file.bytes
  }
}
