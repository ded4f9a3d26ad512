/// Height and width of a sliding window, or its vertical and horizontal stride.
package struct Window: Hashable, Sendable {
  package var height, width: Int

  package init(_ height: Int, _ width: Int) {
    (self.height, self.width) = (height, width)
  }

  package init(_ side: Int) { self.init(side, side) }

  package var area: Int { height * width }
}
