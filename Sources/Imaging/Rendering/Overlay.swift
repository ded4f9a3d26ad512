import CImageCodecs
import Tensors

/// How a map is drawn over a photograph.
public struct Overlay: Sendable, Hashable {
  /// How strongly the heatmap covers the photograph.
  public enum AlphaMode: String, Sendable, Hashable, CaseIterable {
    /// Equally everywhere.
    case flat
    /// In proportion to the evidence, so that what does not matter stays untouched.
    case evidence
  }

  /// Colours of the values.
  public var colorMap = ColorMap.inferno
  /// Share of the heatmap, 0…1.
  public var alpha: Float = 0.5
  /// Where that share applies.
  public var alphaMode = AlphaMode.flat
  /// How the map becomes as large as the photograph.
  public var upSampling = ScaledMap.UpSampling.bilinear
  /// Values at which lines are drawn.
  public var contours: [Float] = []
  /// The value that a region must reach to be framed, or nil for no frame.
  public var boxThreshold: Float?
  /// Colour of contours and frame.
  public var lineColor = RGBColor(red: 255, green: 255, blue: 255)

  /// The default drawing: inferno, half and half.
  public init() {}

  /// Draws `map` over the part `rectangle` of `picture` (all of it unless given); what lies outside
  /// keeps its colours.
  ///
  /// The map is up-sampled as numbers and coloured afterwards, so colours never mix.
  public func draw(
    _ map: ScaledMap, over picture: Picture, in rectangle: Rectangle? = nil
  ) -> Picture {
    let rectangle = rectangle ?? Rectangle(all: picture.size)
    let columns = rectangle.columns(in: picture.size)
    let rows = rectangle.rows(in: picture.size)
    guard !columns.isEmpty, !rows.isEmpty else { return picture }
    let sampler = MapSampler(map, over: rectangle, columns: columns, upSampling)
    let table = blendTable(neutral: map.neutral)
    var tracer = ContourTracer(levels: contours, color: lineColor, thickness: picture.lineWidth)
    var values = [Float](repeating: 0, count: columns.count)
    var result = picture
    result.withMutablePixels { pixels in
      guard let start = pixels.baseAddress else { return }
      values.withUnsafeMutableBufferPointer { values in
        guard let value = values.baseAddress else { return }
        for row in rows {
          let target = start + (row * picture.width + columns.lowerBound) * picture.channels
          sampler.fill(value, row: row)
          blend_row(target, picture.channels, value, values.count, table)
          tracer.trace(values, target, picture.channels)
        }
      }
    }
    if let boxThreshold,
      let box = map.boundingBox(
        reaching: boxThreshold, over: picture.size, in: rectangle, upSampling)
    {
      result.drawFrame(box, lineColor)
    }
    return result
  }

  /// The heatmap alone at `size`.
  public func heatmap(_ map: ScaledMap, size: PixelSize) -> Picture {
    var opaque = self
    opaque.alpha = 1
    opaque.alphaMode = .flat
    let canvas = Picture(
      width: size.width, height: size.height, color: RGBColor(red: 0, green: 0, blue: 0))
    return opaque.draw(map, over: canvas)
  }

  private typealias Entry = (UInt32, UInt32, UInt32, UInt32)

  /// For each of 256 values: what it adds to red, green and blue, the half for rounding included,
  /// and what it keeps of them, in 16-bit fractions.
  private func blendTable(neutral: Float) -> [Entry] {
    colorMap.colors.enumerated().map { index, color in
      let evidence = abs(Float(index) / 255 - neutral) / max(neutral, 1 - neutral)
      let share = min(max(alphaMode == .flat ? alpha : alpha * evidence, 0), 1)
      let fraction = UInt32((share * 65536).rounded())
      return (
        UInt32(color.red) * fraction + 32768, UInt32(color.green) * fraction + 32768,
        UInt32(color.blue) * fraction + 32768, 65536 - fraction
      )
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

extension Picture {
  /// Lines stay visible on large photographs.
  var lineWidth: Int { max(1, min(width, height) / 300) }

  /// Draws the outline of `box`, inside it.
  public mutating func drawFrame(_ box: PixelRectangle, _ color: RGBColor) {
    let lines = lineWidth
    for y in box.rows.clamped(to: 0..<height) {
      let isEdge = y < box.y + lines || y >= box.y + box.height - lines
      for x in box.columns.clamped(to: 0..<width)
      where isEdge || x < box.x + lines || x >= box.x + box.width - lines {
        self[x, y] = color
      }
    }
  }
}
