import Architectures
import Inference
import Testing

@Suite struct RooflineTests {
  private let machine = Roofline(
    gigaflops: 100,
    bandwidths: [
      Roofline.Bandwidth(bytes: 1_000_000, gigabytes: 50),
      Roofline.Bandwidth(bytes: 64_000, gigabytes: 200),
    ])

  @Test func theLowerLimitGivesTheMinimumTime() {
    // 1 M multiply-adds are 2 M operations: 20 µs at 100 GFLOP/s.
    #expect(machine.nanoseconds(macs: 1_000_000, bytes: 100_000) == 20_000)
    #expect(machine.bound(macs: 1_000_000, bytes: 100_000) == .compute)
    // 2 MB at 50 GB/s: 40 µs.
    #expect(machine.nanoseconds(macs: 1_000_000, bytes: 2_000_000) == 40_000)
    #expect(machine.bound(macs: 1_000_000, bytes: 2_000_000) == .memory)
  }

  @Test func smallTransfersUseTheRateOfTheCacheThatHoldsThem() {
    #expect(machine.bandwidth(moving: 1_000) == 200)
    #expect(machine.bandwidth(moving: 999_999) == 200)
    #expect(machine.bandwidth(moving: 1_000_000) == 50)
  }

  @Test(arguments: InstructionSet.supported)
  func measuredRatesArePositive(_ set: InstructionSet) {
    let measured = Roofline.measure(set, threads: 2)
    #expect(measured.gigaflops > 0)
    #expect(measured.bandwidths.count > 3)
    #expect(measured.bandwidths.allSatisfy { $0.gigabytes > 0 })
  }

  @Test func aProfileCountsEachMACOnceAndLiveTensorsFitTheArena() throws {
    let network = try #require(GoldenFixture.network("b0", .same))
    let model = try Model(network: network, weights: GoldenFixture.weights(network))
    let session = try Session(model: model, height: 64, width: 64)
    let profile = try session.profile(GoldenFixture.image(height: 64, width: 64), runs: 2)
    #expect(profile.reduce(0) { $0 + $1.macs } == network.cost(height: 64, width: 64).macs)
    #expect(profile.flatMap(\.layers).sorted() == Array(network.layers.indices))
    #expect(profile.allSatisfy { $0.liveBytes > 0 && $0.liveBytes <= session.arenaBytes })
    #expect(profile.allSatisfy { $0.bytes > 0 })
  }
}
