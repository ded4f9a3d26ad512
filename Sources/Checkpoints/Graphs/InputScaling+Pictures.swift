import Tensors

/// The range of pixels that a graph's scaling is made for.
extension InputScaling {
  /// True if the graph itself states the scaling.
  var isStated: Bool { summand.contains { $0 != 0 } }

  /// The scaling of arrays that are given as the graph's input; nil if there is none.
  var ofArrays: ChannelScaling? {
    path.isEmpty
      ? nil : ChannelScaling(scale: factor.map { Float($0) }, offset: summand.map { Float($0) })
  }

  /// The largest value of the images that a usual normalisation is made for: 1 or 255.
  ///
  /// It turns the range of an image into one of 0.5 to 20, such as −1…1 or −2.1…2.6. Nil for any
  /// other one.
  var largestValue: Double? {
    [1, 255].first { largest in factor.allSatisfy { (0.5...20).contains($0 * largest) } }
  }

  /// Mean and deviation of red, green and blue for values in 0…1, if the image's are in
  /// 0…`largest`; nil unless it has three channels or one.
  func changes(largest: Double) -> RecipeChanges? {
    guard factor.count == 3 || factor.count == 1 else { return nil }
    func colours(_ values: [Double]) -> [Float] { (0..<3).map { Float(values[$0 % values.count]) } }
    var changes = RecipeChanges()
    changes.mean = colours(centre.map { $0 / largest })
    changes.standardDeviation = colours(factor.map { 1 / (largest * $0) })
    return changes
  }

  /// The largest value of a picture for a graph of TensorFlow's converter; nil for an input that is
  /// scaled elsewhere.
  ///
  /// The graph does not say which numbers its input takes. x = −summand ÷ factor becomes 0: a
  /// picture's mean, which tells pixels of 0…255 from such of 0…1. Converters join a factor alone
  /// with the first convolution, `stem`: then only the size of its weights tells. Throws
  /// `otherOperator` with `title` if nothing tells.
  func largestValue(
    before stem: StoredTensor?, title: String?
  ) throws(CheckpointError) -> Double? {
    let centre = centre
    if centre.allSatisfy({ $0 > Self.unitLimit }) { return 255 }
    if centre.allSatisfy({ 0 < $0 && $0 <= Self.unitLimit }) { return 1 }
    if centre.allSatisfy({ $0 == 0 }), let isForBytes = Self.isForBytes(stem, factor[0]) {
      return isForBytes ? 255 : nil
    }
    throw .otherOperator(found: title, expected: "a scaling of pixels in 0…255 or in 0…1")
  }

  /// The input that becomes 0, by channel.
  private var centre: [Double] { zip(factor, summand).map { (0 - $1) / $0 } }

  /// Largest mean of pixels in 0…1; a mean of 0…255 is larger but for black pictures.
  private static let unitLimit = 1.5

  /// True if the filters times `factor` are for pixels of 0…255, false for numbers around ±1; nil
  /// if their sizes don't tell.
  ///
  /// Filters give numbers around ±1. For normalised pixels, their Euclidean lengths are then
  /// around 1 to 10, for 0…255 at most about a tenth of that.
  private static func isForBytes(_ stem: StoredTensor?, _ factor: Double) -> Bool? {
    guard let stem, let values = try? stem.tensor().elements, let count = stem.shape.first,
      count > 0
    else { return nil }
    let size = values.count / count
    let lengths = (0..<count).map { filter in
      values[filter * size..<(filter + 1) * size].reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
    }
    let median = lengths.sorted()[count / 2] * factor
    if median < 0.1 { return true }
    return factor == 1 && median > 0.2 ? false : nil
  }
}
