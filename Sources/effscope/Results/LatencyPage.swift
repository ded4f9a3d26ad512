import Architectures
import Figures
import Laboratory
import Pipeline

/// Table 4: the latency of one image on one core, printed and measured here.
enum LatencyPage {
  /// The networks of Table 4 and every EfficientNet.
  static var standardVariants: [Variant] {
    let published = LatencyResult.all.compactMap(\.variant)
    return published + Variant.all.filter { !published.contains($0) }
  }

  static func page(_ variants: [Variant], clock: LatencyClock) throws(Failure) -> ResultsPage {
    var table = ValueTable(columns: [
      .init("pair"), .init("network", isText: true), .init("top-1 %", key: "top1"),
      .init("MACs", key: "macs"), .init("published s", key: "published_seconds"),
      .init("published speed-up", key: "published_speed_up"),
      .init("measured s", key: "measured_seconds"),
      .init("measured speed-up", key: "measured_speed_up"),
    ])
    var measured: [String: Double] = [:]
    for variant in variants {
      guard let milliseconds = try measure(variant, clock) else { continue }
      measured[variant.name] = milliseconds / 1e3
    }
    for variant in variants {
      let row = LatencyResult.all.first { $0.variant == variant }
      let slower = LatencyResult.all.first { other in
        other.pair == row?.pair && other.speedUp == nil && row?.speedUp != nil
      }
      let seconds = measured[variant.name]
      let ratio = slower?.variant.flatMap { measured[$0.name] }.flatMap { other in
        seconds.map { other / $0 }
      }
      let cost = variant.network().cost(height: variant.resolution, width: variant.resolution)
      table.rows.append([
        row.map { .count($0.pair) } ?? .missing, .text(row?.model ?? variant.title),
        .init(row?.top1 ?? PublishedTop1.of(variant), places: 1), .large(cost.macs),
        .init(row?.seconds, places: 3), .init(row?.speedUp, places: 1), .init(seconds, places: 4),
        .init(ratio, places: 1),
      ])
    }
    return ResultsPage(
      table: table,
      remarks: [
        clock.isMeasuring
          ? "Measured on this machine: batch 1, \(clock.threads) thread(s), mean of \(clock.runs) runs, random weights."
          : "--measure times every network on this machine: batch 1, one core, mean of 20 runs.",
        PaperTable.latency.source.line,
      ], diagram: diagram(variants, measured))
  }

  /// A network too large for this machine is named and left out; the others are measured.
  private static func measure(_ variant: Variant, _ clock: LatencyClock) throws(Failure) -> Double?
  {
    do throws(Failure) {
      return try clock.milliseconds(of: variant)
    } catch {
      guard error.status == .unavailable else { throw error }
      Console.report(error)
      return nil
    }
  }

  private static func diagram(_ variants: [Variant], _ measured: [String: Double]) -> Plot? {
    let points = variants.compactMap { variant -> PlotPoint? in
      guard let seconds = measured[variant.name], let top1 = PublishedTop1.of(variant) else {
        return nil
      }
      return PlotPoint(seconds * 1e3, top1, label: variant.name)
    }
    guard points.count > 1 else { return nil }
    return Plot(
      title: "Latency measured here against published accuracy",
      x: PlotAxis("Milliseconds for one image", isLogarithmic: true),
      y: PlotAxis("Top-1 accuracy (%)"),
      series: [PlotSeries("measured", points, color: 0, isJoined: false)],
      caption: "Accuracies: Table 2 of the paper and the Lite release")
  }
}
