import Tensors

/// How a map is drawn over a photograph.
package struct OverlayStyle: Sendable, Hashable {
  /// How the opacity of the heatmap is chosen.
  package enum AlphaMode: String, Sendable, Hashable, CaseIterable {
    case flat
    /// Opacity in proportion to the evidence; pixels without evidence stay unchanged.
    case evidence
  }

  package var colorMap = DisplayRules.colorMap(isSigned: false)
  /// Opacity of the heatmap, 0…1.
  package var alpha = DisplayRules.alpha
  package var alphaMode = AlphaMode.flat
  /// Interpolation between the map's cells.
  package var upSampling = ScaledMap.UpSampling.bilinear
  /// Positions on the colour map at which contour lines are drawn, 0…1.
  package var contours: [Float] = []
  /// The position that the framed region must reach, 0…1; nil for no frame.
  package var boxThreshold: Float?
  /// True if every region that reaches `boxThreshold` is framed, not only the largest.
  package var framesEveryRegion = false
  /// Colour of contours and frame.
  package var lineColor = RGBColor(red: 255, green: 255, blue: 255)

  package init() {}

  /// Returns `picture` with `map` drawn over `rectangle`, or over all of it.
  package func draw(
    _ map: ScaledMap, over picture: Picture, in rectangle: Rectangle? = nil
  ) -> Picture {
    var renderer = OverlayRenderer(map, self, over: picture.size, in: rectangle)
    var result = picture
    result.withMutablePixels { renderer.draw(into: $0, channels: picture.channels) }
    if let boxThreshold {
      let boxes = map.boundingBoxes(
        reaching: boxThreshold, over: picture.size, in: rectangle, upSampling)
      for box in framesEveryRegion ? boxes[...] : boxes.prefix(1) {
        result.drawFrame(box, lineColor)
      }
    }
    return result
  }

  /// For each of the 256 colours, what `blend_row` adds to red, green and blue, 0.5 for rounding
  /// included, and the fraction of the photograph that it keeps; 16-bit fixed point.
  func blendTable(neutral: Float) -> [(UInt32, UInt32, UInt32, UInt32)] {
    colorMap.colors.enumerated().map { index, color in
      let evidence = abs(Float(index) / 255 - neutral) / max(neutral, 1 - neutral)
      let opacity = min(max(alphaMode == .flat ? alpha : alpha * evidence, 0), 1)
      let fraction = UInt32((opacity * 65536).rounded())
      return (
        UInt32(color.red) * fraction + 32768, UInt32(color.green) * fraction + 32768,
        UInt32(color.blue) * fraction + 32768, 65536 - fraction
      )
    }
  }
}

extension PixelSize {
  /// Line width in pixels that stays visible on large pictures.
  var lineWidth: Int { max(1, min(width, height) / 300) }
}

extension Picture {
  /// Draws the outline of `box`, inside it.
  mutating func drawFrame(_ box: PixelRectangle, _ color: RGBColor) {
    let lines = size.lineWidth
    for y in box.rows.clamped(to: 0..<height) {
      let isEdge = y < box.y + lines || y >= box.y + box.height - lines
      for x in box.columns.clamped(to: 0..<width)
      where isEdge || x < box.x + lines || x >= box.x + box.width - lines {
        self[x, y] = color
      }
    }
  }
}
