/// Copies of strided tensors to dense row-major order.
extension StoredTensor {
  /// Copies the elements of a strided tensor to dense row-major order.
  ///
  /// Axes of extent 1 are dropped. The last two axes are copied as planes.
  func gather(_ start: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    guard count > 0 else { return }
    let axes = shape.indices.filter { shape[$0] > 1 }
    let extents = axes.map { shape[$0] }
    let steps = axes.map { strides[$0] * type.size }
    guard let columns = extents.last, let step = steps.last else {
      return output.pointee = type.load(start)
    }
    let rows = extents.dropLast().last ?? 1
    let rowStep = steps.dropLast().last ?? 0
    let outer = extents.dropLast(2)
    var index = [Int](repeating: 0, count: outer.count)
    var written = 0
    while written < count {
      var plane = start
      for axis in index.indices { plane += index[axis] * steps[axis] }
      let target = output + written
      if type == .float32, rowStep == 4 {
        transposePlane(plane, rows: rows, columns: (columns, step), into: target)
      } else {
        copyPlane(plane, rows: (rows, rowStep), columns: (columns, step), into: target)
      }
      written += rows * columns
      var axis = outer.count - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < outer[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
  }

  /// Copies one plane in 32×32 tiles that keep source and target in the cache; steps in bytes.
  private func copyPlane(
    _ plane: UnsafeRawPointer, rows: (count: Int, step: Int), columns: (count: Int, step: Int),
    into output: UnsafeMutablePointer<Float>
  ) {
    let side = 32
    for firstRow in stride(from: 0, to: rows.count, by: side) {
      let lastRow = min(firstRow + side, rows.count)
      for firstColumn in stride(from: 0, to: columns.count, by: side) {
        let lastColumn = min(firstColumn + side, columns.count)
        for row in firstRow..<lastRow {
          let source = plane + row * rows.step
          let target = output + row * columns.count
          if type == .float32 {
            for column in firstColumn..<lastColumn {
              target[column] = source.loadUnaligned(
                fromByteOffset: column * columns.step, as: Float.self)
            }
          } else {
            for column in firstColumn..<lastColumn {
              target[column] = type.load(source + column * columns.step)
            }
          }
        }
      }
    }
  }

  /// Copies one float32 plane whose columns are dense in the file, in 4×4 blocks; the step from
  /// column to column in bytes.
  ///
  /// TensorFlow's weights are of this kind (input channels before output channels).
  private func transposePlane(
    _ plane: UnsafeRawPointer, rows: Int, columns: (count: Int, step: Int),
    into output: UnsafeMutablePointer<Float>
  ) {
    typealias Four = SIMD4<Float>
    let (blockRows, blockColumns) = (rows & ~3, columns.count & ~3)
    let (step, line) = (columns.step, columns.count * 4)
    let stripHeight = 16
    for firstRow in stride(from: 0, to: blockRows, by: stripHeight) {
      let lastRow = min(firstRow + stripHeight, blockRows)
      for column in stride(from: 0, to: blockColumns, by: 4) {
        for row in stride(from: firstRow, to: lastRow, by: 4) {
          let source = plane + row * 4 + column * step
          let a = source.loadUnaligned(as: Four.self)
          let b = source.loadUnaligned(fromByteOffset: step, as: Four.self)
          let c = source.loadUnaligned(fromByteOffset: 2 * step, as: Four.self)
          let d = source.loadUnaligned(fromByteOffset: 3 * step, as: Four.self)
          let target = UnsafeMutableRawPointer(output + row * columns.count + column)
          target.storeBytes(of: Four(a[0], b[0], c[0], d[0]), as: Four.self)
          target.storeBytes(of: Four(a[1], b[1], c[1], d[1]), toByteOffset: line, as: Four.self)
          target.storeBytes(of: Four(a[2], b[2], c[2], d[2]), toByteOffset: 2 * line, as: Four.self)
          target.storeBytes(of: Four(a[3], b[3], c[3], d[3]), toByteOffset: 3 * line, as: Four.self)
        }
      }
    }
    for row in 0..<rows {
      for column in (row < blockRows ? blockColumns : 0)..<columns.count {
        output[row * columns.count + column] = plane.loadUnaligned(
          fromByteOffset: row * 4 + column * step, as: Float.self)
      }
    }
  }
}
