import Architectures
import Explorer
import Scaling
import Terminal
import Testing

@Suite("The laboratory's screens answer to keys and mouse")
struct LaboratoryScriptTests {
  @Test("Sliders move by steps, stay in their range and go back")
  func sliders() {
    var session = Scripted(100, 34)
    session.press("7")
    #expect(session.state.screens.scaling.value(.phi) == 1)
    session.press("l")
    #expect(session.state.screens.scaling.value(.phi) == 1.1)
    session.press("h h")
    #expect(session.state.screens.scaling.value(.phi) == 0.9)
    session.press("pgup")
    #expect(session.state.screens.scaling.value(.phi) == 1.9)
    session.press("G l")
    #expect(session.state.screens.scaling.value(.phi) == 7)
    session.press("g h")
    #expect(session.state.screens.scaling.value(.phi) == -3)
    session.press("enter")
    #expect(session.state.screens.scaling.value(.phi) == 0)
    #expect(session.state.screens.scaling.network?.cost.macs == 385_814_752)
    #expect(session.text.contains("77.1 %"))
  }

  @Test("The constraint is watched as α, β, γ move")
  func constraint() {
    var session = Scripted(100, 34)
    session.press("7")
    #expect(session.text.contains("1.9203  ≈ 2, as asked"))
    session.press("j pgup")
    #expect(session.state.screens.scaling.value(.alpha) == 1.3)
    #expect(session.text.contains("2.0803  ≈ 2, as asked"))
    session.press("j pgup")
    #expect(session.text.contains("not near 2"))
  }

  @Test("2^φ stands beside the counted growth, which rounding makes another")
  func growth() throws {
    var session = Scripted(100, 34)
    session.press("7")
    let network = try #require(session.state.screens.scaling.network)
    #expect(network.phi == 1)
    #expect(network.growth > 2.1 && network.idealGrowth < 1.93)
    #expect(session.text.contains("counted, 2^φ 2.00"))
    #expect(session.text.contains("rounded: channels to 8"))
  }

