import Attribution
import Terminal

/// How a map's values become colours: positive evidence alone, or signed around zero.
struct Heat {
  let map: AttributionMap
  let palette: HeatPalette
  let isSigned: Bool
  /// Whether there is nothing to show.
  let isEmpty: Bool
  private let low: Double
  private let high: Double

  init(_ map: AttributionMap, look: Look) {
    self.map = map
    isSigned = look.isSigned
    let chosen = HeatPalette(look.colorMap)
    palette = look.isSigned && !chosen.isDiverging ? HeatPalette(HeatPalette.signedName) : chosen
    if look.isSigned {
      high = Double(Swift.max(map.maximum, -map.minimum))
      low = -high
    } else {
      let positive = map.rectified
      (low, high) = (Double(positive.minimum), Double(positive.maximum))
    }
    isEmpty = look.isSigned ? high == 0 : !map.hasPositiveEvidence
  }

  /// The values at the ends of the scale.
  var range: ClosedRange<Double> { low...max(low, high) }

  /// A raw value as a place on the scale, 0…1.
  func share(_ value: Double) -> Double {
    guard high > low else { return value > 0 ? 1 : 0 }
    let value = isSigned ? value : max(0, value)
    return max(0, min(1, (value - low) / (high - low)))
  }

  func color(_ value: Double) -> RGB { palette.color(share(value)) }

  /// A place on the scale as a character, where there are no colours: 0 to 9 for the class, and on a
  /// signed scale a to i against it.
  func mark(_ share: Double) -> Unicode.Scalar {
    let level = Int((isSigned ? (share - 0.5) * 18 : share * 9).rounded())
    return level < 0
      ? Unicode.Scalar(UInt8(96 + min(9, -level))) : Unicode.Scalar(UInt8(48 + min(9, level)))
  }

  /// How far a place on the scale is from saying nothing, 0…1.
  func strength(_ share: Double) -> Double { isSigned ? abs(share - 0.5) * 2 : share }

  /// The colour that the terminal shows for a place on the scale.
  func shown(_ share: Double, colors: ColorDepth) -> RGB {
    let exact = palette.color(share)
    switch colors {
    case .indexed: return Quantizer.shown(indexed: Quantizer.indexed(exact))
    case .sixteen: return Quantizer.ansi[Int(Quantizer.sixteen(exact))]
    case .direct, .none: return exact
    }
  }
}

/// The cells of a map, each as two columns: what the network really said, before any smoothing.
struct HeatCells: Widget {
  var heat: Heat
  var look: Look
  var probe: Point?

  /// Columns and rows of the map's cells at full size.
  var size: Size { Size(heat.map.width * 2, heat.map.height) }

  func draw(in area: Rect, of frame: inout Frame) {
    let map = heat.map
    let rows = min(area.height, map.height)
    let columns = min(area.width / 2, map.width)
    guard rows > 0, columns > 0 else { return }
    for row in 0..<rows {
      for column in 0..<columns {
        let (y, x) = (row * map.height / rows, column * map.width / columns)
        let share = heat.isEmpty ? 0 : heat.share(Double(map[y, x]))
        draw(share, isProbed: probe == Point(x, y), area.x + 2 * column, area.y + row, &frame)
      }
    }
  }

  private func draw(_ share: Double, isProbed: Bool, _ x: Int, _ y: Int, _ frame: inout Frame) {
    if look.painter.colors == .none {
      let style = Style(.terminal, on: .terminal, isProbed ? .reverse : [])
      frame.put(String(Character(heat.mark(share))) + " ", x, y, style)
      return
    }
    let color = heat.palette.color(share)
    let ink: RGB = color.luminance > 0.3 ? RGB(0, 0, 0) : RGB(255, 255, 255)
    frame.put(isProbed ? "◂▸" : "  ", x, y, Style(.rgb(ink), on: .rgb(color), .bold))
  }
}

/// The scale of a heatmap with the raw values at its ends.
struct HeatLegend: Widget {
  var heat: Heat
  var look: Look

  func draw(in area: Rect, of frame: inout Frame) {
    guard area.width >= 8, area.height >= 1 else { return }
    for column in 0..<area.width {
      let share = Double(column) / Double(max(1, area.width - 1))
      if look.painter.colors == .none {
        frame.set(area.x + column, area.y, Cell(heat.mark(share), look.theme.style(.text)))
      } else {
        let color = heat.shown(share, colors: look.painter.colors)
        frame.set(area.x + column, area.y, Cell(" ", Style(.rgb(color), on: .rgb(color))))
      }
    }
    guard area.height >= 2 else { return }
    let style = look.theme.style(.muted)
    let (low, high) = (heat.range.lowerBound, heat.range.upperBound)
    let right = Numbers.value(high)
    frame.put(Numbers.value(low), area.x, area.y + 1, style, in: area)
    frame.put(right, area.maxX - right.columns, area.y + 1, style, in: area)
    let middle = Numbers.value((low + high) / 2)
    if area.width >= 30 {
      frame.put(middle, area.x + (area.width - middle.columns) / 2, area.y + 1, style, in: area)
    }
  }
}
