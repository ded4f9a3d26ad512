import CImageCodecs

/// Samples a map at the pixels of a picture, of which it fills a rectangle.
///
/// Every row of the map is widened once; a picture row is then a mixture of two of them.
struct MapSampler {
  private let map: ScaledMap
  private let rectangle: Rectangle
  private let mode: ScaledMap.UpSampling
  /// Number of samples in a row.
  let count: Int
  /// The map's rows, each `count` long.
  private let wide: [Float]

  /// Samples the centres of the pixel columns `columns` of a picture in which `map` fills `rectangle`.
  init(
    _ map: ScaledMap, over rectangle: Rectangle, columns: Range<Int>, _ mode: ScaledMap.UpSampling
  ) {
    self.map = map
    self.rectangle = rectangle
    self.mode = mode
    count = columns.count
    let taps = columns.map { column in
      Tap(
        at: (Double(column) + 0.5 - rectangle.x) * (Double(map.width) / rectangle.width),
        count: map.width, mode)
    }
    var wide: [Float] = []
    wide.reserveCapacity(count * map.height)
    for start in stride(from: 0, to: map.values.count, by: map.width) {
      for tap in taps {
        wide.append(
          map.values[start + tap.near] * (1 - tap.share) + map.values[start + tap.far] * tap.share)
      }
    }
    self.wide = wide
  }

  /// Writes the samples of picture row `row` to `target`.
  func fill(_ target: UnsafeMutablePointer<Float>, row: Int) {
    let tap = Tap(
      at: (Double(row) + 0.5 - rectangle.y) * (Double(map.height) / rectangle.height),
      count: map.height, mode)
    wide.withUnsafeBufferPointer { wide in
      guard let start = wide.baseAddress else { return }
      mix_rows(target, start + tap.near * count, start + tap.far * count, tap.share, count)
    }
  }
}

/// Two neighbouring cells and the share of the second.
private struct Tap {
  let near: Int
  let far: Int
  let share: Float

  /// `position` counts cells from the edge; cell centres lie at ½, 1½, ….
  init(at position: Double, count: Int, _ mode: ScaledMap.UpSampling) {
    switch mode {
    case .nearest:
      near = max(0, min(count - 1, Int(position.rounded(.down))))
      far = near
      share = 0
    case .bilinear:
      // Single precision from here on, as OpenCV has it.
      let shifted = Float(position - 0.5)
      let cell = Int(shifted.rounded(.down))
      if cell < 0 {
        (near, far, share) = (0, 0, 0)
      } else if cell >= count - 1 {
        (near, far, share) = (count - 1, count - 1, 0)
      } else {
        (near, far, share) = (cell, cell + 1, shifted - Float(cell))
      }
    }
  }
}
