import Architectures
import Scaling
import Testing

@Suite struct PublishedCountTests {
  @Test(arguments: PublishedCount.all)
  func publishedCountsAgreeOrHaveAReason(count: PublishedCount) {
    #expect(
      count.agrees || count.reason != nil,
      "\(count.place), \(count.model): \(count.quantity) \(count.published) published, \(count.counted) counted"
    )
  }

  @Test func everyReasonIsNeeded() {
    let reasons = Set(PublishedCount.all.compactMap(\.reason))
    #expect(reasons == Set(PublishedDifference.allCases))
  }
}
