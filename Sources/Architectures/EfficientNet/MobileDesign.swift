/// The table of a mobile network: its stages, stem and head before scaling.
///
/// EfficientNet, EfficientNet-Lite, EfficientNetV2, MobileNetV1, MobileNetV2 and MnasNet are such
/// tables; `MobileBuilder` builds their networks under any scaling.
package struct MobileDesign: Hashable, Sendable {
  package var stages: [MobileStage]
  /// Channels of the stem convolution before scaling.
  package var stemChannels = 32
  /// Channels of the head convolution before scaling; 0 means no head convolution.
  package var headChannels = 1280
  /// The activation after every convolution except projections.
  package var activation: Activation
  package var outerWidth = OuterWidth.scaled
  /// Whether the depth multiplier skips the first and the last stage.
  package var keepsOuterRepeats = false
  /// Smallest ratio of rounded to exact channels; below it the next multiple of 8 is taken.
  package var roundingFloor = 0.9

  package enum OuterWidth: Hashable, Sendable {
    /// Both scale like every other stage.
    case scaled
    /// Neither scales (EfficientNet-Lite).
    case fixed
    /// Both scale, but the head never has fewer channels than the table (MobileNetV2).
    case headNeverNarrower
  }

  func rounded(_ channels: Int, _ scaling: SizeMultipliers) -> Int {
    scaling.roundFilters(channels, floor: roundingFloor)
  }

  func stem(_ scaling: SizeMultipliers) -> Int {
    outerWidth == .fixed ? stemChannels : rounded(stemChannels, scaling)
  }

  func head(_ scaling: SizeMultipliers) -> Int {
    switch outerWidth {
    case .scaled: rounded(headChannels, scaling)
    case .fixed: headChannels
    case .headNeverNarrower: max(headChannels, rounded(headChannels, scaling))
    }
  }

  func repeats(ofStage index: Int, _ scaling: SizeMultipliers) -> Int {
    let isOuter = index == 0 || index == stages.count - 1
    return keepsOuterRepeats && isOuter
      ? stages[index].repeats : scaling.roundRepeats(stages[index].repeats)
  }
}
