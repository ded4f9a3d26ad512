/// One row of the paper's Table 1: a run of mobile inverted bottleneck blocks before scaling.
public struct MBConvStage: Hashable, Sendable {
  /// Expansion ratio: hidden channels = ratio × the block's input channels.
  public let expansion: Int
  /// Side of the depthwise window.
  public let kernel: Int
  /// Step of the first block; the others have 1.
  public let stride: Int
  /// Output channels before scaling.
  public let channels: Int
  /// Blocks before scaling.
  public let repeats: Int

  /// Stages 2 to 8 of EfficientNet-B0 (Tan & Le 2019, Table 1); every variant scales these rows.
  public static let efficientNet: [MBConvStage] = [
    MBConvStage(expansion: 1, kernel: 3, stride: 1, channels: 16, repeats: 1),
    MBConvStage(expansion: 6, kernel: 3, stride: 2, channels: 24, repeats: 2),
    MBConvStage(expansion: 6, kernel: 5, stride: 2, channels: 40, repeats: 2),
    MBConvStage(expansion: 6, kernel: 3, stride: 2, channels: 80, repeats: 3),
    MBConvStage(expansion: 6, kernel: 5, stride: 1, channels: 112, repeats: 3),
    MBConvStage(expansion: 6, kernel: 5, stride: 2, channels: 192, repeats: 4),
    MBConvStage(expansion: 6, kernel: 3, stride: 1, channels: 320, repeats: 1),
  ]
}
