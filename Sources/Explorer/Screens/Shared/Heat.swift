import Attribution
import Explanations
import Imaging
import Tensors
import Terminal

/// A map with its scale and style, drawn over pixels by the renderer that also draws PNG files.
struct Heat {
  let map: AttributionMap
  let scale: DisplayScale
  var style: PictureStyle
  /// True if there is nothing to draw.
  let isEmpty: Bool

  /// An explanation's map on `scale`, by default its own.
  init(_ map: AttributionMap, look: Look, scale: DisplayScale? = nil) {
    self.map = map
    style = PictureStyle(colorMap: look.colorMap, alpha: look.alpha, isSigned: look.isSigned)
    self.scale = scale ?? DisplayScale(own: map, isSigned: look.isSigned)
    isEmpty = self.scale.isBlank(map)
  }

  /// A channel of activations on `scale`, cell by cell.
  init(channel map: AttributionMap, _ scale: DisplayScale, look: Look) {
    self.map = map
    self.scale = scale
    isEmpty = false
    style = PictureStyle(colorMap: look.colorMap, alpha: look.alpha, isSigned: scale.isSigned)
    style.interpolation = .nearest
  }

  /// The position of a raw value on the colour map, 0…1.
  func position(_ value: Float) -> Float {
    isEmpty ? scale.position(of: 0) : scale.position(of: value)
  }

  /// Renderer of the map over `region` of a picture of `columns` × `rows` pixels or cells.
  func renderer(columns: Int, rows: Int, region: Region) -> OverlayRenderer {
    let size = PixelSize(width: columns, height: rows)
    return OverlayRenderer(
      scale.scaled(map), style.overlay, over: size, in: region.rectangle(in: size))
  }

  /// Draws the map over `region` of `pixels` and makes the rest grey and dark.
  func draw(over pixels: inout Pixels, region: Region = Region()) {
    var renderer = renderer(columns: pixels.width, rows: pixels.height, region: region)
    pixels.fade(outsideColumns: renderer.columns, rows: renderer.rows)
    if isEmpty { return }
    pixels.withMutableBytes { renderer.draw(into: $0, channels: 3) }
  }

  func color(_ position: Float) -> RGB { RGB(style.color(at: position)) }

  /// The character of a position where there are no colours: 0 to 9 for the class, and on a signed
  /// scale a to i against it.
  func mark(_ position: Float) -> Unicode.Scalar {
    let level = Int((scale.isSigned ? (position - 0.5) * 18 : position * 9).rounded())
    return Unicode.Scalar(UInt8(level < 0 ? 96 + min(9, -level) : 48 + min(9, level)))
  }

  /// The distance of a position from zero evidence, 0…1.
  func strength(_ position: Float) -> Float {
    scale.isSigned ? abs(position - 0.5) * 2 : position
  }

  func shown(_ position: Float, colors: ColorDepth) -> RGB {
    let exact = color(position)
    switch colors {
    case .indexed: return Quantizer.shown(indexed: Quantizer.indexed(exact))
    case .sixteen: return Quantizer.ansi[Int(Quantizer.sixteen(exact))]
    case .direct, .none: return exact
    }
  }
}

extension PictureStyle {
  /// The style of the explorer's settings: colour map by name, opacity, and whether it is signed.
  ///
  /// A signed map needs a diverging colour map; otherwise it gets the default one.
  init(colorMap: String, alpha: Double, isSigned: Bool) {
    self.init()
    self.isSigned = isSigned
    self.colorMap = DisplayRules.colorMap(ColorMap.named(colorMap), isSigned: isSigned)
    self.alpha = Float(alpha)
  }
}

extension RGB {
  init(_ color: RGBColor) { self.init(color.red, color.green, color.blue) }
}

extension Region {
  /// The region in pixels of a picture of `size`.
  func rectangle(in size: PixelSize) -> Rectangle {
    let (across, down) = (Double(size.width), Double(size.height))
    return Rectangle(x: x * across, y: y * down, width: width * across, height: height * down)
  }
}

