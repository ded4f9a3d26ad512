import Architectures
import Scaling
import Testing

@Suite struct ScalingLaboratoryTests {
  @Test func sweepsOfB0HaveThePublishedAccuracies() throws {
    let b0 = try #require(Variant.named("b0"))
    for kind in [SweepKind.width, .depth, .resolution] {
      let sweep = try Sweep(kind, of: b0)
      #expect(sweep.points.count == FigurePoint.figure3.filter { $0.series == kind.rawValue }.count)
      #expect(sweep.points.allSatisfy { $0.figureTop1 != nil })
      #expect(sweep.points[0].growth == 1)
      #expect(sweep.points[0].idealGrowth == 1)
      for (smaller, larger) in zip(sweep.points, sweep.points.dropFirst()) {
        #expect(smaller.cost.macs < larger.cost.macs)
      }
    }
  }

  @Test func sweepsOfOtherBasesTakeTheirAccuraciesFromTable3() throws {
    let resNet = try #require(Variant.named("resnet-50"))
    let sweep = try Sweep(.depth, of: resNet, values: [1, 2, 4])
    #expect(sweep.points.map(\.figureTop1) == [76.0, nil, 78.1])
  }

  @Test func roundingMakesTheTrueGrowthDifferFromTheIdeal() throws {
    let b0 = try #require(Variant.named("b0"))
    let sweep = try Sweep(.compound, of: b0, values: [1])
    let point = sweep.points[0]
    #expect(abs(point.idealGrowth - 1.92027) < 1e-5)
    #expect(abs(point.growth - 1.92027) > 0.01)
  }

  @Test func accuraciesBetweenPublishedNetworksLieBetweenTheirs() throws {
    let curve = AccuracyCurve.efficientNet
    #expect(curve.knots.map(\.name) == ["b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7"])
    let between = try #require(curve.estimate(macs: 500_000_000))
    #expect(between.lower.name == "b0")
    #expect(between.upper.name == "b1")
    #expect(between.top1 > 77.1 && between.top1 < 79.1)
    #expect(curve.estimate(macs: 385_814_752)?.top1 == 77.1)
    #expect(curve.estimate(macs: 100_000_000) == nil)
    #expect(curve.estimate(macs: 40_000_000_000) == nil)
  }

  @Test func theBestPublishedNetworkWithinABudgetIsFound() throws {
    let problem = BudgetProblem(budget: Budget(macs: 1.0e9))
    let best = try #require(try problem.bestPublished())
    #expect(best.result.model == "EfficientNet-B2")
    let room = Needs(of: try #require(Variant.named("b1"))).bytes
    let small = BudgetProblem(budget: Budget(macs: 1.0e9, bytes: Double(room)))
    #expect(try small.bestPublished()?.result.model == "EfficientNet-B1")
    #expect(try BudgetProblem(budget: Budget(macs: 1e6)).bestPublished() == nil)
  }

  @Test func theLargestPhiWithinABudgetIsFound() throws {
    let b0 = try #require(Variant.named("b0"))
    let problem = BudgetProblem(budget: Budget(macs: 1.0e9))
    let best = try #require(try problem.bestScaled(b0, by: .paper))
    #expect(best.needs.macs <= 1_000_000_000)
    let next = try b0.scaled(by: .paper, phi: best.phi + 0.01)
    #expect(Needs(of: next).macs > 1_000_000_000)
    #expect(try BudgetProblem(budget: Budget(macs: 100)).bestScaled(b0, by: .paper) == nil)
    let tiny = try #require(
      try BudgetProblem(budget: Budget(macs: 200e6)).bestScaled(b0, by: .paper))
    #expect(tiny.phi < 0)
  }

  @Test func latencyCanComeFromAnotherSource() throws {
    let b0 = try #require(Variant.named("b0"))
    let problem = BudgetProblem(budget: Budget(seconds: 0.010)) { variant in
      var needs = Needs(of: variant)
      needs.seconds = Double(needs.macs) / 50e9
      return needs
    }
    let best = try #require(try problem.bestScaled(b0, by: .paper))
    #expect(best.needs.macs <= 500_000_000)
    // Depth is rounded up, so the smallest φ above 0 already adds a block to every stage.
    #expect(best.needs.macs == 385_814_752)
  }
}
