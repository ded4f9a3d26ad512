import Architectures
import Scaling
import Support
import Testing

@Suite struct PaperTablesTests {
  @Test(arguments: PaperTable.allCases)
  func everyTableHasRowsAndASource(table: PaperTable) {
    #expect(!table.records.rows.isEmpty)
    #expect(!table.source.title.isEmpty)
    #expect(table.source.line.hasPrefix("Source: "))
  }

  @Test func tablesHaveThePapersRowCounts() {
    #expect(ImageNetResult.all.count == 24)
    #expect(ScalingResult.all.count == 14)
    #expect(LatencyResult.all.count == 4)
    #expect(TransferResult.all.count == 8)
    #expect(DataSet.all.count == 8)
    #expect(CAMModel.all.count == 5)
    #expect(FigurePoint.figure3.count == 19)
    #expect(FigurePoint.figure6.count == 159 - 1 + 1)
  }

  @Test func printedRatiosFollowFromThePrintedCounts() throws {
    for row in ImageNetResult.all {
      let own = try #require(
        ImageNetResult.all.first { $0.group == row.group && $0.isEfficientNet })
      let ratio = row.parameters.value / own.parameters.value
      #expect(abs(ratio / row.parameterRatio - 1) < 0.03, "\(row.model)")
    }
    let means = TransferResult.printedMeans
    #expect(means.available == 4.7)
    #expect(means.best == 9.6)
  }

  @Test func quotedFieldsAndMissingColumnsAreRead() throws {
    let records = try Records(csv: Array("a,b\n\"x, \"\"y\"\"\",2\r\n\n3,\n".utf8))
    #expect(records.columns == ["a", "b"])
    #expect(records.rows.map { $0["a"] } == ["x, \"y\"", "3"])
    #expect(records.rows.map { $0.number("b") } == [2, nil])
    #expect(throws: RecordsError.empty) { try Records(csv: []) }
    #expect(throws: RecordsError.fieldCount(row: 2, expected: 2, found: 1)) {
      try Records(csv: Array("a,b\n1\n".utf8))
    }
    #expect(throws: RecordsError.openQuote(row: 2)) {
      try Records(csv: Array("a,b\n\"1,2\n".utf8))
    }
  }

  @Test(arguments: [
    ("5.3M", 5.3e6, 0.05e6), ("26M", 26e6, 0.5e6), ("0.39B", 0.39e9, 0.005e9),
    ("407M", 407e6, 0.5e6),
  ])
  func printedCountsKnowTheirRounding(text: String, value: Double, halfUnit: Double) throws {
    let printed = try #require(Printed(text))
    #expect(abs(printed.value - value) < 1)
    #expect(abs(printed.halfUnit - halfUnit) < 1)
    #expect(Printed("") == nil)
    #expect(Printed("many") == nil)
  }
}
