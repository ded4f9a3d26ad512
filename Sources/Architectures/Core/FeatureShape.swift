/// Shape of one image's activation: channels, height and width.
public struct FeatureShape: Hashable, Sendable {
  /// Number of channels.
  public var channels: Int
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// A shape of `channels` × `height` × `width`.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Number of elements.
  public var count: Int { channels * height * width }

  /// `[channels, height, width]`, the order of the command line's JSON.
  public var extents: [Int] { [channels, height, width] }
}
