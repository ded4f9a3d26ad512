import Tensors

/// A published recipe in a few words, as catalogue.csv and the tables of this folder have it.
///
/// `232/224 bilinear`: the shorter side to 232, then the central 224 × 224. `squash 480 bicubic`: the whole
/// picture to a square. `half` at the end: mean and deviation 0.5 in place of ImageNet's.
enum RecipeNotation {
  /// The recipe that `text` says; nil when it breaks the rules above.
  static func recipe(_ text: String) -> PreprocessingRecipe? {
    var words = text.split(separator: " ").map(String.init)
    let isHalf = words.last == "half"
    if isHalf { words.removeLast() }
    guard let filter = words.popLast().flatMap(Interpolation.init(rawValue:)), let last = words.last
    else { return nil }
    let resize: PreprocessingRecipe.Resize
    let crop: PixelSize?
    let sides = last.split(separator: "/").compactMap { Int($0) }
    if words.count == 2, words[0] == "squash", sides.count == 1 {
      (resize, crop) = (.exact(PixelSize(square: sides[0])), nil)
    } else if words.count == 1, sides.count == 2 {
      (resize, crop) = (.shorterSide(sides[0]), PixelSize(square: sides[1]))
    } else {
      return nil
    }
    let half: [Float] = [0.5, 0.5, 0.5]
    return PreprocessingRecipe(
      resize: resize, crop: crop, interpolation: filter,
      mean: isHalf ? half : PreprocessingRecipe.imageNetMean,
      standardDeviation: isHalf ? half : PreprocessingRecipe.imageNetStandardDeviation)
  }
}
