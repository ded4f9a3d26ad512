/// A diagram as data, which renderers draw: axes, series of points, notes between points.
public struct Plot: Hashable, Sendable {
  /// Heading.
  public var title: String
  /// Horizontal axis.
  public var x: PlotAxis
  /// Vertical axis.
  public var y: PlotAxis
  /// What is drawn, first below.
  public var series: [PlotSeries]
  /// Arrows between two points with a remark: "8.4x smaller".
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

/// What an axis shows.
public struct PlotAxis: Hashable, Sendable {
  /// Label with its unit: `Multiply-adds (billions)`.
  public var label: String
  /// Whether equal distances are equal ratios.
  public var isLogarithmic: Bool
  /// Fixed ends; without them the points decide.
  public var range: ClosedRange<Double>?

  /// An axis.
  public init(_ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil) {
    self.label = label
    self.isLogarithmic = isLogarithmic
    self.range = range
  }
}

/// Points that belong together.
public struct PlotSeries: Hashable, Sendable {
  /// How the points are marked.
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
    /// Nothing.
    case none
  }

  /// Its name in the legend.
  public var name: String
  /// Its points.
  public var points: [PlotPoint]
  /// How they are marked.
  public var marker: Marker
  /// Whether a line joins them in order.
  public var isJoined: Bool
  /// Whether the line is dashed.
  public var isDashed: Bool
  /// Which colour of the palette it has.
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

/// A point, with a label if it shall have one.
public struct PlotPoint: Hashable, Sendable {
  /// Horizontal value.
  public var x: Double
  /// Vertical value.
  public var y: Double
  /// What stands beside it.
  public var label: String

  /// A point.
  public init(_ x: Double, _ y: Double, label: String = "") {
    self.x = x
    self.y = y
    self.label = label
  }
}

/// An arrow between two points with a remark on it.
public struct PlotNote: Hashable, Sendable {
  /// Where the arrow starts.
  public var from: PlotPoint
  /// Where it points to.
  public var to: PlotPoint
  /// The remark.
  public var text: String

  /// An arrow.
  public init(from: PlotPoint, to: PlotPoint, text: String) {
    self.from = from
    self.to = to
    self.text = text
  }
}
