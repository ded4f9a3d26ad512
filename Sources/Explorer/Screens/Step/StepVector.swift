import Explanations
import Terminal

extension StepScreen {
  /// Draws a gate, pooled vector or logits: all channels as bars, and a list of the largest.
  func drawVector(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    let (strip, list) = area.splitTop(max(3, min(area.height * 2 / 5, 12)))
    drawStrip(shown, in: strip.splitBottom(1).rest, &canvas)
    drawRanking(shown, in: list, &canvas)
  }

  private func drawStrip(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    let count = shown.shape.channels
    let bands = max(1, min(area.height / 2, (count + area.width - 1) / max(1, area.width)))
    let perBand = (count + bands - 1) / bands
    let height = max(1, area.height / bands)
    // A gate lies between 0 and 1, so its bars always end at 1.
    let isGate = network?.layers[shown.layer].point == .gate
    let top = isGate ? 1 : max(shown.summary.maximum, 1e-12)
    for band in 0..<bands {
      let channels = band * perBand..<min(count, (band + 1) * perBand)
      guard !channels.isEmpty else { continue }
      let columns = min(area.width, channels.count)
      let values = (0..<columns).map { column -> Double in
        let low = channels.lowerBound + column * channels.count / columns
        let high = max(low + 1, channels.lowerBound + (column + 1) * channels.count / columns)
        return (low..<high).map { shown.channels[$0].maximum }.max() ?? 0
      }
      let place = Rect(area.x, area.y + band * height, columns, height)
      canvas.draw(
        Sparkline(values, peak: top, style: canvas.theme.style(.series1)), in: place)
      guard let channel = step.channel, channels.contains(channel) else { continue }
      let column = (channel - channels.lowerBound) * columns / channels.count
      let style = canvas.theme.style(.accent, .bold)
      canvas.frame.restyle(Rect(place.x + column, place.y, 1, place.height)) { _ in style }
    }
  }

  private func drawRanking(_ shown: LayerActivation, in area: Rect, _ canvas: inout Canvas) {
    let isLogits = shown.layer == (network?.layers.count ?? 0) - 1
    let classes = isLogits ? subject.currentAnswer?.classes ?? [] : []
    let (low, high) = (min(0, shown.summary.minimum), max(0, shown.summary.maximum))
    let span = max(1e-12, high - low)
    let lines = area.lines(of: step.ranking.count, cursor: step.cursor)
    func label(_ channel: Int) -> String { classes.first { $0.index == channel }?.label ?? "" }
    let longest = lines.map { label(step.ranking[$0.index]).columns }.max() ?? 0
    // All bars start at the same zero; those of negative values point to the left.
    let columns = ClassColumns(
      width: area.width - 2, longestLabel: longest, value: 9, hasBars: true)
    for (rank, line) in lines {
      let channel = step.ranking[rank]
      let style = canvas.row(line, isSelected: rank == step.cursor)
      let value = shown.channels[channel].maximum
      let name = "#\(channel)".padded(to: 6) + label(channel).truncated(to: columns.label)
      canvas.frame.put(name, line.x, line.y, style, in: line)
      canvas.bar(
        (value - low) / span, from: -low / span, on: style.background,
        in: Rect(line.x + 7 + columns.label, line.y, columns.bar, 1))
      canvas.frame.put(
        Numbers.value(value).padded(to: 9, .trailing), line.maxX - 9, line.y, style, in: line)
      canvas.hit(line, .channel(rank: rank))
    }
  }
}
