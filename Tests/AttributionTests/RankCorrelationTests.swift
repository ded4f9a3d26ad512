import Attribution
import Testing

@Suite("Rank correlation")
struct RankCorrelationTests {
  @Test("gives equal values their mean rank, as scipy.stats.rankdata does")
  func ranks() {
    #expect(
      averageRanks([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]) == [
        4.5, 1.5, 6, 1.5, 8, 11, 3, 10, 8, 4.5, 8,
      ])
    #expect(averageRanks([]) == [])
  }

  @Test("matches scipy.stats.spearmanr with ties in both lists")
  func againstSciPy() {
    let first = spearman([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4])
    #expect(abs(first - 0.1384567651467695) < 1e-14)
    let second = spearman([0.5, -1.25, 0, 0, 0, 2.5, -3], [1, 0, 0.25, 0.25, -2, 7, -8])
    #expect(abs(second - 0.897549110408119) < 1e-14)
  }

  @Test("is 1 for an increasing function and −1 for the reversed order")
  func extremes() {
    let values: [Float] = [0.25, -3, 7, 2, 11]
    #expect(spearman(values, values.map { $0 * $0 * $0 }) == 1)
    #expect(spearman(values, values.map { -$0 }) == -1)
  }

  @Test("is NaN if the values can't be ranked")
  func undefined() {
    #expect(spearman([], []).isNaN)
    #expect(spearman([1], [2]).isNaN)
    #expect(spearman([1, 1, 1], [1, 2, 3]).isNaN)
    #expect(spearman([1, .nan, 1], [1, 2, 3]).isNaN)
  }
}
