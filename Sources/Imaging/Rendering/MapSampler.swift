import CImageCodecs
import Tensors

/// Samples a map at the pixel centres of a picture in which it fills a rectangle.
///
/// Each row of the map is widened once; a picture row is then a mixture of two of them.
struct MapSampler {
  private let map: ScaledMap
  private let rectangle: Rectangle
  private let mode: ScaledMap.UpSampling
  /// The picture's columns that are sampled.
  let columns: Range<Int>
  /// The picture's rows that are sampled.
  let rows: Range<Int>
  /// The map's rows, each as long as `columns`.
  private let wide: [Float]

  /// Samples the pixels inside `rectangle`, or all, of a picture of `size`.
  init(
    _ map: ScaledMap, over size: PixelSize, in rectangle: Rectangle?, _ mode: ScaledMap.UpSampling
  ) {
    let rectangle = rectangle ?? Rectangle(all: size)
    self.init(
      map, in: rectangle, columns: rectangle.columns(in: size), rows: rectangle.rows(in: size), mode
    )
  }

  /// Samples `columns` and `rows`; outside of `rectangle` the map's edge values are repeated.
  init(
    _ map: ScaledMap, in rectangle: Rectangle, columns: Range<Int>, rows: Range<Int>,
    _ mode: ScaledMap.UpSampling
  ) {
    self.map = map
    self.rectangle = rectangle
    self.mode = mode
    self.columns = columns
    self.rows = rows
    let taps = columns.map { column in
      Tap(
        at: (Double(column) + 0.5 - rectangle.x) * (Double(map.width) / rectangle.width),
        count: map.width, mode)
    }
    var wide: [Float] = []
    wide.reserveCapacity(columns.count * map.height)
    for start in stride(from: 0, to: map.values.count, by: map.width) {
      for tap in taps {
        wide.append(
          map.values[start + tap.near] * (1 - tap.weight)
            + map.values[start + tap.far] * tap.weight)
      }
    }
    self.wide = wide
  }

  /// Writes the samples of picture row `row` to `target`.
  func fill(_ target: UnsafeMutablePointer<Float>, row: Int) {
    let tap = Tap(
      at: (Double(row) + 0.5 - rectangle.y) * (Double(map.height) / rectangle.height),
      count: map.height, mode)
    let count = columns.count
    wide.withUnsafeBufferPointer { wide in
      guard let start = wide.baseAddress else { return }
      mix_rows(target, start + tap.near * count, start + tap.far * count, tap.weight, count)
    }
  }

  /// The samples of `rows`, (rows, columns).
  func values(rows: Range<Int>) -> [Float] {
    let count = rows.count * columns.count
    return [Float](unsafeUninitializedCapacity: count) { target, initialized in
      if let start = target.baseAddress, count > 0 {
        for (index, row) in rows.enumerated() { fill(start + index * columns.count, row: row) }
      }
      initialized = count
    }
  }
}

/// Two neighbouring cells and the weight of the second.
private struct Tap {
  let near: Int
  let far: Int
  let weight: Float

  /// `position` counts cells from the edge; cell centres lie at ½, 1½, ….
  init(at position: Double, count: Int, _ mode: ScaledMap.UpSampling) {
    switch mode {
    case .nearest:
      near = max(0, min(count - 1, Int(position.rounded(.down))))
      far = near
      weight = 0
    case .bilinear:
      // Single precision from here on, as in OpenCV.
      let shifted = Float(position - 0.5)
      let cell = Int(shifted.rounded(.down))
      if cell < 0 {
        (near, far, weight) = (0, 0, 0)
      } else if cell >= count - 1 {
        (near, far, weight) = (count - 1, count - 1, 0)
      } else {
        (near, far, weight) = (cell, cell + 1, shifted - Float(cell))
      }
    }
  }
}

extension Rectangle {
  /// The pixel columns whose centres lie inside, within a picture of `size`.
  func columns(in size: PixelSize) -> Range<Int> { Self.covered(x, width, size.width) }

  /// The pixel rows whose centres lie inside, within a picture of `size`.
  func rows(in size: PixelSize) -> Range<Int> { Self.covered(y, height, size.height) }

  private static func covered(_ start: Double, _ length: Double, _ count: Int) -> Range<Int> {
    let first = max(0, Int((start - 0.5).rounded(.up)))
    let end = min(count, Int((start + length - 0.5).rounded(.up)))
    return first..<max(first, end)
  }
}
