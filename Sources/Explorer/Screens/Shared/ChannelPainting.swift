import Terminal

/// The scale by which a channel's values become colours.
struct ChannelScale {
  let low: Double
  let high: Double
  let palette: HeatPalette

  /// Values on both sides of zero diverge from it; others run from the smallest to the largest.
  init(_ summary: ValueSummary, look: Look) {
    let chosen = HeatPalette(look.colorMap)
    let isSigned = summary.minimum < 0 && -summary.minimum > 0.3 * summary.maximum
    if isSigned {
      high = max(summary.maximum, -summary.minimum)
      low = -high
      palette = chosen.isDiverging ? chosen : HeatPalette("coolwarm")
    } else {
      (low, high) = (min(0, summary.minimum), summary.maximum)
      palette = chosen
    }
  }

  func share(_ value: Double) -> Double {
    guard value.isFinite, high > low else { return 0 }
    return max(0, min(1, (value - low) / (high - low)))
  }

  func color(_ value: Double) -> RGB { palette.color(share(value)) }
}

extension LayerActivation {
  /// One channel as a picture of `width` × `height` pixels: means where it shrinks, repeated elements
  /// where it grows, so that no value is invented.
  func pixels(channel: Int, width: Int, height: Int, _ scale: ChannelScale, isGrey: Bool) -> Pixels
  {
    let source = self.channel(channel)
    let (columns, rows) = (shape.width, shape.height)
    var bytes = [UInt8](repeating: 0, count: max(0, width * height * 3))
    guard width > 0, height > 0 else { return Pixels(width: 0, height: 0, bytes: []) }
    for y in 0..<height {
      let top = y * rows / height
      let bottom = max(top + 1, (y + 1) * rows / height)
      for x in 0..<width {
        let left = x * columns / width
        let right = max(left + 1, (x + 1) * columns / width)
        var sum: Float = 0
        for row in top..<bottom {
          for column in left..<right { sum += source[row * columns + column] }
        }
        let mean = Double(sum) / Double((bottom - top) * (right - left))
        let share = scale.share(mean)
        let grey = UInt8(share * 255)
        let color = isGrey ? RGB(grey, grey, grey) : scale.palette.color(share)
        let index = (y * width + x) * 3
        (bytes[index], bytes[index + 1], bytes[index + 2]) = (color.red, color.green, color.blue)
      }
    }
    return Pixels(width: width, height: height, bytes: bytes)
  }
}

extension Canvas {
  /// Draws one channel into a place.
  mutating func channel(
    _ index: Int, of activation: LayerActivation, _ scale: ChannelScale, in place: Rect
  ) {
    let painter = look.painter
    let size = painter.pixelSize(of: place)
    let pixels = activation.pixels(
      channel: index, width: size.width, height: size.height, scale,
      isGrey: painter.colors == .none || painter.glyphs == .ascii)
    painter.draw(pixels, in: place, of: &frame, background: theme[.background])
  }
}
