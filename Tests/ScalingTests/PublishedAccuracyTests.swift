import Architectures
import Scaling
import Testing

@Suite struct PublishedAccuracyTests {
  @Test(arguments: [
    ("b0", 77.1), ("b7", 84.3), ("resnet-50", 76.0), ("lite3", 79.8), ("xception", 79.0),
  ])
  func accuraciesEqualTheTables(name: String, topOne: Double) throws {
    #expect(PublishedAccuracy.topOne(of: try #require(Variant.named(name))) == topOne)
  }

  @Test func unpublishedAccuraciesAreNil() throws {
    #expect(PublishedAccuracy.topOne(of: try #require(Variant.named("resnet-101"))) == nil)
  }
}
