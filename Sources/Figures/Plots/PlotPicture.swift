import Imaging

/// A diagram as a PNG, SVG or PDF file.
package struct PlotPicture: Hashable, Sendable {
  /// A file format.
  package enum Format: String, Hashable, Sendable, CaseIterable {
    /// Pixels, 2 × 2 for each point.
    case png
    /// Scalable vectors.
    case svg, pdf

    /// The format by the extension of `fileName`; nil if it is none of them.
    package init?(fileName: String) {
      let name = fileName.lowercased()
      guard let format = Self.allCases.first(where: { name.hasSuffix(".\($0.rawValue)") })
      else { return nil }
      self = format
    }
  }

  package var plot: Plot
  /// Size in points.
  package var width, height: Int

  package init(_ plot: Plot, width: Int = 720, height: Int = 480) {
    (self.plot, self.width, self.height) = (plot, width, height)
  }

  /// The bytes of the file, `print` wide unless nil.
  package func bytes(_ format: Format, print: PrintSize? = nil) -> [UInt8] {
    let ratio = Double(height) / Double(width)
    let size = print.map { ($0.points, $0.points * ratio) } ?? (Double(width), Double(height))
    let canvas = CairoCanvas(format, width: size.0, height: size.1, scale: print?.scale ?? 2)
    // Letters have 11 units, in print 7 points.
    let unit = print == nil ? 1 : PrintSize.lettering / 11
    canvas.enlarge(by: unit)
    draw(on: canvas, width: size.0 / unit, height: size.1 / unit)
    return canvas.bytes(dotsPerInch: print?.dotsPerInch)
  }

  /// Draws the diagram with its top left corner at the canvas's origin.
  func draw(on canvas: borrowing CairoCanvas, width: Double, height: Double) {
    let layout = PlotLayout(plot, width: width, height: height)
    drawFrame(canvas, layout, height)
    canvas.draw(plot.bars, layout)
    for series in plot.series { drawSeries(series, canvas, layout) }
    for note in plot.notes { drawNote(note, canvas, layout) }
    drawLabels(canvas, layout)
    drawLegend(canvas, layout)
  }

  private static let ink = RGBColor(red: 30, green: 30, blue: 30)
  private static let noteInk = RGBColor(red: 90, green: 90, blue: 90)
  private static let captionInk = RGBColor(red: 110, green: 110, blue: 110)
  private static let rule = RGBColor(red: 222, green: 222, blue: 222)

  /// Draws grid, ticks with labels, axis labels, title and caption.
  private func drawFrame(
    _ canvas: borrowing CairoCanvas, _ layout: PlotLayout, _ height: Double
  ) {
    canvas.setFont(size: 11)
    for tick in layout.x.ticks {
      let x = layout.across(tick.value)
      canvas.setColor(Self.rule, opacity: tick.label.isEmpty ? 0.5 : 1)
      canvas.stroke([(x, layout.top), (x, layout.bottom)], width: 1)
      canvas.setColor(Self.ink)
      canvas.write(tick.label, x: x, y: layout.bottom + 16, alignment: 0.5)
    }
    for tick in layout.y.ticks {
      let y = layout.down(tick.value)
      canvas.setColor(Self.rule, opacity: tick.label.isEmpty ? 0.5 : 1)
      canvas.stroke([(layout.left, y), (layout.right, y)], width: 1)
      canvas.setColor(Self.ink)
      canvas.write(tick.label, x: layout.left - 7, y: y + 4, alignment: 1)
    }
    canvas.setColor(Self.ink)
    canvas.stroke(
      [(layout.left, layout.top), (layout.left, layout.bottom), (layout.right, layout.bottom)],
      width: 1)
    canvas.setFont(size: 12)
    canvas.write(
      plot.x.label, x: (layout.left + layout.right) / 2, y: layout.bottom + 34, alignment: 0.5)
    canvas.write(
      plot.y.label, x: 17, y: (layout.top + layout.bottom) / 2, alignment: 0.5, isVertical: true)
    canvas.setFont(size: 14, isBold: true)
    // A title that is wider than the diagram takes the room above the vertical axis too.
    let isWide = canvas.width(of: plot.title) > layout.right - layout.left
    let start = isWide ? 8 : layout.left
    canvas.write(
      canvas.shortened(plot.title, to: layout.right - start), x: start, y: 24)
    canvas.setFont(size: 9)
    canvas.setColor(Self.captionInk)
    let lines = canvas.lines(of: plot.caption, width: layout.right - layout.left, most: 2)
    for (line, text) in lines.enumerated() {
      canvas.write(text, x: layout.left, y: height - 19 + 11 * Double(line))
    }
  }

  private func drawSeries(
    _ series: PlotSeries, _ canvas: borrowing CairoCanvas, _ layout: PlotLayout
  ) {
    canvas.clip(
      x: layout.left - 6, y: layout.top - 6, width: layout.right - layout.left + 12,
      height: layout.bottom - layout.top + 12)
    canvas.setColor(PlotPalette.color(series.color))
    let places = series.points.map(layout.place)
    if series.isJoined { canvas.stroke(places, width: 1.8, isDashed: series.isDashed) }
    for place in places { canvas.draw(series.marker, x: place.x, y: place.y) }
    canvas.unclip()
  }

  private func drawNote(_ note: PlotNote, _ canvas: borrowing CairoCanvas, _ layout: PlotLayout) {
    let (start, end) = (layout.place(note.from), layout.place(note.to))
    canvas.setColor(Self.noteInk)
    canvas.stroke([start, end], width: 1, isDashed: true)
    canvas.arrowhead(from: start, to: end)
  }

  /// Draws point labels and note texts at free places; those without a free place are left out.
  private func drawLabels(_ canvas: borrowing CairoCanvas, _ layout: PlotLayout) {
    var places = LabelPlaces(plot, layout)
    func write(_ text: String, height: Double, beside anchor: (x: Double, y: Double)) {
      let size = (width: canvas.width(of: text), height: height)
      if let place = places.take(size, beside: anchor) {
        if let start = LabelPlaces.leader(from: anchor, to: place, size) {
          canvas.stroke([anchor, start], width: 0.6)
        }
        canvas.write(text, x: place.x, y: place.y)
      }
    }
    canvas.setFont(size: 10)
    for series in plot.series {
      canvas.setColor(PlotPalette.color(series.color))
      for point in series.points where !point.label.isEmpty {
        write(point.label, height: 9, beside: layout.place(point))
      }
    }
    canvas.setFont(size: 11)
    canvas.setColor(Self.noteInk)
    for note in plot.notes {
      let (from, to) = (layout.place(note.from), layout.place(note.to))
      write(note.text, height: 10, beside: ((from.x + to.x) / 2, (from.y + to.y) / 2))
    }
  }

  private func drawLegend(_ canvas: borrowing CairoCanvas, _ layout: PlotLayout) {
    canvas.setFont(size: 11)
    var x = layout.left
    var y = 46.0
    for series in plot.series where !series.name.isEmpty {
      let width = 30 + canvas.width(of: series.name)
      if x + width > layout.right && x > layout.left {
        x = layout.left
        y += 17
      }
      canvas.setColor(PlotPalette.color(series.color))
      if series.isJoined {
        canvas.stroke([(x, y - 4), (x + 18, y - 4)], width: 1.8, isDashed: series.isDashed)
      }
      canvas.draw(series.marker, x: x + 9, y: y - 4)
      canvas.setColor(Self.ink)
      canvas.write(series.name, x: x + 24, y: y)
      x += width + 16
    }
  }
}
