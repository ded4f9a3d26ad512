import Imaging

/// How an explanation is drawn; equal styles give equal pictures.
public struct PictureStyle: Hashable, Sendable {
  /// The part of the drawn photograph that is kept.
  public enum Crop: String, Hashable, Sendable, CaseIterable {
    /// What the network saw.
    case seen
    /// The frame around the strongest region.
    case box
  }

  /// The colour map of the values.
  public var colorMap = DisplayRules.colorMap(isSigned: false)
  /// Opacity of the heatmap, 0…1; nil for the default, or the imitated library's own.
  public var alpha: Float?
  /// Whether the opacity depends on the evidence.
  public var alphaMode = OverlayStyle.AlphaMode.flat
  /// Interpolation between the map's cells.
  public var interpolation = ScaledMap.UpSampling.bilinear
  /// Fractions of the largest value at which contour lines are drawn, 0…1.
  public var contours: [Float] = []
  /// Fraction of the largest value that the framed region must reach, 0…1; nil for no frame.
  public var box: Float?
  /// The part that is kept; nil for the whole photograph.
  public var crop: Crop?
  /// Longest side of the picture in pixels; nil for the photograph's size.
  ///
  /// A larger photograph is scaled down before the map is drawn.
  public var side: Int?
  /// True if negative evidence is drawn too.
  public var isSigned = false
  /// The scale that several pictures share; nil for each map's own.
  public var scale: DisplayScale?
  /// True if a legend with numbers is added below.
  public var hasLegend = false
  /// The library whose picture is imitated.
  public var compatibility: LibraryOverlay?

  /// The default style of a map without a sign, on its own scale.
  public init() {}

  /// Allowed lengths of the longest side in pixels.
  public static let sides = 16...16384

  /// The opacity of the heatmap that is used.
  public var heatmapShare: Float {
    alpha ?? compatibility.map { Float(1 - $0.standardImageShare) } ?? DisplayRules.alpha
  }

  /// The style of the overlay, without a library's conventions.
  package var overlay: OverlayStyle {
    var overlay = OverlayStyle()
    overlay.colorMap = colorMap
    overlay.alpha = heatmapShare
    overlay.alphaMode = alphaMode
    overlay.upSampling = interpolation
    overlay.contours = DisplayRules.contourPositions(contours, isSigned: isSigned)
    overlay.boxThreshold = boxThreshold
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
