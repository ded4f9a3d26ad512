extension AttributionMap {
  /// The third in which cell `index` of `count` in a row lies: 0, 1 or 2.
  ///
  /// Its centre decides, so that a cell and its mirror image lie in mirrored thirds.
  package static func third(of index: Int, count: Int) -> Int {
    // (index + ½) / count against ⅓ and ⅔, in whole numbers.
    let place = 3 * (2 * index + 1)
    return place < 2 * count ? 0 : place > 4 * count ? 2 : 1
  }
}
