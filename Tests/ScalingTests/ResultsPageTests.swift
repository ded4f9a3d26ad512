import Architectures
import Scaling
import Support
import Testing

@Suite struct ResultsPageTests {
  @Test func oneNetworkHasOnePublishedAccuracy() throws {
    let names = Set(Variant.all.map(\.title))
    var found: [String: Set<String>] = [:]
    for topic in [ResultsTopic.imagenet, .latency] {
      let table = ResultsPage(topic).table
      let name = try #require(table.columns.firstIndex { $0.title == "network" })
      let accuracy = try #require(table.columns.firstIndex { $0.key == "top1_percent" })
      for row in table.rows where names.contains(row[name].shown) {
        found[row[name].shown, default: []].insert(row[accuracy].shown)
      }
    }
    #expect(found["EfficientNet-B1"] == ["79.1"])
    #expect(found.values.allSatisfy { $0.count == 1 })
  }

  @Test func aFilterChoosesTheNetworksThatAreMeasured() {
    let all = ResultsPage.latencyVariants(matching: nil, ResultsChoices())
    let some = ResultsPage.latencyVariants(matching: "lite", ResultsChoices())
    #expect(some.map(\.name) == ["lite0", "lite1", "lite2", "lite3", "lite4"])
    #expect(all.count > some.count)
    var choices = ResultsChoices()
    choices.latencyRows = some
    #expect(ResultsPage(.latency, choices).table.rows.count == 5)
  }

  @Test func tableThreeIsDrawnWithItsOwnNetworks() throws {
    let plot = try #require(ResultsPage(.scaling).diagram)
    #expect(plot.series.map(\.name) == ["MobileNetV1", "MobileNetV2", "ResNet-50"])
    #expect(plot.series[0].points.map(\.label) == ["baseline", "w=2", "r=2", "compound"])
    #expect(plot.series.flatMap(\.points).count == ScalingResult.all.count)
  }

  @Test func figureThreeHasAPanelForEachDimensionOnOneScale() {
    let panels = PaperPlots.figure3Panels
    #expect(panels.map { $0.series.map(\.name) } == [["width"], ["depth"], ["resolution"]])
    #expect(Set(panels.map(\.y.range)).count == 1)
    for panel in panels {
      for point in panel.series[0].points { #expect(panel.y.range?.contains(point.y) == true) }
    }
  }

  @Test func sourcesNameNoColumnsOfTheFiles() {
    for table in PaperTable.allCases {
      #expect(!table.source.note.contains("_"), "\(table.rawValue)")
    }
  }

  @Test func aBudgetWithoutAPredictionIsRefused() throws {
    let b0 = try #require(Variant.named("b0"))
    for seconds in [nil, Double.nan, .infinity] as [Double?] {
      let problem = BudgetProblem(budget: Budget(seconds: 0.02)) { variant in
        var needs = Needs(of: variant)
        needs.seconds = seconds
        return needs
      }
      #expect(throws: Failure.self) { try problem.bestPublished() }
      #expect(throws: Failure.self) { try problem.bestScaled(b0, by: .paper) }
    }
  }
}
