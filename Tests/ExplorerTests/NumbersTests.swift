import Explorer
import Testing

@Suite("Numbers are written alike everywhere")
struct NumbersTests {
  @Test(
    "Magnitudes",
    arguments: [
      (5_288_548, "5.29 M"), (385_000_000, "385 M"), (999_600_000, "1.00 B"), (928, "928"),
      (14_000, "14.0 k"), (0, "0"), (37_700_000_000, "37.7 B"),
    ])
  func magnitude(value: Int, text: String) { #expect(Numbers.magnitude(value) == text) }

  @Test(
    "Raw values",
    arguments: [
      (0, "0"), (-0.03, "−0.030"), (12.345, "12.35"), (1234.5, "1235"), (1e-7, "1.00e-7"),
      (-.infinity, "−∞"), (.nan, "NaN"), (0.00123, "0.00123"), (-3.2e9, "−3.20e9"),
    ] as [(Double, String)])
  func value(value: Double, text: String) { #expect(Numbers.value(value) == text) }

  @Test("Percent, bytes and times")
  func others() {
    #expect(Numbers.percent(0.3949) == "39.5 %")
    #expect(Numbers.bytes(240_512) == "241 kB")
    #expect(Numbers.bytes(12) == "12 B")
    #expect(Numbers.time(milliseconds: 41) == "41.0 ms")
    #expect(Numbers.time(milliseconds: 1530) == "1.53 s")
    #expect(Numbers.time(milliseconds: 150_000) == "2.50 min")
    #expect(Numbers.time(milliseconds: 9_000_000) == "2.50 h")
    #expect(Numbers.time(milliseconds: 173_233_000) == "2.01 days")
    #expect(Numbers.fixed(-0.0001, 2) == "0.00")
  }
}
