import Imaging

/// How an explanation is drawn; equal styles give equal pictures.
package struct PictureStyle: Hashable, Sendable {
  /// The part of the drawn photograph that is kept.
  package enum Crop: String, Hashable, Sendable, CaseIterable {
    /// What the network saw.
    case seen
    /// The frame around the strongest region.
    case box
  }

  package var colorMap = DisplayRules.colorMap(isSigned: false)
  /// Opacity of the heatmap, 0…1; nil for the default, or the imitated library's own.
  package var alpha: Float?
  /// True if the opacity depends on the evidence.
  package var alphaMode = OverlayStyle.AlphaMode.flat
  package var interpolation = ScaledMap.UpSampling.bilinear
  /// Fractions of the largest value at which contour lines are drawn, 0…1.
  package var contours: [Float] = []
  /// Fraction of the largest value that the framed region must reach, 0…1; nil for no frame.
  package var box: Float?
  /// True if every region that reaches `box` is framed, not only the largest.
  package var framesEveryRegion = false
  /// The part that is kept; nil for the whole photograph.
  package var crop: Crop?
  /// Longest side of the photograph in pixels; nil for its own size.
  ///
  /// The photograph is scaled before the map is drawn.
  package var side: Int?
  /// True if negative evidence is drawn too.
  package var isSigned = false
  /// A scale shared by several pictures; nil for each map's own.
  package var scale: DisplayScale?
  package var layout = FigureLayout()
  package var compatibility: LibraryOverlay?

  package init() {}

  package static let sides = 16...16384

  /// True if a legend with numbers is added below; a figure for print has one unless told otherwise.
  package var hasLegend: Bool {
    get { layout.legend ?? (layout.width != nil) }
    set { layout.legend = newValue }
  }

  /// The effective opacity of the heatmap.
  package var heatmapOpacity: Float {
    alpha ?? compatibility.map { Float(1 - $0.standardImageShare) } ?? DisplayRules.alpha
  }

  /// The overlay's style, without a library's conventions.
  package var overlay: OverlayStyle {
    var overlay = OverlayStyle()
    overlay.colorMap = colorMap
    overlay.alpha = heatmapOpacity
    overlay.alphaMode = alphaMode
    overlay.upSampling = interpolation
    overlay.contours = DisplayRules.contourPositions(contours, isSigned: isSigned)
    overlay.boxThreshold = boxThreshold
    overlay.framesEveryRegion = framesEveryRegion
    return overlay
  }

  /// The position on the colour map that the framed region must reach.
  var boxThreshold: Float? {
    let fraction = box ?? (crop == .box ? DisplayRules.boxFraction : nil)
    return fraction.map { DisplayRules.position(ofEvidence: $0, isSigned: isSigned) }
  }

  /// The colour of a position on the scale, 0…1.
  package func color(at position: Float) -> RGBColor {
    compatibility?.color(at: position) ?? colorMap.color(at: position)
  }
}