extension Pixels {
  /// Makes the pixels outside of a region grey and dark.
  mutating func fade(outside region: Region) {
    let seen = region.rectangle(in: PixelSize(width: width, height: height))
    func whole(_ start: Double, _ extent: Double, _ limit: Int) -> Range<Int> {
      let first = max(0, min(limit, Int(start.rounded())))
      return first..<max(first, min(limit, Int((start + extent).rounded())))
    }
    fade(
      outsideColumns: whole(seen.x, seen.width, width), rows: whole(seen.y, seen.height, height))
  }

  /// Makes the pixels outside of `columns` and `rows` grey and dark: the network did not see them.
  mutating func fade(outsideColumns columns: Range<Int>, rows: Range<Int>) {
    if columns == 0..<width, rows == 0..<height { return }
    transform { x, y, color in
      columns.contains(x) && rows.contains(y) ? color : color.faded
    }
  }
}

/// The cells of a map without interpolation, two columns each.
struct HeatCells: Widget {
  var heat: Heat
  var look: Look
  var probe: Point?

  /// Columns and rows of the map's cells in `room`: all of them, or fewer of the same shape.
  func size(in room: Size) -> Size {
    let map = heat.map
    let share = min(
      1, Double(room.rows) / Double(map.height), Double(room.columns / 2) / Double(map.width))
    func cells(_ count: Int) -> Int { max(1, Int((Double(count) * share).rounded(.down))) }
    return Size(2 * cells(map.width), cells(map.height))
  }

  /// Draws the cells; where they do not fit, each drawn cell has the mean of those under it.
  func draw(in area: Rect, of frame: inout Frame) {
    let map = heat.map
    let (rows, columns) = (min(area.height, map.height), min(area.width / 2, map.width))
    guard rows > 0, columns > 0 else { return }
    let drawn = map.averaged(height: rows, width: columns)
    let probed = probe.map { Point($0.x * columns / map.width, $0.y * rows / map.height) }
    for row in 0..<rows {
      for column in 0..<columns {
        let (text, style) = cell(
          heat.position(drawn[row, column]), isProbed: probed == Point(column, row))
        frame.put(text, area.x + 2 * column, area.y + row, style, in: area)
      }
    }
  }

  private func cell(_ position: Float, isProbed: Bool) -> (String, Style) {
    if look.painter.colors == .none {
      return ("\(heat.mark(position)) ", Style(.terminal, on: .terminal, isProbed ? .reverse : []))
    }
    let color = heat.color(position)
    let ink = color.luminance > 0.3 ? RGB(0, 0, 0) : RGB(255, 255, 255)
    return (isProbed ? "◂▸" : "  ", Style(.rgb(ink), on: .rgb(color), .bold))
  }
}

/// The scale of a heatmap with the raw values at its ends and its name between them.
struct HeatLegend: Widget {
  var heat: Heat
  var look: Look
  /// The name of the scale; empty for the value in the middle.
  var words = ""

  func draw(in area: Rect, of frame: inout Frame) {
    guard area.width >= 8, area.height >= 1 else { return }
    for column in 0..<area.width {
      let position = Float(column) / Float(area.width - 1)
      let color = Color.rgb(heat.shown(position, colors: look.painter.colors))
      let cell =
        look.painter.colors == .none
        ? Cell(heat.mark(position), look.theme.style(.text)) : Cell(" ", Style(color, on: color))
      frame.set(area.x + column, area.y, cell)
    }
    let (low, high) = (Double(heat.scale.low), Double(heat.scale.high))
    let (first, last) = (Numbers.value(low), Numbers.value(high))
    let value = area.width >= 30 ? Numbers.value((low + high) / 2) : ""
    // In the middle of the legend as long as the longer number leaves room on its side.
    let room = area.width - 2 * max(first.columns, last.columns) - 2
    frame.putScale(
      first, words.isEmpty ? value : words.truncated(to: max(0, room)), last,
      look.theme.style(.muted), row: 1, of: area)
  }
}

extension Frame {
  /// Writes what stands at the start, in the middle and at the end of a scale.
  mutating func putScale(
    _ low: String, _ middle: String, _ high: String, _ style: Style, row: Int, of area: Rect
  ) {
    let y = area.y + row
    put(low, area.x, y, style, in: area)
    put(high, area.maxX - high.columns, y, style, in: area)
    put(middle, area.x + (area.width - middle.columns) / 2, y, style, in: area)
  }
}
