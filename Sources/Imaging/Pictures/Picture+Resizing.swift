import CImageCodecs
import Tensors

/// A rectangle with integer pixel coordinates.
package struct PixelRectangle: Sendable, Hashable {
  package var x, y, width, height: Int

  package var size: PixelSize { PixelSize(width: width, height: height) }
  var columns: Range<Int> { x..<x + width }
  var rows: Range<Int> { y..<y + height }

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

extension Picture {
  /// The picture resized to `size`; equal to Pillow's `Image.resize` bit for bit.
  package func resized(to size: PixelSize, _ interpolation: Interpolation) -> Picture {
    resized(
      to: size, interpolation,
      window: PixelRectangle(x: 0, y: 0, width: size.width, height: size.height))
  }

  /// The part `window` of the picture resized to `size`; pixels outside it are not computed.
  func resized(
    to size: PixelSize, _ interpolation: Interpolation, window: PixelRectangle
  ) -> Picture {
    precondition(channels == 3, "only RGB is scaled")
    if size == self.size { return cropped(to: window) }
    if interpolation == .nearest { return nearest(size, window: window) }
    let columns = FilterAxis(
      inputCount: width, outputCount: size.width, window: window.columns, interpolation)
    let rows = FilterAxis(
      inputCount: height, outputCount: size.height, window: window.rows, interpolation)
    // Pillow's order of passes matters, since the first pass rounds to 8 bits: horizontal first,
    // unless the height shrinks by more than twice as many pixels as the width.
    let isVerticalFirst = height - size.height > max(0, 2 * (width - size.width))
    return isVerticalFirst
      ? filteredVertically(rows, columns: columns.inputs)
        .filteredHorizontally(
          columns.rebased(to: columns.inputs.lowerBound), rows: 0..<window.height)
      : filteredHorizontally(columns, rows: rows.inputs)
        .filteredVertically(rows.rebased(to: rows.inputs.lowerBound), columns: 0..<window.width)
  }

  /// Resizes `rows` horizontally.
  private func filteredHorizontally(_ axis: FilterAxis, rows: Range<Int>) -> Picture {
    Picture(width: axis.starts.count, height: rows.count) { target in
      pixels.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        axis.withCView {
          resize_kernels_detected().pointee.horizontal(
            to, from + rows.lowerBound * width * 3, width, rows.count, $0)
        }
      }
    }
  }

  /// Resizes `columns` vertically.
  private func filteredVertically(_ axis: FilterAxis, columns: Range<Int>) -> Picture {
    Picture(width: columns.count, height: axis.starts.count) { target in
      pixels.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        axis.withCView {
          resize_kernels_detected().pointee.vertical(
            to, columns.count * 3, from + columns.lowerBound * 3, width * 3, $0)
        }
      }
    }
  }

  /// Nearest-neighbour resize; input positions are accumulated, as in Pillow.
  private func nearest(_ size: PixelSize, window: PixelRectangle) -> Picture {
    let columns = Self.nearestInputs(width, outputs: size.width, window.columns)
    let rows = Self.nearestInputs(height, outputs: size.height, window.rows)
    return Picture(width: window.width, height: window.height) { target in
      pixels.withUnsafeBufferPointer { pixels in
        var to = 0
        for row in rows {
          for column in columns {
            let from = (row * width + column) * 3
            target[to] = pixels[from]
            target[to + 1] = pixels[from + 1]
            target[to + 2] = pixels[from + 2]
            to += 3
          }
        }
      }
    }
  }

  private static func nearestInputs(
    _ count: Int, outputs: Int, _ window: Range<Int>
  ) -> [Int] {
    let step = Double(count) / Double(outputs)
    var position = step * 0.5
    var inputs: [Int] = []
    inputs.reserveCapacity(window.count)
    for output in 0..<window.upperBound {
      if output >= window.lowerBound { inputs.append(min(Int(position), count - 1)) }
      position += step
    }
    return inputs
  }

  /// The part inside `rectangle`, which must not reach outside of the picture.
  package func cropped(to rectangle: PixelRectangle) -> Picture {
    precondition(
      rectangle.x >= 0 && rectangle.y >= 0 && rectangle.x + rectangle.width <= width
        && rectangle.y + rectangle.height <= height,
      "\(rectangle) does not lie in \(width)×\(height)")
    if rectangle.size == size { return self }
    let rowBytes = rectangle.width * channels
    var result: [UInt8] = []
    result.reserveCapacity(rowBytes * rectangle.height)
    for y in rectangle.rows {
      let start = (y * width + rectangle.x) * channels
      result += pixels[start..<start + rowBytes]
    }
    return Picture(
      width: rectangle.width, height: rectangle.height, channels: channels, pixels: result)
  }
}
