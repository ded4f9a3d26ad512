import Library
import Support
import Testing

/// The words of `--where`.
@Suite struct LibraryFilterTests {
  @Test func conditionsAreReadAsTheyStand() throws {
    let filter = try LibraryFilter(
      parsing: "class=tabby  confidence<0.5,correct!=yes border=yes entropy>=2 image~'my cat'")
    #expect(
      filter.conditions == [
        .classNamed(.index, ["tabby"], isNegated: false), .number(.probability, .less, [0.5]),
        .claim(.correct, false), .claim(.border, true), .number(.entropy, .atLeast, [2]),
        .text(.image, .contains, ["my cat"]),
      ])
    #expect(
      try LibraryFilter(parsing: "class=281|282").conditions == [
        .number(.index, .equal, [281, 282])
      ])
    #expect(try LibraryFilter(parsing: " ").conditions.isEmpty)
  }

  @Test(arguments: [
    ("tabby", "it is no comparison"), ("colour=red", "there is no column 'colour'"),
    ("confidence<half", "compared with a number"), ("correct=perhaps", "yes or no"),
    ("class<tabby", "neither smaller nor larger"), ("image>a", "neither smaller nor larger"),
    ("class=\"tabby", "a quote is not closed"), ("entropy=", "a value is missing"),
    ("width=50%", "compared with a number"), ("entropy~2", "is a number"),
    ("1=1;drop", "there is no column '1'"),
  ])
  func mistakesAreNamed(_ text: String, _ reason: String) {
    let failure = #expect(throws: Failure.self) { try LibraryFilter(parsing: text) }
    #expect(failure?.status == .usage)
    #expect(failure?.message.contains(reason) == true, "\(failure?.message ?? "")")
    #expect(failure?.advice != nil)
  }
}
