/// A diagram as data: axes, series of points, notes between points.
package struct Plot: Hashable, Sendable {
  package var title: String
  package var x, y: PlotAxis
  /// Series in drawing order; later ones cover earlier ones.
  package var series: [PlotSeries]
  /// Bars behind the series.
  package var bars: [PlotBar] = []
  /// Arrows between two points with a text: "8.4x smaller".
  package var notes: [PlotNote]
  /// One line below the diagram, such as its source.
  package var caption: String

  package init(
    title: String, x: PlotAxis, y: PlotAxis, series: [PlotSeries], notes: [PlotNote] = [],
    caption: String = ""
  ) {
    (self.title, self.x, self.y, self.caption) = (title, x, y, caption)
    (self.series, self.notes) = (series, notes)
  }
}

/// An axis of a diagram.
package struct PlotAxis: Hashable, Sendable {
  /// Label with its unit: `Multiply-adds (billions)`.
  package var label: String
  package var isLogarithmic: Bool
  /// Fixed range, or nil to derive it from the points.
  package var range: ClosedRange<Double>?
  /// Names of the values 1, 2, … in the place of numbers; empty for numbers.
  package var names: [String] = []

  package init(_ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil) {
    (self.label, self.isLogarithmic, self.range) = (label, isLogarithmic, range)
  }
}

/// A series of points.
package struct PlotSeries: Hashable, Sendable {
  /// Marker of the points; discs, squares, triangles and diamonds are filled.
  package enum Marker: Hashable, Sendable, CaseIterable {
    case disc, circle, square, triangle, diamond, cross, none
  }

  /// Its name in the legend; empty for no entry.
  package var name: String
  package var points: [PlotPoint]
  package var marker: Marker
  /// Whether a line joins the points in order, and whether it is dashed.
  package var isJoined, isDashed: Bool
  /// Index of its colour in `PlotPalette`.
  package var color: Int

  package init(
    _ name: String, _ points: [PlotPoint], color: Int, marker: Marker = .disc,
    isJoined: Bool = true, isDashed: Bool = false
  ) {
    (self.name, self.points, self.color, self.marker) = (name, points, color, marker)
    (self.isJoined, self.isDashed) = (isJoined, isDashed)
  }
}

/// A point with an optional label.
package struct PlotPoint: Hashable, Sendable {
  package var x, y: Double
  /// Label beside the point; empty for none.
  package var label: String

  package init(_ x: Double, _ y: Double, label: String = "") {
    (self.x, self.y, self.label) = (x, y, label)
  }
}

/// An arrow between two points with a text at its middle.
package struct PlotNote: Hashable, Sendable {
  /// Start of the arrow, and its end, which has the head.
  package var from, to: PlotPoint
  package var text: String

  package init(from: PlotPoint, to: PlotPoint, text: String) {
    (self.from, self.to, self.text) = (from, to, text)
  }
}
