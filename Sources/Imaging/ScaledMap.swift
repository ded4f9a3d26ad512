/// An attribution map scaled for display: `height` × `width` values, 0…1.
///
/// For a signed map 0.5 stands for zero, and `neutral` says so.
public struct ScaledMap: Sendable, Hashable {
  /// Values in a row.
  public let width: Int
  /// Number of rows.
  public let height: Int
  /// Values row by row.
  public let values: [Float]
  /// The value that stands for no evidence: 0, or 0.5 when the map is signed.
  public let neutral: Float

  /// A map of `values`, whose count must be width × height.
  public init(width: Int, height: Int, values: [Float], neutral: Float = 0) {
    precondition(
      width > 0 && height > 0 && values.count == width * height,
      "a map of \(width)×\(height) can't hold \(values.count) values")
    self.width = width
    self.height = height
    self.values = values
    self.neutral = neutral
  }

  /// How a map becomes larger.
  public enum UpSampling: String, Sendable, Hashable, CaseIterable {
    /// Half-pixel centres, edges clamped: as OpenCV's `INTER_LINEAR`.
    case bilinear
    /// The map's cells as they are.
    case nearest
  }

  /// The map at `size`.
  public func upSampled(to size: Size, _ mode: UpSampling = .bilinear) -> ScaledMap {
    let sampler = MapSampler(self, columns: size.width, over: Double(size.width), from: 0, mode)
    var result: [Float] = []
    result.reserveCapacity(size.width * size.height)
    for y in 0..<size.height {
      result += sampler.row(at: (Double(y) + 0.5) * Double(height) / Double(size.height))
    }
    return ScaledMap(width: size.width, height: size.height, values: result, neutral: neutral)
  }
}

/// Samples a map along picture rows: columns are interpolated once, rows on demand.
struct MapSampler {
  private let map: ScaledMap
  private let mode: ScaledMap.UpSampling
  private let columns: Int
  /// Every row of the map, already `columns` wide.
  private let wide: [Float]

  /// `columns` samples whose centres lie at `first` + ½, … of an extent of `extent` pixels that the
  /// map fills.
  init(
    _ map: ScaledMap, columns: Int, over extent: Double, from first: Double,
    _ mode: ScaledMap.UpSampling
  ) {
    self.map = map
    self.mode = mode
    self.columns = columns
    let taps = (0..<columns).map { column in
      let position = (first + Double(column) + 0.5) * Double(map.width) / extent
      return Tap(at: position, count: map.width, mode)
    }
    var wide: [Float] = []
    wide.reserveCapacity(columns * map.height)
    for row in 0..<map.height {
      for tap in taps {
        let start = row * map.width
        let near = map.values[start + tap.near]
        let far = map.values[start + tap.far]
        wide.append(near * (1 - tap.weight) + far * tap.weight)
      }
    }
    self.wide = wide
  }

  /// The samples of the picture row whose centre lies `position` rows into the map.
  func row(at position: Double) -> [Float] {
    let tap = Tap(at: position, count: map.height, mode)
    return [Float](unsafeUninitializedCapacity: columns) { target, initialized in
      wide.withUnsafeBufferPointer { wide in
        let near = tap.near * columns
        let far = tap.far * columns
        for column in 0..<columns {
          target[column] =
            wide[near + column] * (1 - tap.weight) + wide[far + column] * tap.weight
        }
      }
      initialized = columns
    }
  }
}

/// Two neighbouring cells and the share of the second.
private struct Tap {
  let near: Int
  let far: Int
  let weight: Float

  /// `position` counts cells from the edge; cell centres lie at ½, 1½, ….
  init(at position: Double, count: Int, _ mode: ScaledMap.UpSampling) {
    switch mode {
    case .nearest:
      near = max(0, min(count - 1, Int(position)))
      far = near
      weight = 0
    case .bilinear:
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
