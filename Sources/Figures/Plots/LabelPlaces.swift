/// Finds free places for labels beside points and lines.
struct LabelPlaces {
  private var boxes: [Box]
  private var lines: [Segment]
  private let across, down: ClosedRange<Double>

  private struct Box {
    let x, y, width, height: Double
  }

  private struct Segment {
    let from, to: (x: Double, y: Double)
  }

  /// Marks the points and lines of `plot` as taken.
  init(_ plot: Plot, _ layout: PlotLayout) {
    across = layout.left + 2...layout.right + 16
    down = layout.top + 2...layout.bottom - 3
    boxes = plot.series.flatMap(\.points).map { point in
      let (x, y) = layout.place(point)
      return Box(x: x - 4, y: y - 4, width: 8, height: 8)
    }
    lines = plot.notes.map { Segment(from: layout.place($0.from), to: layout.place($0.to)) }
    for series in plot.series where series.isJoined {
      let places = series.points.map(layout.place)
      lines += zip(places, places.dropFirst()).map { Segment(from: $0, to: $1) }
    }
  }

  /// Takes a free place beside `anchor`; returns the start of the label's baseline, or nil.
  ///
  /// A place that covers a line is used only if no other is free. Nil if every place covers a label or
  /// a point.
  mutating func take(_ size: (width: Double, height: Double), beside anchor: (x: Double, y: Double))
    -> (x: Double, y: Double)?
  {
    let (x, y, width) = (anchor.x, anchor.y, size.width)
    let choices = [
      (x + 7, y + 4), (x + 5, y + 14), (x + 5, y - 6), (x - width - 7, y + 4),
      (x - width - 5, y - 6), (x - width - 5, y + 14), (x - width / 2, y - 9),
      (x - width / 2, y + 17), (x + 14, y + 22), (x - width - 14, y - 16),
    ].filter {
      $0.0 >= across.lowerBound && $0.0 + width <= across.upperBound && down.contains($0.1)
    }
    let free = choices.filter { choice in !boxes.contains { overlaps(box(choice, size), $0) } }
    let clear = free.first { choice in !lines.contains { crosses($0, box(choice, size)) } }
    guard let chosen = clear ?? free.first else { return nil }
    boxes.append(box(chosen, size))
    return chosen
  }

  /// The end of a line that joins a label with its point; nil if the label is right beside it.
  static func leader(
    from anchor: (x: Double, y: Double), to place: (x: Double, y: Double),
    _ size: (width: Double, height: Double)
  ) -> (x: Double, y: Double)? {
    let nearest = (
      x: min(max(anchor.x, place.x - 1), place.x + size.width + 1),
      y: min(max(anchor.y, place.y - size.height), place.y + 2)
    )
    let (across, down) = (nearest.x - anchor.x, nearest.y - anchor.y)
    return (across * across + down * down).squareRoot() > 11 ? nearest : nil
  }

  private func box(_ baseline: (Double, Double), _ size: (width: Double, height: Double)) -> Box {
    Box(
      x: baseline.0 - 1, y: baseline.1 - size.height, width: size.width + 2,
      height: size.height + 3)
  }

  private func overlaps(_ one: Box, _ other: Box) -> Bool {
    one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height
      && other.y < one.y + one.height
  }

  /// Whether a segment passes through a box (clipping by Liang and Barsky).
  private func crosses(_ line: Segment, _ box: Box) -> Bool {
    var (start, end) = (0.0, 1.0)
    for (from, to, low, high) in [
      (line.from.x, line.to.x, box.x, box.x + box.width),
      (line.from.y, line.to.y, box.y, box.y + box.height),
    ] {
      let run = to - from
      guard run != 0 else {
        if from < low || from > high { return false }
        continue
      }
      let (first, second) = ((low - from) / run, (high - from) / run)
      start = max(start, min(first, second))
      end = min(end, max(first, second))
    }
    return start <= end
  }
}
