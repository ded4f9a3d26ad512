/// Why a published count differs from the count of this program; see docs/scale.md.
enum PublishedDifference: String, Hashable, Sendable, CaseIterable {
  /// ResNet-152 with the stride in the 1×1 convolution, as first published, has 11.3 B.
  case strideInFirstConvolution
  /// The paper's counts of DenseNets and Inception-v4 are larger than any public definition gives.
  case countedOtherwise
  /// The paper's counts of B3 to B7 are smaller than its own coefficients give.
  case smallerThanCoefficients
  /// SENet's 146 M is quoted from earlier tables; the published SENet-154 has 115 M.
  case quotedFromEarlierTables
  /// PNASNet's 23 B contradicts the printed ratio of 6.0, which needs 25 B.
  case contradictsPrintedRatio
  /// ResNet-50's depth and width rows appear exchanged: 16.2 B is its width's, 14.7 B its depth's.
  case rowsExchanged
  /// The compound MobileNetV1's input side is not printed; 288 pixels give 2.24 B, 291 give 2.47 B.
  case sideNotPrinted
  /// Table 7 and Figure 3 count B0 as 0.5 B, and their other points from there.
  case anotherBaseline
  /// The Lite table counts about three operations more for every output of a convolution.
  case countsElementwiseOperations
  /// The printed number was cut off, not rounded: 10.7 M printed as 10 M.
  case truncated

  static func reason(for count: PublishedCount) -> PublishedDifference? {
    switch (count.place, count.quantity) {
    case ("Figure 3", _), ("Table 7", _): .anotherBaseline
    case ("Figure 8", _) where count.model.contains("="): .anotherBaseline
    case ("EfficientNet-Lite", .macs): .countsElementwiseOperations
    case ("Table 5", _): .truncated
    case ("Table 3", _) where count.model.hasPrefix("ResNet-50"): .rowsExchanged
    case ("Table 3", _): count.model.contains("compound") ? .sideNotPrinted : .truncated
    default: byModel[count.model]
    }
  }

  private static let byModel: [String: PublishedDifference] = [
    "ResNet-152": .strideInFirstConvolution, "DenseNet-169": .countedOtherwise,
    "DenseNet-264": .countedOtherwise, "Inception-v4": .countedOtherwise,
    "DenseNet-201": .countedOtherwise,
    "EfficientNet-B4": .smallerThanCoefficients, "EfficientNet-B5": .smallerThanCoefficients,
    "EfficientNet-B3": .smallerThanCoefficients, "EfficientNet-B6": .smallerThanCoefficients,
    "EfficientNet-B7": .smallerThanCoefficients,
    "SENet": .quotedFromEarlierTables, "PNASNet": .contradictsPrintedRatio,
  ]
}
