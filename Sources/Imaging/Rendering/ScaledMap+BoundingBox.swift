import Tensors

extension ScaledMap {
  /// The frame around the largest connected region of pixels whose values reach `threshold`, where
  /// the map fills `rectangle` of a picture of `size`; nil when nothing does.
  ///
  /// This is the localisation of Zhou et al., *Learning Deep Features for Discriminative
  /// Localization* (2016), who take a fifth of the maximum as threshold. Pixels that share an edge
  /// are connected; of equally large regions the topmost wins.
  public func boundingBox(
    reaching threshold: Float, over size: PixelSize, in rectangle: Rectangle? = nil,
    _ mode: UpSampling = .bilinear
  ) -> PixelRectangle? {
    let rectangle = rectangle ?? Rectangle(all: size)
    let columns = rectangle.columns(in: size)
    let rows = rectangle.rows(in: size)
    guard !columns.isEmpty, !rows.isEmpty else { return nil }
    let sampler = MapSampler(self, over: rectangle, columns: columns, mode)
    var values = [Float](repeating: 0, count: columns.count)
    var regions = Regions()
    for row in rows {
      values.withUnsafeMutableBufferPointer { buffer in
        if let start = buffer.baseAddress { sampler.fill(start, row: row) }
      }
      regions.add(runs: Self.runs(in: values, reaching: threshold), row: row - rows.lowerBound)
    }
    guard var box = regions.largest else { return nil }
    box.x += columns.lowerBound
    box.y += rows.lowerBound
    return box
  }

  private static func runs(in values: [Float], reaching threshold: Float) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start: Int?
    for (column, value) in values.enumerated() {
      if value >= threshold {
        start = start ?? column
      } else if let first = start {
        runs.append(first..<column)
        start = nil
      }
    }
    if let first = start { runs.append(first..<values.count) }
    return runs
  }
}

/// Connected regions, found from runs of pixels row by row (union–find over runs).
private struct Regions {
  private struct Region {
    var parent: Int
    var count: Int
    var columns: Range<Int>
    var rows: ClosedRange<Int>
  }

  private var regions: [Region] = []
  private var previous: [(run: Range<Int>, region: Int)] = []

  /// Adds the runs of the next row.
  mutating func add(runs: [Range<Int>], row: Int) {
    var current: [(run: Range<Int>, region: Int)] = []
    for run in runs {
      var region = regions.count
      regions.append(Region(parent: region, count: run.count, columns: run, rows: row...row))
      for above in previous where above.run.overlaps(run) { region = join(above.region, region) }
      current.append((run, region))
    }
    previous = current
  }

  /// The frame of the region with the most pixels.
  var largest: PixelRectangle? {
    var best: Region?
    for (index, region) in regions.enumerated() where region.parent == index {
      if region.count > best?.count ?? 0 { best = region }
    }
    return best.map {
      PixelRectangle(
        x: $0.columns.lowerBound, y: $0.rows.lowerBound, width: $0.columns.count,
        height: $0.rows.count)
    }
  }

  private mutating func root(of region: Int) -> Int {
    var root = region
    while regions[root].parent != root { root = regions[root].parent }
    regions[region].parent = root
    return root
  }

  private mutating func join(_ first: Int, _ second: Int) -> Int {
    let kept = min(root(of: first), root(of: second))
    let merged = max(root(of: first), root(of: second))
    guard kept != merged else { return kept }
    let (a, b) = (regions[kept], regions[merged])
    regions[merged].parent = kept
    regions[kept].count += b.count
    regions[kept].columns =
      min(
        a.columns.lowerBound, b.columns.lowerBound)..<max(
        a.columns.upperBound, b.columns.upperBound)
    regions[kept].rows =
      min(a.rows.lowerBound, b.rows.lowerBound)...max(a.rows.upperBound, b.rows.upperBound)
    return kept
  }
}
