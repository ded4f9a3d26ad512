import Glibc
import Support

/// What the machine did during a measurement, from the kernel's counters.
package struct MachineUse: Hashable, Sendable {
  /// Share of all processors' time that other processes took (0…1).
  package let otherShare: Double
  /// Share of all processors' time that the host of a virtual machine took away (0…1).
  package let stealShare: Double
  /// How often another process took the processor from a thread of this one.
  package let involuntarySwitches: Int

  /// The counters at one moment.
  package struct Counters: Hashable, Sendable {
    /// Ticks of all processors together: in all, without work, taken by the host.
    package var total, idle, steal: Int
    /// Ticks of this process and its involuntary switches.
    package var own, switches: Int

    package init(total: Int, idle: Int, steal: Int, own: Int, switches: Int) {
      (self.total, self.idle, self.steal) = (total, idle, steal)
      (self.own, self.switches) = (own, switches)
    }

    /// The counters of now; nil if `/proc/stat` can't be read.
    package static var now: Counters? {
      guard let text = try? InputFile.read("/proc/stat", what: "can't read the use of the machine")
      else { return nil }
      var usage = rusage()
      getrusage(RUSAGE_SELF.rawValue, &usage)
      let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
      let microseconds = usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
      let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
      return Counters(
        statistics: String(decoding: text, as: UTF8.self),
        own: Int((Double(seconds) + Double(microseconds) * 1e-6) * ticks), switches: usage.ru_nivcsw
      )
    }

    /// Reads the first line of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal
    /// (proc_stat(5)); the rest of the line is contained in the first two.
    package init?(statistics: String, own: Int, switches: Int) {
      let fields = (statistics.split(separator: "\n").first ?? "").split(separator: " ")
      let ticks = fields.dropFirst().prefix(8).compactMap { Int($0) }
      guard fields.first == "cpu", ticks.count == 8 else { return nil }
      self.init(
        total: ticks.reduce(0, +), idle: ticks[3] + ticks[4], steal: ticks[7], own: own,
        switches: switches)
    }
  }

  /// The use between two moments; nil if no tick lies between them.
  package init?(from start: Counters, to end: Counters) {
    let total = Double(end.total - start.total)
    guard total > 0 else { return nil }
    let steal = end.steal - start.steal
    let busy = end.total - start.total - (end.idle - start.idle) - steal
    otherShare = max(0, Double(busy - (end.own - start.own)) / total)
    stealShare = max(0, Double(steal) / total)
    involuntarySwitches = max(0, end.switches - start.switches)
  }

  /// Why times measured meanwhile are not those of an idle machine; nil if nothing speaks against them.
  ///
  /// One tick of 10 ms in a short run must not raise the alarm, so shares below 3 % are accepted.
  package var warning: String? {
    var reasons: [String] = []
    if otherShare > 0.03 {
      reasons.append("other processes took \(NumberText.percent(otherShare)) of the processors")
    }
    if stealShare > 0.01 {
      reasons.append("the host took \(NumberText.percent(stealShare)) away")
    }
    return reasons.isEmpty ? nil : "the machine was busy: " + reasons.joined(separator: ", ")
  }

  var json: JSON {
    .object([
      ("other_share", .number(otherShare)), ("steal_share", .number(stealShare)),
      ("involuntary_switches", .integer(involuntarySwitches)),
    ])
  }
}
