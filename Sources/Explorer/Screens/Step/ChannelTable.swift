import Explanations
import Terminal

/// Statistics in two columns: of one channel and of its layer.
package struct ChannelTable: Equatable, Sendable {
  package struct Row: Equatable, Sendable {
    package var name, channel, layer: String

    package init(name: String, channel: String, layer: String) {
      (self.name, self.channel, self.layer) = (name, channel, layer)
    }
  }

  /// The headings, then the statistics, then lines that hold for both.
  package private(set) var rows: [Row] = []

  package init(_ shown: LayerActivation, channel: Int?, rank: Int, element: Point?) {
    let all = shown.summary
    let own = channel.map { shown.channels[$0] }
    func add(_ name: String, _ text: (ValueSummary) -> String) {
      rows.append(Row(name: name, channel: own.map(text) ?? "", layer: text(all)))
    }
    rows.append(Row(name: "", channel: "this channel", layer: "this layer"))
    rows.append(
      Row(
        name: "", channel: channel.map { "#\($0), no. \(rank + 1)" } ?? "",
        layer: "\(shown.channels.count) in all"))
    if let channel, let element, !shown.isVector {
      let place = "\(element.y + 1),\(element.x + 1)"
      let value = shown.value(channel: channel, row: element.y, column: element.x)
      rows.append(
        Row(
          name: place.count > 4 ? place : "at \(place)", channel: Numbers.value(value), layer: ""))
    }
    add("maximum") { Numbers.value($0.maximum) }
    add("minimum") { Numbers.value($0.minimum) }
    add("mean") { Numbers.value($0.mean) }
    add("σ") { Numbers.value($0.deviation) }
    add("zeros") { Numbers.percent($0.zeroShare) }
    add("at max") { Numbers.percent($0.maximumShare) }
    if let own {
      let whole = all.energy * Double(all.count)
      let share = whole > 0 ? own.energy * Double(own.count) / whole : 0
      rows.append(
        Row(name: "energy", channel: Numbers.percent(share), layer: Numbers.percent(1)))
    }
    if shown.field.hasGate { rows.append(Row(name: "gates", channel: "", layer: "see all pixels")) }
    if all.broken > 0 { add("broken") { "\($0.broken)" } }
  }
}

/// The table with the theme's styles, for drawing.
struct ChannelTableView: Widget {
  let table: ChannelTable
  let theme: Theme

  func draw(in area: Rect, of frame: inout Frame) {
    let names = area.width >= 40 ? 10 : 7
    let own = max(12, (area.width - names - 1) / 2)
    let (first, second) = area.splitLeft(names).rest.splitLeft(own)
    for (index, row) in table.rows.enumerated() {
      let muted = theme.style(.muted)
      frame.put(row.name, muted, row: index, of: area)
      let style = index == 0 ? muted : theme.style(.text)
      frame.put(row.channel, style, row: index, of: first, .trailing)
      frame.put(row.layer, style, row: index, of: second.splitLeft(1).rest, .trailing)
    }
  }
}
