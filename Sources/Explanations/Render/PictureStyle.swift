import Imaging

/// Everything that decides how an explanation is drawn; two equal styles give equal pictures.
public struct PictureStyle: Hashable, Sendable {
  /// Which part of the drawn photograph is kept.
  public enum Crop: String, Hashable, Sendable, CaseIterable {
    /// What the network saw.
    case seen
    /// The frame around the strongest region.
    case box
  }

  /// Colours of the values.
  public var colorMap = ColorMap.inferno
  /// Share of the heatmap, 0…1; nil for one half, or the imitated library's own share.
  public var alpha: Float?
  /// Where that share applies.
  public var alphaMode = Overlay.AlphaMode.flat
  /// How the map becomes as large as the photograph.
  public var interpolation = ScaledMap.UpSampling.bilinear
  /// Shares of the scale at which lines are drawn, 0…1.
  public var contours: [Float] = []
  /// Share of the scale that the framed region must reach, 0…1; nil for no frame.
  public var box: Float?
  /// Which part is kept; nil for the whole photograph.
  public var crop: Crop?
  /// Longest side of the picture in pixels; nil for the photograph's own.
  ///
  /// A larger photograph is scaled down before anything is drawn.
  public var side: Int?
  /// Whether evidence against the target is drawn too.
  public var isSigned = false
  /// A scale that several pictures share; nil for each map's own.
  public var scale: DisplayScale?
  /// Whether a legend with numbers is added below.
  public var hasLegend = false
  /// The library whose picture is imitated.
  public var compatibility: LibraryOverlay?

  /// The default drawing: inferno, half and half, the map's own scale.
  public init() {}

  /// What the longest side may be.
  public static let sides = 16...16384
  /// A fifth of the largest value, as Zhou and others (2016) take it.
  public static let standardBox: Float = 0.2

  /// The share of the heatmap that applies.
  public var heatmapShare: Float {
    alpha ?? Float(1 - (compatibility?.standardImageShare ?? 0.5))
  }

  /// The drawing of the map alone, without a library's conventions.
  var overlay: Overlay {
    var overlay = Overlay()
    overlay.colorMap = colorMap
    overlay.alpha = heatmapShare
    overlay.alphaMode = alphaMode
    overlay.upSampling = interpolation
    overlay.contours = contours.flatMap { share in
      isSigned ? [0.5 - share / 2, 0.5 + share / 2] : [share]
    }
    overlay.boxThreshold = boxThreshold
    return overlay
  }

  /// The position on the colour map that the frame asks for.
  var boxThreshold: Float? {
    let share = box ?? (crop == .box ? Self.standardBox : nil)
    return share.map { isSigned ? 0.5 + $0 / 2 : $0 }
  }

  /// The colour of a position on the scale.
  func color(at position: Float) -> RGBColor {
    compatibility?.color(at: position) ?? colorMap.color(at: position)
  }
}
