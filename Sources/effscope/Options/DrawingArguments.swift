import ArgumentParser
import Explanations
import Imaging

/// The options that say how maps are drawn, shared by `cam` and `compare`.
struct DrawingArguments: ParsableArguments {
  @Option(
    help: "Colour map: \(DrawingArguments.names) (default: inferno; coolwarm for signed maps).")
  var colormap: String?
  @Option(help: "Share of the heatmap in the overlay, 0 to 1 (default: 0.5).")
  var alpha: Float?
  @Option(
    help: "flat (default): the same share everywhere; evidence: in proportion to the evidence.")
  var alphaMode: Overlay.AlphaMode?
  @Option(help: "bilinear (default), or nearest for the map's raw cells.")
  var interpolate: ScaledMap.UpSampling?
  @Flag(
    inversion: .prefixedNo,
    help: """
      Draw evidence against the class too, 0 in the middle of a diverging colour map (default for \
      \(ExplanationRequest.signedMethodNames) and with --versus).
      """)
  var signed: Bool?
  @Option(help: "own (default): each picture's own range; shared: equal colours, equal values.")
  var scale: DisplayScale.Kind?

  private static var names: String { ColorMap.all.map(\.name).joined(separator: ", ") }

  /// Whether none of them was given.
  var isEmpty: Bool {
    colormap == nil && alpha == nil && alphaMode == nil && interpolate == nil && signed == nil
      && scale == nil
  }

  func validate() throws {
    if let alpha, !(0...1).contains(alpha) {
      throw ValidationError("--alpha is \(alpha), but must lie in 0…1")
    }
    if let colormap {
      guard let map = ColorMap.named(colormap) else {
        throw ValidationError("there is no colour map '\(colormap)'; use one of \(Self.names)")
      }
      if signed == true, !map.isDiverging {
        throw ValidationError(
          "--signed needs a diverging colour map, which '\(colormap)' is not; use coolwarm")
      }
    }
  }

  /// The drawing of maps that are `signed` unless a person says otherwise.
  func style(signed isSignedByDefault: Bool) -> PictureStyle {
    var style = PictureStyle()
    let chosen = colormap.flatMap(ColorMap.named)
    // A diverging map asks for a sign; any other one can't show it.
    style.isSigned = signed ?? chosen.map(\.isDiverging) ?? isSignedByDefault
    style.colorMap = chosen ?? (style.isSigned ? .coolwarm : .inferno)
    style.alpha = alpha
    style.alphaMode = alphaMode ?? .flat
    style.interpolation = interpolate ?? .bilinear
    return style
  }
}

extension Overlay.AlphaMode: ExpressibleByArgument {}
extension ScaledMap.UpSampling: ExpressibleByArgument {}
extension DisplayScale.Kind: ExpressibleByArgument {}
extension PictureStyle.Crop: ExpressibleByArgument {}
extension LibraryOverlay: ExpressibleByArgument {}
