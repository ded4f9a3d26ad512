import Architectures
import Testing

@Suite struct ScalingTests {
  @Test(arguments: [
    (32, 1.1, 32), (16, 1.4, 24), (24, 1.2, 32), (40, 1.6, 64), (1280, 1.1, 1408),
    (320, 2.2, 704), (32, 4.3, 136), (16, 0.1, 8),
  ])
  func filtersAreRoundedToEightAndNeverBelow90Percent(
    channels: Int, width: Double, rounded: Int
  ) {
    #expect(SizeMultipliers(width: width, depth: 1).roundFilters(channels) == rounded)
  }

  @Test(arguments: [(1, 1.1, 2), (2, 1.1, 3), (4, 3.1, 13), (3, 1.0, 3)])
  func repeatsAreRoundedUp(repeats: Int, depth: Double, rounded: Int) {
    #expect(SizeMultipliers(width: 1, depth: depth).roundRepeats(repeats) == rounded)
  }
}
