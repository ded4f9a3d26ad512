import RealModule
import Support

/// The scale of an axis: maps values to positions from 0 to 1 and has the ticks.
package struct PlotScale: Hashable, Sendable {
  /// Ends of the axis.
  package let low, high: Double
  package let isLogarithmic: Bool
  /// Ticks in ascending order.
  package let ticks: [Tick]

  /// A tick mark of an axis.
  package struct Tick: Hashable, Sendable {
    package let value: Double
    /// Its label; empty for a minor tick.
    package let label: String
  }

  /// The scale of `axis` for `values`, with about `wanted` labelled ticks.
  package init(_ axis: PlotAxis, values: [Double], wanted: Int) {
    let usable = values.filter { $0.isFinite && (!axis.isLogarithmic || $0 > 0) }
    var low = axis.range?.lowerBound ?? usable.min() ?? (axis.isLogarithmic ? 1 : 0)
    var high = axis.range?.upperBound ?? usable.max() ?? (axis.isLogarithmic ? 10 : 1)
    if axis.isLogarithmic {
      if low <= 0 { low = high > 0 ? high / 10 : 1 }
      if high <= low {
        low /= 2
        high = low * 4
      }
      if axis.range == nil {
        let margin = Double.log10(high / low) * 0.04
        low = Double.exp10(Double.log10(low) - margin)
        high = Double.exp10(Double.log10(high) + margin)
      }
    } else {
      if high <= low {
        let margin = max(low.magnitude * 0.1, 0.5)
        low -= margin
        high += margin
      }
      if axis.range == nil {
        let margin = (high - low) * 0.05
        // An axis that would start near zero starts at zero.
        low = low >= 0 && low < (high - low) * 0.3 ? 0 : low - margin
        high += margin
      }
    }
    self.low = low
    self.high = high
    isLogarithmic = axis.isLogarithmic
    ticks =
      !axis.names.isEmpty
      ? axis.names.enumerated().map { Tick(value: Double($0.offset + 1), label: $0.element) }
      : isLogarithmic
        ? Self.logarithmicTicks(low, high, wanted: wanted)
        : Self.linearTicks(low, high, wanted: wanted)
  }

  /// Position of `value`: 0 at the low end, 1 at the high end, outside 0…1 beyond them.
  package func position(_ value: Double) -> Double {
    guard isLogarithmic else { return (value - low) / (high - low) }
    guard value > 0 else { return -1 }
    return (Double.log(value) - Double.log(low)) / (Double.log(high) - Double.log(low))
  }

  /// Ticks at steps of 1, 2 or 5 times a power of ten.
  private static func linearTicks(_ low: Double, _ high: Double, wanted: Int) -> [Tick] {
    let rough = (high - low) / Double(max(wanted, 1))
    let power = Double.exp10(Double.log10(rough).rounded(.down))
    let step = ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
    let first = (low / step).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 1000 else { return [] }
    return (Int(first)...Int(last)).map { index in
      Tick(value: Double(index) * step, label: TickLabel.text(Double(index) * step, step: step))
    }
  }

  /// Ticks at 1…9 times powers of ten; labels at 1, at 1 and 3, or at 1, 2 and 5, as space allows.
  private static func logarithmicTicks(_ low: Double, _ high: Double, wanted: Int) -> [Tick] {
    let decades = Double.log10(high / low)
    let labelled: Set<Int> =
      decades * 3 <= Double(wanted) + 1 ? [1, 2, 5] : decades * 2 <= Double(wanted) ? [1, 3] : [1]
    let first = Int(Double.log10(low).rounded(.down))
    let last = Int(Double.log10(high).rounded(.up))
    var ticks: [Tick] = []
    for power in first...max(first, last) {
      for digit in 1...9 {
        let value = Double(digit) * Double.exp10(Double(power))
        guard value >= low * 0.9999, value <= high * 1.0001 else { continue }
        let hasLabel = labelled.contains(digit)
        ticks.append(
          Tick(value: value, label: hasLabel ? TickLabel.text(value, step: value) : ""))
      }
    }
    return ticks
  }
}

/// Labels of ticks.
package enum TickLabel {
  /// `value` with as many decimals as `step` needs.
  package static func text(_ value: Double, step: Double) -> String {
    var decimals = 0
    var scaled = step.magnitude
    while decimals < 6 && (scaled - scaled.rounded()).magnitude > 1e-6 * max(1, scaled) {
      scaled *= 10
      decimals += 1
    }
    let digits = NumberText.fixed(value, decimals)
    return digits.hasPrefix("-") ? "−" + digits.dropFirst() : digits
  }
}
