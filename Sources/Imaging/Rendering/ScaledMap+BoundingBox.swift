import Tensors

extension ScaledMap {
  /// The bounding box of the largest connected region of pixels whose values reach `threshold`,
  /// where the map fills `rectangle` of a picture of `size`; nil if no value reaches it.
  ///
  /// This is the localisation of Zhou et al., *Learning Deep Features for Discriminative
  /// Localization* (2016). Pixels that share an edge are connected; of equally large regions the
  /// topmost is chosen.
  package func boundingBox(
    reaching threshold: Float, over size: PixelSize, in rectangle: Rectangle? = nil,
    _ mode: UpSampling = .bilinear
  ) -> PixelRectangle? {
    boundingBoxes(reaching: threshold, over: size, in: rectangle, mode).first
  }

  /// The bounding boxes of all connected regions that reach `threshold`, the largest region first.
  package func boundingBoxes(
    reaching threshold: Float, over size: PixelSize, in rectangle: Rectangle? = nil,
    _ mode: UpSampling = .bilinear
  ) -> [PixelRectangle] {
    let sampler = MapSampler(self, over: size, in: rectangle, mode)
    var regions = Regions()
    for row in sampler.rows {
      regions.add(
        runs: Self.runs(in: sampler.values(rows: row..<row + 1), reaching: threshold), row: row)
    }
    return regions.boxes.map { box in
      var box = box
      box.x += sampler.columns.lowerBound
      return box
    }
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

/// Connected regions, found row by row from runs of pixels with union–find.
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

  /// The bounding boxes of the regions, those with most pixels first, equal ones from top to bottom.
  var boxes: [PixelRectangle] {
    let found = regions.enumerated().filter { $0.offset == $0.element.parent }
    return found.sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map {
      let region = $0.element
      return PixelRectangle(
        x: region.columns.lowerBound, y: region.rows.lowerBound, width: region.columns.count,
        height: region.rows.count)
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
