import Explorer
import Terminal
import Testing

@Suite("Classes with bars of one origin")
struct ClassListTests {
  @Test("Labels are whole where there is room, and bars take the rest")
  func columns() {
    let wide = ClassColumns(width: 80, longestLabel: 20, value: 8, hasBars: true)
    #expect(wide.label == 20 && wide.bar == 47)
    let narrow = ClassColumns(width: 34, longestLabel: 20, value: 8, hasBars: true)
    #expect(narrow.label == 22 && narrow.bar == 0)
    for width in 0..<120 {
      for label in [0, 5, 20, 60] {
        let columns = ClassColumns(width: width, longestLabel: label, value: 8, hasBars: true)
        let used = ClassColumns.rank + columns.label + columns.bar + columns.value
        #expect(width < ClassColumns.rank || used <= width)
        #expect(columns.label >= min(label, max(0, width - 12)))
      }
    }
  }

  @Test("Bars start at zero on every scale")
  func scales() {
    let likely = RankedClass(index: 1, label: "a", probability: 1, logit: 9)
    let rare = RankedClass(index: 2, label: "b", probability: 1e-5, logit: -3)
    let middle = RankedClass(index: 3, label: "c", probability: 1e-3, logit: 0)
    func ends(_ scale: ClassScale, _ item: RankedClass) -> [Double] {
      let bar = scale.bar(item, lowest: -3, highest: 9)
      return [bar.origin, bar.end].map { ($0 * 1000).rounded() / 1000 }
    }
    #expect(ends(.probability, likely) == [0, 1] && ends(.probability, middle) == [0, 0.001])
    #expect(ends(.logarithm, likely) == [0, 1] && ends(.logarithm, rare) == [0, 0])
    #expect(ends(.logarithm, middle) == [0, 0.4])
    #expect(ends(.logit, likely) == [0.25, 1] && ends(.logit, rare) == [0.25, 0])
    #expect(ClassScale.logarithm.number(rare) == "0.00100 %")
    #expect(ClassScale.logit.number(rare) == "−3.00")
  }

  @Test("A bar points to the left of its origin for values below it")
  func bars() {
    var frame = Frame(Size(8, 1), style: Style(on: .terminal))
    Bar(value: 0, from: 0.25, color: .terminal, track: .terminal, background: .terminal)
      .draw(in: Rect(0, 0, 8, 1), of: &frame)
    #expect(frame.lines == ["━━──────"])
    Bar(value: 0.6875, from: 0.1875, color: .terminal, track: .terminal, background: .terminal)
      .draw(in: Rect(0, 0, 8, 1), of: &frame)
    #expect(frame.lines == ["─╺━━━╸──"])
  }

  @Test("X shows logarithms and logits; the picture says what the network sees")
  func scripted() {
    var session = Scripted(120, 40)
    session.press("4")
    #expect(session.text.contains("network sees"))
    session.press("X")
    #expect(session.text.contains("Predictions, log scale"))
    session.press("X")
    #expect(session.text.contains("Predictions, logits"))
    session.press("X")
    #expect(!session.text.contains("Predictions,"))
  }
}
