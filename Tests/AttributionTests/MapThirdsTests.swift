import Attribution
import Testing

@Suite struct MapThirdsTests {
  @Test(arguments: 1...33)
  func mirroredCellsLieInMirroredThirds(count: Int) {
    for index in 0..<count {
      let third = AttributionMap.third(of: index, count: count)
      #expect(third == 2 - AttributionMap.third(of: count - 1 - index, count: count))
    }
  }

  @Test func aSeventhColumnOfSevenIsAsFarRightAsTheFirstIsLeft() {
    let thirds = (0..<7).map { AttributionMap.third(of: $0, count: 7) }
    #expect(thirds == [0, 0, 1, 1, 1, 2, 2])
    #expect((0..<3).map { AttributionMap.third(of: $0, count: 3) } == [0, 1, 2])
    #expect((0..<2).map { AttributionMap.third(of: $0, count: 2) } == [0, 2])
  }
}