  @Test("Single factors of Table 7 give its networks")
  func factors() throws {
    var session = Scripted(100, 34)
    session.press("7 D")
    for _ in 0..<4 { session.press("l") }
    session.press("j l l l l j l l l l l l")
    let network = try #require(session.state.screens.scaling.network)
    #expect(network.factors == ScalingFactors(depth: 1.4, width: 1.2, resolution: 1.3))
    #expect(network.variant.resolution == 291)
    #expect(
      network.cost.macs == CAMModel.all.last?.variant.map { CountedCost.of($0).macs })
    session.press("y")
    #expect(
      session.effects.last == .copy("effscope scale b0 --depth 1.4 --width 1.2 --resolution 1.3"))
  }

  @Test("A negative number follows its option, as the command takes it")
  func negative() {
    var session = Scripted(100, 34)
    session.press("7 g y")
    #expect(session.effects.last == .copy("effscope scale b0 --phi -3.0"))
  }

  @Test("All four bases can be scaled")
  func bases() {
    var session = Scripted(100, 34)
    session.press("7")
    for title in ["MobileNetV1", "MobileNetV2", "ResNet-50", "EfficientNet-B0"] {
      session.press("B")
      #expect(session.state.screens.scaling.base.title == title)
      #expect(
        session.state.screens.scaling.network != nil
          && session.state.screens.scaling.predicted != nil)
    }
  }

  @Test("A drag moves the slider it began on, wherever the mouse goes")
  func dragging() throws {
    var session = Scripted(100, 34)
    session.press("7")
    let track = try #require(session.state.canvas.area(of: .slider(0)))
    session.click(track.x, track.y)
    #expect(session.state.screens.scaling.value(.phi) == -3)
    session.send(.mouse(MouseEvent(.drag, at: Point(track.maxX - 1, track.y + 2))))
    #expect(session.state.screens.scaling.value(.phi) == 7)
    #expect(session.state.screens.scaling.value(.gamma) == 1.15)
    session.send(.mouse(MouseEvent(.release, at: Point(track.x, track.y))))
    session.send(.mouse(MouseEvent(.drag, at: Point(track.x, track.y))))
    #expect(session.state.screens.scaling.value(.phi) == 7)
  }

  @Test("A measured latency is labelled untrained")
  func measuring() {
    var session = Scripted(100, 34)
    session.press("7")
    #expect(session.text.contains("press r"))
    session.press("r")
    #expect(session.text.contains("ms, untrained"))
    #expect(session.text.contains("ms, one thread"))
  }

  @Test("A candidate of the search becomes the rule")
  func search() throws {
    var session = Scripted(100, 34)
    session.press("7 V V tab j enter")
    let candidates = try #require(
      session.state.screens.scaling.cache.candidates[session.state.screens.scaling.base])
    let paper = try #require(candidates.firstIndex { $0.rule == .paper })
    #expect(session.state.screens.scaling.rule == candidates[paper + 1].rule)
    #expect(session.state.screens.scaling.network?.cost.macs == candidates[paper + 1].cost.macs)
    #expect(session.text.contains("★"))
  }

  @Test("The best networks within the sliders' cost are told")
  func budget() throws {
    var session = Scripted(100, 34)
    session.press("7 V")
    let facts = try #require(session.state.screens.scaling.cache.budget)
    let limit = facts.question.macs
    #expect((facts.published?.needs.macs ?? .max) <= limit)
    #expect((facts.scaled?.needs.macs ?? .max) <= limit)
    #expect((facts.scaled?.phi ?? 0) >= 1)
    session.press("y")
    #expect(
      session.effects.last
        == .copy(
          "effscope scale b0 --max-macs \(limit) --max-memory \(facts.question.bytes)B"))
  }

  @Test("The sweep goes along the slider under the cursor")
  func sweep() {
    var session = Scripted(100, 34)
    session.press("7 v")
    #expect(session.text.contains("scaled by the compound rule"))
    session.press("D j")
    #expect(session.text.contains("EfficientNet-B0 scaled by width"))
    #expect(session.text.contains("these sliders"))
    session.press("v")
    #expect(session.text.contains("Figure 3"))
  }

  @Test("The sweep beside the stages is counted without being asked for")
  func sweepBesideStages() {
    var session = Scripted(120, 40)
    session.press("7")
    #expect(session.text.contains("scaled by the compound rule"))
    #expect(!session.text.contains("counting"))
  }

  @Test("Every table can be reached, sorted, turned round and filtered")
  func tables() throws {
    var session = Scripted(120, 40)
    session.press("8")
    for topic in ResultsTopic.allCases {
      #expect(session.state.screens.results.topic == topic)
      #expect(session.text.contains("Source: arXiv 1905.11946"), "\(topic)")
      session.press("v")
    }
    session.press("s s s")
    #expect(session.state.screens.results.sorting == "-top1_percent")
    #expect(session.state.screens.results.currentVariant?.name == "b7")
    session.press("S")
    #expect(session.state.screens.results.currentVariant?.name == "resnet-50")
    session.press("/")
    session.type("gpipe")
    session.press("enter")
    #expect(session.state.screens.results.table?.rows.count == 1)
    session.press("esc")
    #expect(session.state.screens.results.table?.rows.count == 24)
    session.press("y")
    #expect(session.effects.last == .copy("effscope results imagenet --sort top1_percent"))
  }

  @Test("The diagram's axis, its ratios and the own networks")
  func diagram() {
    var session = Scripted(120, 40)
    session.press("1 g space 8")
    #expect(session.text.contains("Multiply-adds (billions)"))
    #expect(session.text.contains("your own"))
    session.press("X X")
    #expect(session.text.contains("Parameters (millions)"))
    #expect(session.text.contains("8.4x smaller"))
    session.press("i y")
    #expect(
      session.effects.last == .copy("effscope results imagenet --axis parameters --chart"))
  }

  @Test("Latencies are measured one by one; one that can't be does not stop the others")
  func latencies() {
    var session = Scripted(120, 40)
    session.press("8 v v")
    #expect(session.state.screens.results.latencies.seconds.count == 1)
    session.press("R")
    let all = ResultsPage.latencyVariants
    #expect(session.state.screens.results.latencies.seconds.count == all.count - 1)
    #expect(session.state.screens.results.latencies.unmeasurable.map(\.name) == ["amoebanet-b"])
    #expect(!session.state.screens.results.latencies.isMeasuring)
    #expect(session.text.contains("Latency measured here"))
  }

  @Test("What a table can't do is said")
  func reasons() {
    var session = Scripted(120, 40)
    session.press("8 r")
    #expect(session.footer.contains("latencies stand in Table 4: v goes there"))
    session.press("V i")
    #expect(session.footer.contains("the paper has no diagram of this table"))
  }

  @Test("The transfer diagram goes through the data sets")
  func dataSets() {
    var session = Scripted(120, 40)
    session.press("8 v v v")
    for dataSet in DataSet.all {
      #expect(session.text.contains("Figure 6: transfer to \(dataSet.name)"))
      session.press("X")
    }
  }

  /// Prints what a step costs; how fast is fast enough depends on the machine, so nothing is asserted of it.
  @Test("A large network is measured only after a question with its cost")
  func question() {
    var session = Scripted(120, 40)
    session.press("8 v v j j r")
    #expect(session.text.contains("Measure the latency?"))
    #expect(session.text.contains(" min") && session.text.contains("GB"))
    session.press("esc")
    #expect(session.state.dialog == nil && !session.footer.contains("4.46 GB"))
    session.press("r enter")
    #expect(session.footer.contains("it needs 4.46 GB"))
  }

  @Test("No two numbers touch, and no two columns have one name", arguments: 0..<5)
  func columns(page: Int) throws {
    var session = Scripted(120, 40)
    session.press("8")
    for _ in 0..<page { session.press("v") }
    let table = try #require(session.state.screens.results.table)
    if session.state.screens.results.topic == .imagenet {
      #expect(Set(table.columns.map(\.title)).count == table.columns.count)
    }
    let rows = session.lines.dropFirst(3).prefix(min(6, table.rows.count))
    for row in rows {
      let cells = Array(row)
      for index in cells.indices.dropFirst().dropLast() where cells[index] == " " {
        #expect(
          !(cells[index - 1].isNumber && cells[index + 1].isNumber), "numbers touch in \(row)")
      }
    }
    #expect(!session.text.contains("_computed") && !session.text.contains("icml_"))
  }

  @Test(
    "A step of a slider is counted and drawn",
    arguments: ["7", "7 D", "7 v", "7 B B B", "7 B B B D"])
  func aStepOfASliderIsCountedAndDrawn(way: String) {
    var session = Scripted(120, 40)
    session.press(way)
    let clock = ContinuousClock()
    var (worst, total) = (Duration.zero, Duration.zero)
    for step in 0..<60 {
      let took = clock.measure {
        session.press(step < 30 ? "l" : "h")
        #expect(session.state.frame.size == Size(120, 40))
      }
      worst = max(worst, took)
      total += took
    }
    print("slider step after '\(way)': mean \(total / 60), longest \(worst)")
  }
}
