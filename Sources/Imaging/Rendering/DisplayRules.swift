/// The default rules of drawing maps, for PNG files, reports, thumbnails and the explorer.
package enum DisplayRules {
  /// The colour map of maps for which none was chosen.
  package static func colorMap(isSigned: Bool) -> ColorMap { isSigned ? .coolwarm : .inferno }

  /// `chosen` if it can show the sign of the map, else the default.
  package static func colorMap(_ chosen: ColorMap?, isSigned: Bool) -> ColorMap {
    guard let chosen, chosen.isDiverging || !isSigned else { return colorMap(isSigned: isSigned) }
    return chosen
  }

  /// Opacity of the heatmap over the photograph.
  package static let alpha: Float = 0.5

  /// The fraction of the largest value at which a contour line is drawn if none is given.
  package static let contourFraction: Float = 0.5

  /// The fraction of the largest value that a framed region reaches.
  ///
  /// Zhou et al., *Learning Deep Features for Discriminative Localization* (2016).
  package static let boxFraction: Float = 0.2

  /// The position on the colour map of evidence that is `fraction` of the largest, 0…1.
  package static func position(ofEvidence fraction: Float, isSigned: Bool) -> Float {
    isSigned ? 0.5 + fraction / 2 : fraction
  }

  /// The positions of contour lines at `fractions` of the largest value, for both signs.
  package static func contourPositions(_ fractions: [Float], isSigned: Bool) -> [Float] {
    guard isSigned else { return fractions }
    return fractions.flatMap { [0.5 - $0 / 2, 0.5 + $0 / 2] }
  }

  /// True if a map with this range has nothing to draw: the photograph stays unchanged.
  package static func isBlank(minimum: Float, maximum: Float, isSigned: Bool) -> Bool {
    isSigned ? maximum == 0 && minimum == 0 : !(maximum > 0)
  }

  /// Positive evidence below this fraction of the negative is weak.
  package static let weakFraction: Float = 0.25

  /// The part of the heatmap's opacity that evidence up to `maximum` gets beside `minimum`, 0…1.
  ///
  /// 1 where the largest positive value reaches a quarter of the largest negative one; below, in
  /// proportion, so that a map from −3.8 to 0.24 is not as glaring as one from −3.8 to 24.
  package static func strength(of maximum: Float, against minimum: Float) -> Float {
    let least = -minimum * weakFraction
    guard least > 0, maximum > 0 else { return 1 }
    return min(1, maximum / least)
  }

  /// What a blank picture's legend says.
  package static let noEvidence = "no positive evidence"
}
