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
    return try Failure.naming(nil, what: "can't draw the legend") {
      () throws(FiguresError) in
      try page(drawn, style).picture(scale: style.layout.print?.scale ?? 1)
    }
  }

  /// The picture as a file of `format`; how it was made is in a JPEG's comment, a PNG's text, an
  /// SVG's description or a PDF's keywords.
  package func file(_ style: PictureStyle, _ format: FigureFormat) throws(Failure) -> [UInt8] {
    let style = style.suited(to: format)
    let text = Provenance(self, style).text
    let facts = text.map { "\($0.keyword): \($0.text)" }.joined(separator: "\n")
    let dots = style.layout.print?.dotsPerInch
    guard format.isVector else {
      let picture = try picture(style)
      return try Failure.naming(examination.photograph.name) { () throws(ImagingError) in
        format == .png
          ? try picture.encodedPNG(text: text, dotsPerInch: dots)
          : try picture.encodedJPEG(quality: 92, comment: facts, dotsPerInch: dots)
      }
    }
    let page = page(drawing(style), style)
    let title = "\(methodTitle) of \(target.index) \(target.label.printable)"
    return try page.file(format, title: title, facts: facts)
  }

  /// The picture as a PNG file whose text chunks describe how it was made.
  package func png(_ style: PictureStyle) throws(Failure) -> [UInt8] { try file(style, .png) }

  /// The picture with its legend, in points of print or in pixels.
  private func page(_ drawn: Picture, _ style: PictureStyle) -> Page {
    let print = style.layout.print
    let legend = style.hasLegend ? Legend(self, style) : nil
    let least = legend == nil || print != nil ? 0.0 : 340
    let scale = print?.scale ?? 1
    let width = max(Double(drawn.width) / scale, least)
    // Plain letters have 11 units.
    let unit = print == nil ? max(1, width / 560) : PrintSize.lettering / 11
    let height = Double(drawn.height) / scale
    let below = legend?.height(width: width, unit: unit) ?? 0
    var page = Page(width: width, height: height + (print == nil ? below.rounded(.up) : below))
    let across = Double(drawn.width) / scale
    let left = print == nil ? Double(Int(width - across) / 2) : 0
    page.place(drawn, x: left, y: 0, width: across, height: height)
    legend?.draw(on: &page, y: height, width: width, unit: unit)
    return page
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
    if let print = style.layout.print { return printed(style, width: print.pixels) }
    let image = style.side.map(examination.image.scaled) ?? examination.image
    let rectangle = image.rectangle
    let drawn = painted(image.picture, in: rectangle, style)
    switch style.crop {
    case nil: return drawn
    case .box:
      return regions(style, over: drawn.size, in: rectangle).first
        .map { drawn.cropped(to: $0) } ?? drawn
    case .seen: return rectangle.pixels(in: drawn.size).map { drawn.cropped(to: $0) } ?? drawn
    }
  }

  /// The overlay `width` pixels wide: what is kept is cut out first, and the map drawn at this size.
  private func printed(_ style: PictureStyle, width: Int) -> Picture {
    let (picture, rectangle) = (examination.image.picture, examination.image.rectangle)
    let kept: PixelRectangle? =
      switch style.crop {
      case nil: nil
      case .box: regions(style).first
      case .seen: rectangle.pixels(in: picture.size)
      }
    let part = kept ?? PixelRectangle(x: 0, y: 0, width: picture.width, height: picture.height)
    let scale = Double(width) / Double(part.width)
    let size = PixelSize(
      width: width, height: max(1, Int((Double(part.height) * scale).rounded())))
    let down = Double(size.height) / Double(part.height)
    let place = Rectangle(
      x: (rectangle.x - Double(part.x)) * scale, y: (rectangle.y - Double(part.y)) * down,
      width: rectangle.width * scale, height: rectangle.height * down)
    return painted(picture.cropped(to: part).thumbnail(size), in: place, style)
  }

  /// The map over `picture`, in which the network saw `rectangle`.
  private func painted(
    _ picture: Picture, in rectangle: Rectangle, _ style: PictureStyle
  ) -> Picture {
    let scale = scale(style)
    guard !scale.isBlank(map) else { return picture }
    var overlay = style.overlay
    overlay.alpha *= scale.strength(of: map)
    // A picture cropped to the box needs no frame.
    if style.crop == .box { overlay.boxThreshold = nil }
    return overlay.draw(scale.scaled(map), over: picture, in: rectangle)
  }

  /// Libraries draw on the network's input at its resolution.
  private func libraryPicture(_ library: LibraryOverlay, _ style: PictureStyle) -> Picture {
    let seen = examination.network.recipe.picture(from: examination.image.tensor)
    return library.draw(
      library.scaled(width: map.width, height: map.height, raw: map.values), over: seen,
      imageShare: Double(1 - style.heatmapOpacity))
  }
}

extension Page {
  /// The page as a file of vectors.
  func file(
    _ format: FigureFormat, title: String, facts: String
  ) throws(Failure) -> [UInt8] {
    if format == .pdf {
      return try Failure.naming(nil, what: "can't draw the figure") {
        () throws(FiguresError) in try pdf(title: title, facts: facts)
      }
    }
    return try Failure.naming(nil, what: "can't draw the figure") {
      () throws(ImagingError) in try svg(title: title, facts: facts)
    }
  }
}
