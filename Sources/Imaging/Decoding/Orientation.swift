import Tensors

/// The values of the EXIF orientation tag, 1 to 8.
enum Orientation: Int, CaseIterable {
  case upright = 1, mirrored, halfTurn, flipped
  case transposed, quarterTurn, transverse, threeQuarterTurn

  /// True if the correction exchanges width and height.
  var swapsAxes: Bool { rawValue >= 5 }
}

extension Picture {
  /// The picture rotated and mirrored to be upright.
  func upright(from orientation: Orientation) -> Picture {
    guard orientation != .upright else { return self }
    let size =
      orientation.swapsAxes
      ? PixelSize(width: height, height: width) : PixelSize(width: width, height: height)
    // Source byte offset of target pixel (x, y): origin + x × alongX + y × alongY.
    let right = 3
    let down = width * 3
    let lastColumn = (width - 1) * right
    let lastRow = (height - 1) * down
    let (origin, alongX, alongY) =
      switch orientation {
      case .upright: (0, right, down)
      case .mirrored: (lastColumn, -right, down)
      case .halfTurn: (lastColumn + lastRow, -right, -down)
      case .flipped: (lastRow, right, -down)
      case .transposed: (0, down, right)
      case .quarterTurn: (lastRow, -down, right)
      case .transverse: (lastColumn + lastRow, -down, -right)
      case .threeQuarterTurn: (lastColumn, down, -right)
      }
    return Picture(width: size.width, height: size.height) { target in
      pixels.withUnsafeBufferPointer { source in
        // 64×64 tiles keep the read and the written rows in the cache when axes are exchanged.
        let tile = 64
        for top in stride(from: 0, to: size.height, by: tile) {
          for left in stride(from: 0, to: size.width, by: tile) {
            for y in top..<min(top + tile, size.height) {
              var from = origin + left * alongX + y * alongY
              var to = (y * size.width + left) * 3
              for _ in left..<min(left + tile, size.width) {
                target[to] = source[from]
                target[to + 1] = source[from + 1]
                target[to + 2] = source[from + 2]
                from += alongX
                to += 3
              }
            }
          }
        }
      }
    }
  }
}
