/// Which images of a library are wanted, in which order.
public struct LibraryQuery: Hashable, Sendable {
  /// What they must fulfil.
  public var filter: LibraryFilter
  /// What they are ordered by, most important first; ties go by the rows' numbers.
  public var order: [LibraryOrder]
  /// At most so many; nil for all.
  public var limit: Int?
  /// So many of the first are passed over.
  public var offset: Int

  /// All images, by path, unless given otherwise.
  public init(
    filter: LibraryFilter = LibraryFilter(), order: [LibraryOrder] = [LibraryOrder(.image)],
    limit: Int? = nil, offset: Int = 0
  ) {
    self.filter = filter
    self.order = order
    self.limit = limit
    self.offset = offset
  }
}

/// A column to order by.
public struct LibraryOrder: Hashable, Sendable {
  /// The column.
  public var column: LibraryColumn
  /// Whether large values come first; images without a value come last either way.
  public var isDescending: Bool

  /// An order by `column`.
  public init(_ column: LibraryColumn, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }
}
