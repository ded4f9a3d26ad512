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

  /// The picture as a file of `format`; how it was made is in a JPEG's comment, or a PNG's text.
  package func file(_ style: PictureStyle, _ format: ThumbnailFormat) throws(Failure) -> [UInt8] {
    guard format == .jpeg else { return try png(style) }
    let picture = try picture(style)
    let text = Provenance(self, style).text
    return try Failure.naming(examination.photograph.name) { () throws(ImagingError) in
      try picture.encodedJPEG(
        quality: 92, comment: text.map { "\($0.keyword): \($0.text)" }.joined(separator: "\n"))
    }
  }

  /// The picture as a PNG file whose text chunks describe how it was made.
  package func png(_ style: PictureStyle) throws(Failure) -> [UInt8] {
    let picture = try picture(style)
    return try Failure.naming(examination.photograph.name) { () throws(ImagingError) in
      try picture.encodedPNG(text: Provenance(self, style).text)
    }
  }

  /// The bounding box of the strongest region in pixels of the photograph; nil if `style` has none.
  package func box(_ style: PictureStyle) -> PixelRectangle? { regions(style).first }

  /// The bounding boxes that `style` frames, in pixels of the photograph, the largest region first.
  package func boxes(_ style: PictureStyle) -> [PixelRectangle] {
    style.framesEveryRegion ? regions(style) : Array(regions(style).prefix(1))
  }

  private func regions(_ style: PictureStyle) -> [PixelRectangle] {
    regions(style, over: examination.image.picture.size, in: examination.image.rectangle)
  }

  private func regions(
    _ style: PictureStyle, over size: PixelSize, in rectangle: Rectangle
  ) -> [PixelRectangle] {
    let scale = scale(style)
    guard let threshold = style.boxThreshold, !scale.isBlank(map), style.compatibility == nil else {
      return []
    }
    return scale.scaled(map).boundingBoxes(
      reaching: threshold, over: size, in: rectangle, style.interpolation)
  }

  /// The raw signed map at the photograph's size, float32 (H, W), NaN where the network saw nothing.
  package func photographMap(_ style: PictureStyle) -> Tensor {
    let size = examination.image.picture.size
    let raw = ScaledMap(width: map.width, height: map.height, values: map.values)
    return Tensor(
      shape: [size.height, size.width],
      raw.placed(over: size, in: examination.image.rectangle, style.interpolation))
  }

  /// What there is to say of a map of one cell; nil for larger maps.
  package var singleCellNote: String? {
    guard map.width == 1, map.height == 1 else { return nil }
    return "a map of 1×1 cells shows no place: \(layer) has one value a channel for the whole image"
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
      return regions(style, over: drawn.size, in: rectangle).first
        .map { drawn.cropped(to: $0) } ?? drawn
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
