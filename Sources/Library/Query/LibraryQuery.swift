/// A filter, order and range of a library's images.
package struct LibraryQuery: Hashable, Sendable {
  package var filter: LibraryFilter
  /// Most important column first; ties are ordered by row id.
  package var order: [LibraryOrder]
  /// Largest number of images; nil for all.
  package var limit: Int?
  /// Number of images to skip at the start.
  package var offset: Int

  package init(
    filter: LibraryFilter = LibraryFilter(), order: [LibraryOrder] = [LibraryOrder(.image)],
    limit: Int? = nil, offset: Int = 0
  ) {
    (self.filter, self.order) = (filter, order)
    (self.limit, self.offset) = (limit, offset)
  }
}

package struct LibraryOrder: Hashable, Sendable {
  package var column: LibraryColumn
  /// True for large values first; images without a value are always last.
  package var isDescending: Bool

  package init(_ column: LibraryColumn, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }
}
