/// A diagram as data: axes, series of points, notes between points.
public struct Plot: Hashable, Sendable {
  /// Heading.
  public var title: String
  /// Horizontal axis.
  public var x: PlotAxis
  /// Vertical axis.
  public var y: PlotAxis
  /// Series in drawing order; later ones cover earlier ones.
  public var series: [PlotSeries]
  /// Arrows between two points with a text: "8.4x smaller".
  public var notes: [PlotNote]
  /// One line below the diagram, such as its source.
  public var caption: String

  /// A diagram.
  public init(
    title: String, x: PlotAxis, y: PlotAxis, series: [PlotSeries], notes: [PlotNote] = [],
    caption: String = ""
  ) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.notes = notes
    self.caption = caption
  }
}

/// An axis of a diagram.
public struct PlotAxis: Hashable, Sendable {
  /// Label with its unit: `Multiply-adds (billions)`.
  public var label: String
  /// Whether the axis is logarithmic.
  public var isLogarithmic: Bool
  /// Fixed range, or nil to derive it from the points.
  public var range: ClosedRange<Double>?

  /// An axis.
  public init(_ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil) {
    self.label = label
    self.isLogarithmic = isLogarithmic
    self.range = range
  }
}

/// A series of points.
public struct PlotSeries: Hashable, Sendable {
  /// Marker of the points.
  public enum Marker: Hashable, Sendable, CaseIterable {
    /// A filled disc.
    case disc
    /// An open circle.
    case circle
    /// A filled square.
    case square
    /// A filled triangle.
    case triangle
    /// A filled diamond.
    case diamond
    /// A cross of two strokes.
    case cross
    /// No marker.
    case none
  }

  /// Its name in the legend.
  public var name: String
  /// Its points.
  public var points: [PlotPoint]
  /// Marker of the points.
  public var marker: Marker
  /// Whether a line joins them in order.
  public var isJoined: Bool
  /// Whether the line is dashed.
  public var isDashed: Bool
  /// Index of its colour in `PlotPalette`.
  public var color: Int

  /// A series.
  public init(
    _ name: String, _ points: [PlotPoint], color: Int, marker: Marker = .disc,
    isJoined: Bool = true, isDashed: Bool = false
  ) {
    self.name = name
    self.points = points
    self.color = color
    self.marker = marker
    self.isJoined = isJoined
    self.isDashed = isDashed
  }
}

/// A point with an optional label.
public struct PlotPoint: Hashable, Sendable {
  /// Horizontal value.
  public var x: Double
  /// Vertical value.
  public var y: Double
  /// Label beside the point; empty for none.
  public var label: String

  /// A point.
  public init(_ x: Double, _ y: Double, label: String = "") {
    self.x = x
    self.y = y
    self.label = label
  }
}

/// An arrow between two points with a text.
public struct PlotNote: Hashable, Sendable {
  /// Start of the arrow.
  public var from: PlotPoint
  /// End of the arrow, with its head.
  public var to: PlotPoint
  /// Text at the arrow's middle.
  public var text: String

  /// An arrow.
  public init(from: PlotPoint, to: PlotPoint, text: String) {
    self.from = from
    self.to = to
    self.text = text
  }
}
