/// Shape of one image's activation: channels, height and width.
package struct FeatureShape: Hashable, Sendable {
  package var channels, height, width: Int

  package init(channels: Int, height: Int, width: Int) {
    (self.channels, self.height, self.width) = (channels, height, width)
  }

  package var count: Int { channels * height * width }

  /// `[channels, height, width]`, the order of the command line's JSON.
  package var extents: [Int] { [channels, height, width] }
}
