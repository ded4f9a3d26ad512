import Benchmarking
import Inference
import Support

/// `benchmark --layers`: the steps of a plan as a table, with the machine above and the memory below.
enum LayerTable {
  /// One table a network.
  static func text(_ reports: [LayerReport]) -> String {
    reports.map(text).joined(separator: "\n\n")
  }

  private static func text(_ report: LayerReport) -> String {
    let benchmark = report.benchmark
    var table = TextTable(columns: [
      ("layers", .left), ("kernel", .left), ("ms", .right), ("share", .right), ("GFLOP/s", .right),
      ("moved", .right), ("GB/s", .right), ("of roofline", .right), ("bound by", .left),
      ("live", .right),
    ])
    table.rows = report.steps.map { step in
      let profile = step.profile
      return [
        step.name, profile.kernel, NumberText.fixed(step.milliseconds, 3),
        NumberText.fixed(step.share * 100, 1) + " %",
        profile.macs > 0 ? NumberText.fixed(profile.gigaflops, 1) : "–",
        NumberText.bytes(profile.bytes), NumberText.fixed(profile.gigabytes, 1),
        NumberText.fixed(step.rooflineShare * 100, 0) + " %", step.bound.rawValue,
        NumberText.bytes(profile.liveBytes),
      ]
    }
    let total = report.milliseconds
    table.rows.append([
      "all", "", NumberText.fixed(total, 3), "100.0 %",
      NumberText.fixed(total > 0 ? 2 * Double(report.macs) / total / 1e6 : 0, 1),
      NumberText.bytes(report.bytes),
      NumberText.fixed(total > 0 ? Double(report.bytes) / total / 1e6 : 0, 1),
      NumberText.fixed(report.rooflineShare * 100, 0) + " %", "", "",
    ])
    return [heading(benchmark), machine(report.roofline), "", table.text, "", memory(report)]
      .joined(separator: "\n")
  }

  private static func heading(_ benchmark: Benchmark) -> String {
    "\(benchmark.variant)\(benchmark.isUntrained ? " (untrained)" : "") at "
      + "\(benchmark.resolution)×\(benchmark.resolution), \(benchmark.precision), "
      + "\(benchmark.instructionSet) kernels, "
      + "\(benchmark.threads) \(benchmark.threads == 1 ? "thread" : "threads"): "
      + "\(NumberText.fixed(benchmark.forward.median, 2)) ms, the median of \(benchmark.runs) passes"
  }

  private static func machine(_ roofline: Roofline) -> String {
    let rates = roofline.bandwidths.map {
      "\(NumberText.fixed($0.gigabytes, 0)) GB/s at \(NumberText.bytes($0.bytes))"
    }
    return "roofline of this machine: \(NumberText.fixed(roofline.gigaflops, 0)) GFLOP/s in f32; "
      + rates.joined(separator: ", ")
  }

  private static func memory(_ report: LayerReport) -> String {
    let peak = report.peakStep.map {
      ", at most \(NumberText.bytes($0.profile.liveBytes)) of it live at once (in \($0.name))"
    }
    return
      "memory plan: arena \(NumberText.bytes(report.benchmark.arenaBytes)) with the kernels' scratch"
      + (peak ?? "")
      + "; packed weights \(NumberText.bytes(report.benchmark.packedBytes)); process "
      + "\(NumberText.bytes(report.benchmark.peakMemoryBytes)) at its peak"
  }

  /// One CSV over several networks.
  static func csv(_ reports: [LayerReport]) -> String {
    let header = [
      "variant", "resolution", "threads", "precision", "instruction_set", "layers", "kernel",
      "milliseconds", "share", "macs", "gigaflops_per_second", "bytes", "gigabytes_per_second",
      "bound", "roofline_share",
      "live_bytes",
    ]
    let rows = reports.flatMap { report in
      report.steps.map { step in
        let benchmark = report.benchmark
        let profile = step.profile
        return [
          benchmark.variant, String(benchmark.resolution), String(benchmark.threads),
          benchmark.precision, benchmark.instructionSet, step.name, profile.kernel,
          "\(step.milliseconds)", "\(step.share)", String(profile.macs), "\(profile.gigaflops)",
          String(profile.bytes), "\(profile.gigabytes)", step.bound.rawValue,
          "\(step.rooflineShare)", String(profile.liveBytes),
        ]
      }
    }
    return CSV.file(header, rows)
  }
}
