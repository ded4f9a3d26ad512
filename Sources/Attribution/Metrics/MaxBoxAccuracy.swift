/// MaxBoxAcc: how often a box around the map's largest region fits an object's box, at the best
/// threshold for all images.
///
/// Choe et al. 2020, Evaluating Weakly Supervised Object Localization Methods Right,
/// https://arxiv.org/abs/2001.07437
package struct MaxBoxAccuracy: FaithfulnessMetric {
  /// One column, per cent of the images.
  package let columns = [
    MetricColumn("max-box-acc", title: "MaxBoxAcc %", better: .higher, isBestOfCurve: true)
  ]
  package let reference = "Choe et al. 2020, arXiv:2001.07437"
  package let needsBoxes = true

  /// The IoU from which on a box fits.
  static let overlap = 0.5
  /// 0, 0.01, … 0.99 of the displayed map.
  static let thresholds = (0..<100).map { Double($0) / 100 }

  package init() {}

  /// 100 at each threshold where the box fits; the value is 100 if there is any such threshold.
  package func readings(_ probe: FaithfulnessProbe) throws(AttributionError) -> [MetricReading] {
    guard let boxes = probe.boxes, !boxes.isEmpty, probe.map.hasPositiveEvidence else {
      return [MetricReading(columns[0].name, .nan)]
    }
    let ranking = probe.ranking
    let hits = Self.thresholds.map { threshold -> Double in
      let box = largestRegion(
        ranking.values.map { Double($0) >= threshold }, height: ranking.height,
        width: ranking.width)
      let best = box.map { box in boxes.map { box.overlap(with: $0) }.reduce(0, max) } ?? 0
      return best >= Self.overlap ? 100 : 0
    }
    return [
      MetricReading(
        columns[0].name, hits.contains(100) ? 100 : 0,
        curve: MetricCurve(fractions: Self.thresholds, probabilities: hits))
    ]
  }

  package func convention(_ settings: MetricSettings) -> String {
    "the box around the largest region (8 neighbours) of pixels with at least the threshold in the "
      + "displayed map fits if its IoU with an object's box is 0.5 or more; per cent of the images at "
      + "the best threshold of 0, 0.01, … 0.99 for all images"
  }
}

/// The box around the largest region of set pixels, which touch at edges or corners.
///
/// Nil if none is set. Of equally large regions, the first from the top left counts.
func largestRegion(_ isSet: [Bool], height: Int, width: Int) -> PixelBox? {
  var isOpen = isSet
  var best: (count: Int, box: PixelBox?) = (0, nil)
  for start in isOpen.indices where isOpen[start] {
    var (rows, columns) = (start / width...start / width, start % width...start % width)
    var pending = [start]
    isOpen[start] = false
    var count = 0
    while let pixel = pending.popLast() {
      let (row, column) = pixel.quotientAndRemainder(dividingBy: width)
      count += 1
      rows = min(rows.lowerBound, row)...max(rows.upperBound, row)
      columns = min(columns.lowerBound, column)...max(columns.upperBound, column)
      for nearRow in max(row - 1, 0)...min(row + 1, height - 1) {
        for nearColumn in max(column - 1, 0)...min(column + 1, width - 1) {
          let near = nearRow * width + nearColumn
          if isOpen[near] {
            isOpen[near] = false
            pending.append(near)
          }
        }
      }
    }
    if count > best.count {
      best = (
        count,
        PixelBox(
          left: Double(columns.lowerBound), top: Double(rows.lowerBound),
          right: Double(columns.upperBound + 1), bottom: Double(rows.upperBound + 1))
      )
    }
  }
  return best.box
}

extension PixelBox {
  /// The area of the intersection over that of the union (IoU), 0…1.
  func overlap(with other: PixelBox) -> Double {
    let across = max(0, min(right, other.right) - max(left, other.left))
    let down = max(0, min(bottom, other.bottom) - max(top, other.top))
    let shared = across * down
    return shared / (area + other.area - shared)
  }

  private var area: Double { (right - left) * (bottom - top) }
}
