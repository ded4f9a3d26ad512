import Architectures
import Testing

@Suite struct CompoundScalingTests {
  @Test func thePapersBasesKeepTheConstraint() {
    #expect(abs(CompoundScaling.paper.constraint - 1.92027) < 1e-9)
    let factors = CompoundScaling.paper.factors(phi: 2)
    #expect(abs(factors.depth - 1.44) < 1e-12)
    #expect(abs(factors.width - 1.21) < 1e-12)
    #expect(abs(factors.resolution - 1.3225) < 1e-12)
    #expect(abs(CompoundScaling.paper.idealGrowth(phi: 2) - factors.idealGrowth) < 1e-9)
  }

  @Test func phiZeroGivesTheBase() throws {
    for base in Variant.scalingBases {
      let scaled = try base.scaled(by: .paper, phi: 0)
      #expect(scaled.resolution == base.resolution)
      #expect(scaled.network().parameterCount == base.network().parameterCount)
    }
    #expect(Variant.scalingBases.count == 4)
  }

  @Test func scalingOutOfRangeThrowsTheValues() throws {
    let b0 = try #require(Variant.named("b0"))
    #expect(throws: ScalingError.factorNotPositive(dimension: .width, value: -1)) {
      try b0.scaled(by: ScalingFactors(width: -1))
    }
    #expect(throws: ScalingError.factorNotPositive(dimension: .depth, value: 0)) {
      try b0.scaled(by: ScalingFactors(depth: 0))
    }
    let shrinking = CompoundScaling(alpha: 0.9, beta: 1.1, gamma: 1.1)
    #expect(throws: ScalingError.baseBelowOne(dimension: .depth, value: 0.9)) {
      try b0.scaled(by: shrinking, phi: 1)
    }
    #expect(throws: ScalingError.phiNotFinite(.infinity)) {
      try b0.scaled(by: .paper, phi: .infinity)
    }
    #expect(throws: ScalingError.self) { try b0.scaled(by: .paper, phi: 40) }
    #expect(throws: ScalingError.self) { try b0.scaled(by: .paper, phi: 1e6) }
    #expect(throws: ScalingError.self) { try b0.scaled(by: ScalingFactors(width: 1e5)) }
    #expect(throws: ScalingError.resolutionOutOfRange(side: 0, limit: ScalingLimits.side)) {
      try b0.scaled(by: ScalingFactors(resolution: 0.001))
    }
    let dense = try #require(Variant.named("densenet-169"))
    #expect(throws: ScalingError.notScalable(variant: "densenet-169")) {
      try dense.scaled(by: ScalingFactors(width: 2))
    }
  }

  @Test func gridSearchFindsThePapersBases() throws {
    let b0 = try #require(Variant.named("b0"))
    let grid = ScalingSearch.steps(from: 1, to: 1.4, by: 0.05)
    #expect(grid == [1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4])
    let search = ScalingSearch(alphas: grid, betas: grid, gammas: grid)
    let candidates = try search.candidates(over: b0)
    #expect(candidates.count == search.rules.count)
    let paper = try #require(candidates.first { $0.rule == .paper })
    #expect(paper.resolution == 258)
    for (nearer, farther) in zip(candidates, candidates.dropFirst()) {
      #expect(abs(nearer.rule.constraint - 2) <= abs(farther.rule.constraint - 2))
    }
  }

  @Test func peakActivationsKeepATensorUntilItsLastReader() throws {
    var builder = NetworkBuilder()
    let first = builder.append(.activation(.relu), reading: [Layer.image], suffix: "a")
    let second = builder.append(.activation(.relu), reading: [first], suffix: "b")
    builder.append(.add(.identity), reading: [first, second], suffix: "c")
    builder.endStage(title: "", kernel: 1, stride: 1, repeats: 1, output: 2)
    let network = builder.network(name: "three", resolution: 2, classes: 3)
    // Image and a, then a and b, then a, b and c: three tensors of 3 × 2 × 2.
    #expect(network.peakActivations(height: 2, width: 2) == 36)
    #expect(network.liveActivations(height: 2, width: 2) == [24, 24, 36])
  }

  @Test func weightBytesIncludeRunningStatistics() throws {
    let network = try #require(Variant.named("b0")).network()
    #expect(network.weightBytes == 4 * (5_288_548 + 42_016))
  }

  @Test func objectiveEqualsTheAccuracyAtTheTarget() {
    #expect(SearchObjective.paper.value(accuracy: 77, macs: 400e6) == 77)
    let twice = SearchObjective.paper.value(accuracy: 77, macs: 800e6)
    #expect(abs(twice - 77 * 0.952638) < 1e-3)
  }
}
