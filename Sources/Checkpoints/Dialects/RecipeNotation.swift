import Tensors

/// Parses the short notation of preprocessing in catalogue.csv and in this folder's tables.
///
/// `232/224 bilinear`: resize the shorter side to 232, crop the central 224 × 224.
/// `squash 480 bicubic`: resize the whole picture to 480 × 480.
/// A final `half`: mean and standard deviation 0.5 instead of ImageNet's.
enum RecipeNotation {
  /// Parses a recipe; nil if it breaks the rules above.
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
