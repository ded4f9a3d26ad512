import Architectures
import Benchmarking
import Support
import Testing

@Suite struct LatencyModelTests {
  typealias Work = LatencyModel.Work

  @Test func exactRatesAreRecovered() {
    let work = [
      Work(dense: 100, depthwise: 5, elements: 30), Work(dense: 20, depthwise: 50, elements: 10),
      Work(dense: 0, depthwise: 10, elements: 90), Work(dense: 70, depthwise: 0, elements: 8),
    ]
    let seconds = work.map { $0.dense * 2 + $0.depthwise * 3 + $0.elements * 0.5 }
    let model = LatencyModel(reference: "made up", work: work, seconds: seconds)
    for (found, exact) in zip(model.rates, [2, 3, 0.5]) {
      #expect(abs((found ?? .nan) - exact) < 1e-6)
    }
  }

  @Test func aTermWithoutWorkHasNoRateAndNoPrediction() throws {
    let work = [Work(dense: 100, elements: 30), Work(dense: 20, elements: 10)]
    let seconds = work.map { $0.dense * 2 + $0.elements * 0.5 }
    let model = LatencyModel(reference: "made up", work: work, seconds: seconds, total: 520)
    #expect(model.rates[1] == nil)
    #expect(abs((model.rates[0] ?? .nan) - 4) < 1e-6)
    #expect(abs((model.rates[2] ?? .nan) - 1) < 1e-6)
    #expect(model.seconds(of: try #require(Variant.named("b0"))) == nil)
    #expect(model.seconds(of: try #require(Variant.named("resnet-50")))?.isFinite == true)
  }

  @Test func aMeasurementFarFromThePredictionSaysSo() throws {
    #expect(LatencyModel.disagreement(predicted: 100, measured: 114) == nil)
    #expect(LatencyModel.disagreement(predicted: 100, measured: 86) == nil)
    let words = try #require(LatencyModel.disagreement(predicted: 100, measured: 250))
    #expect(words.contains("150 % above"))
    #expect(LatencyModel.disagreement(predicted: 100, measured: 80)?.contains("20 % below") == true)
  }

  @Test func noRateIsNegativeAndTheTotalIsTheMeasuredOne() {
    let work = [
      Work(dense: 100, depthwise: 0, elements: 1), Work(dense: 100, depthwise: 0, elements: 50),
      Work(dense: 10, depthwise: 9, elements: 2),
    ]
    let seconds = [10.0, 4.0, 3.0]
    let model = LatencyModel(reference: "made up", work: work, seconds: seconds)
    #expect(model.rates.allSatisfy { $0 ?? -1 >= 0 })
    let total = work.reduce(Work(), +)
    let predicted = zip(total.terms, model.rates).reduce(0) { $0 + $1.0 * ($1.1 ?? .nan) }
    #expect(abs(predicted - 17) < 1e-9)
  }

  @Test func largerNetworksArePredictedToTakeLonger() throws {
    let b0 = try #require(Variant.named("b0"))
    let model = try LatencyModel.measured(on: b0, threads: 1, runs: 2)
    let times = try ["b0", "b1", "b3", "b5"].map { name in
      try #require(model.seconds(of: try #require(Variant.named(name))))
    }
    #expect(times == times.sorted())
    #expect(times[0] > 0)
  }

  @Test func limitsAreReadWithTheirUnits() throws {
    #expect(try Quantity("400M", .macs, option: "--x").value == 4e8)
    #expect(try Quantity("1.5 b", .macs, option: "--x").value == 1.5e9)
    #expect(try Quantity("70MB", .bytes, option: "--x").value == 7e7)
    #expect(try Quantity("1MiB", .bytes, option: "--x").value == 1_048_576)
    #expect(try Quantity("20ms", .seconds, option: "--x").value == 0.02)
    for wrong in ["", "M", "-3M", "0", "nan", "1e400", "12 apples"] {
      #expect(throws: Failure.self) { try Quantity(wrong, .macs, option: "--x") }
    }
  }
}
