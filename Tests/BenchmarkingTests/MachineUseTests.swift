import Benchmarking
import Support
import Testing

@Suite struct MachineUseTests {
  private typealias Counters = MachineUse.Counters

  @Test func theFirstLineOfTheKernelsStatisticsIsRead() throws {
    let text = "cpu  100 5 20 1000 50 1 2 7 30 0\ncpu0 50 2 10 500 25 0 1 3 15 0\n"
    let counters = try #require(Counters(statistics: text, own: 11, switches: 3))
    #expect(counters == Counters(total: 1185, idle: 1050, steal: 7, own: 11, switches: 3))
    #expect(Counters(statistics: "intr 1 2 3", own: 0, switches: 0) == nil)
    #expect(Counters(statistics: "cpu 1 2 3", own: 0, switches: 0) == nil)
  }

  @Test func workOfOthersIsWhatNeitherThisProcessNorTheHostTook() throws {
    let start = Counters(total: 1000, idle: 400, steal: 10, own: 100, switches: 5)
    let end = Counters(total: 1200, idle: 480, steal: 20, own: 180, switches: 12)
    let use = try #require(MachineUse(from: start, to: end))
    // 200 ticks: 80 idle, 10 stolen, 80 own, so 30 of others.
    #expect(use.otherShare == 0.15 && use.stealShare == 0.05 && use.involuntarySwitches == 7)
    let warning = try #require(use.warning)
    #expect(warning.contains("15") && warning.contains("5"))
    #expect(MachineUse(from: start, to: start) == nil)
  }

  @Test func anIdleMachineGivesNoWarning() throws {
    let start = Counters(total: 0, idle: 0, steal: 0, own: 0, switches: 0)
    let end = Counters(total: 1000, idle: 480, steal: 0, own: 500, switches: 1)
    #expect(try #require(MachineUse(from: start, to: end)).warning == nil)
  }

  @Test func theIntervalOfAMedianHasTheRanksOfTheBinomialDistribution() {
    // Ranks 10 and 21 of 30 are those of the tables for 95 %.
    #expect(Statistics((1...30).map(Double.init).shuffled()).medianInterval == 10...21)
    #expect(Statistics((1...6).map(Double.init)).medianInterval == 1...6)
    #expect(Statistics((1...100).map(Double.init)).medianInterval == 40...61)
    #expect(Statistics([4, 2]).medianInterval == 2...4)
  }
}
