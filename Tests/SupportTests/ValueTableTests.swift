import Support
import Testing

@Suite struct ValueTableTests {
  private var table: ValueTable {
    ValueTable(
      columns: [
        .init("network", isText: true), .init("MACs", key: "macs_printed"),
        .init("%", key: "first"), .init("%", key: "second"), .init("note", isText: true),
      ],
      rows: [
        [
          .text("a"), .printed("0.39B", 0.39e9), .number(10, places: 1), .number(1, places: 1),
          .text("10"),
        ],
        [
          .text("b"), .printed("407M", 407e6), .number(9, places: 1), .number(.nan, places: 1),
          .text("9"),
        ],
        [.text("c"), .printed("11B", 11e9), .missing, .number(2, places: 1), .text("1a")],
      ])
  }

  private func order(_ key: String) throws -> [String] {
    var sorted = table
    try sorted.sort(by: key)
    return sorted.rows.map(\.[0].shown)
  }

  @Test func printedNumbersAreOrderedByValue() throws {
    #expect(try order("macs_printed") == ["a", "b", "c"])
    #expect(try order("-macs_printed") == ["c", "b", "a"])
    #expect(try order("-first") == ["a", "b", "c"])
  }

  @Test func textsThatAreNumbersAreOrderedByValueBeforeOtherTexts() throws {
    #expect(try order("note") == ["b", "a", "c"])
  }

  @Test func whatIsNoNumberComesLast() throws {
    #expect(try order("first") == ["b", "a", "c"])
    #expect(try order("second") == ["a", "c", "b"])
    #expect(try order("-second") == ["c", "a", "b"])
  }

  @Test func aHeadingOfTwoColumnsIsRefusedWithTheirNames() {
    #expect {
      try order("%")
    } throws: { error in
      (error as? Failure)?.message.contains("first, second") == true
    }
  }

  @Test func rowsWithATextAreFoundByTheirPlaces() {
    #expect(table.rows(with: "B") == [0, 1, 2])
    #expect(table.rows(with: "407m") == [1])
  }
}

@Suite struct ProgressLineTests {
  @Test func aLongSubjectLosesItsMiddleAndTheRestStays() {
    let rest = " (3 of 9): 12 of 40 passes, 8 s left"
    let path = "/data/photographs/2024/summer/a-very-long-name-of-a-photograph.jpg"
    let line = ProgressLine.text(path, rest, columns: 60)
    #expect(line.count == 60)
    #expect(line.hasPrefix("/data") && line.hasSuffix("graph.jpg" + rest))
    #expect(line.contains("…"))
  }

  @Test func aShortSubjectIsWhole() {
    #expect(ProgressLine.text("cat.jpg", ", 8 s left", columns: 40) == "cat.jpg, 8 s left")
    #expect(ProgressLine.text("cat.jpg", ", 8 s left", columns: 11).hasSuffix(", 8 s left"))
    #expect(ProgressLine.text("cat.jpg", ", 8 s left", columns: 0).isEmpty)
  }
}
