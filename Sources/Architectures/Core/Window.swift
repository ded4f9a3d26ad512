/// Height and width of a sliding window, or its vertical and horizontal stride.
public struct Window: Hashable, Sendable {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// A window of `height` × `width`.
  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }

  /// A square window.
  public init(_ side: Int) { self.init(side, side) }

  /// Number of positions in the window.
  public var area: Int { height * width }
}
