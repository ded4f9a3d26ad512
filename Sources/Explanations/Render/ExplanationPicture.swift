import Attribution
import Figures
import Imaging
import Support
import Tensors

extension Explanation {
  /// The heatmap over the photograph in `style`; the photograph alone if there is nothing to draw.
  package func picture(_ style: PictureStyle) throws(Failure) -> Picture {
    let drawn = drawing(style)
    guard style.hasLegend else { return drawn }
    let legend = try Failure.naming(nil, what: "can't draw the legend") {
      () throws(FiguresError) in try Legend(self, style).picture(width: drawn.width)
    }
    return drawn.stacked(over: legend)
  }

  /// The picture as a PNG file whose text chunks describe how it was made.
  package func png(_ style: PictureStyle) throws(Failure) -> [UInt8] {
    let picture = try picture(style)
    return try Failure.naming(examination.photograph.name) { () throws(ImagingError) in
      try picture.encodedPNG(text: Provenance(self, style).text)
    }
  }

  /// The bounding box of the strongest region in pixels of the photograph; nil if `style` has none.
  package func box(_ style: PictureStyle) -> PixelRectangle? {
    box(style, over: examination.image.picture.size, in: examination.image.rectangle)
  }

  private func box(
    _ style: PictureStyle, over size: PixelSize, in rectangle: Rectangle
  ) -> PixelRectangle? {
    let scale = scale(style)
    guard let threshold = style.boxThreshold, !scale.isBlank(map), style.compatibility == nil else {
      return nil
    }
    return scale.scaled(map).boundingBox(
      reaching: threshold, over: size, in: rectangle, style.interpolation)
  }

  func drawing(_ style: PictureStyle) -> Picture {
    style.compatibility.map { libraryPicture($0, style) } ?? overlay(style)
  }

  private func overlay(_ style: PictureStyle) -> Picture {
    let image = style.side.map(examination.image.reduced) ?? examination.image
    let rectangle = image.rectangle
    let scale = scale(style)
    var drawn = image.picture
    if !scale.isBlank(map) {
      var overlay = style.overlay
      // A picture cropped to the box needs no frame.
      if style.crop == .box { overlay.boxThreshold = nil }
      drawn = overlay.draw(scale.scaled(map), over: drawn, in: rectangle)
    }
    switch style.crop {
    case nil: return drawn
    case .box:
      return box(style, over: drawn.size, in: rectangle).map { drawn.cropped(to: $0) } ?? drawn
    case .seen: return rectangle.pixels(in: drawn.size).map { drawn.cropped(to: $0) } ?? drawn
    }
  }

  /// Libraries draw on the network's input at its resolution.
  private func libraryPicture(_ library: LibraryOverlay, _ style: PictureStyle) -> Picture {
    let seen = examination.network.recipe.picture(from: examination.image.tensor)
    return library.draw(
      library.scaled(width: map.width, height: map.height, raw: map.values), over: seen,
      imageShare: Double(1 - style.heatmapOpacity))
  }
}
