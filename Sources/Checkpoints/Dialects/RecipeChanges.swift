import Tensors

/// Changes of a preprocessing recipe by the user or a file; nil keeps the recipe's value.
public struct RecipeChanges: Hashable, Sendable {
  /// The mean of red, green and blue, for values in 0…1.
  public var mean: [Float]?
  /// The standard deviation of red, green and blue, for values in 0…1.
  public var standardDeviation: [Float]?
  /// The resize filter.
  public var interpolation: Interpolation?
  /// The part of the picture that is used.
  public var crop: Crop?
  /// Side of the square input in pixels.
  public var size: Int?

  /// The part of the picture that becomes the network's input.
  public enum Crop: Hashable, Sendable {
    /// The shorter side is resized to ⌊size ÷ fraction⌋, then the centre is cropped.
    case center(fraction: Double)
    /// The whole picture is resized to a square, without its aspect ratio.
    case squash
  }

  /// Creates an empty set of changes.
  public init() {}

  /// True if there are no changes.
  public var isEmpty: Bool { self == RecipeChanges() }

  /// These changes, with nil values taken from `other`.
  func over(_ other: RecipeChanges) -> RecipeChanges {
    var merged = self
    merged.mean = mean ?? other.mean
    merged.standardDeviation = standardDeviation ?? other.standardDeviation
    merged.interpolation = interpolation ?? other.interpolation
    merged.crop = crop ?? other.crop
    merged.size = size ?? other.size
    return merged
  }
}

extension PreprocessingRecipe {
  /// This recipe with `changes`; a change of size alone keeps the used part of the picture.
  public func changed(by changes: RecipeChanges) -> PreprocessingRecipe {
    var recipe = self
    if let mean = changes.mean { recipe.mean = mean }
    if let deviation = changes.standardDeviation { recipe.standardDeviation = deviation }
    if let interpolation = changes.interpolation { recipe.interpolation = interpolation }
    switch changes.crop {
    case .center(let fraction)?:
      let side = changes.size ?? side ?? 224
      recipe.resize = .shorterSide(Int(Double(side) / fraction))
      recipe.crop = PixelSize(square: side)
    case .squash?:
      recipe.resize = .exact(PixelSize(square: changes.size ?? side ?? 224))
      recipe.crop = nil
    case nil:
      if let size = changes.size { recipe.scale(to: size) }
    }
    return recipe
  }

  /// Side of the square input in pixels; nil if the picture's size determines it.
  private var side: Int? {
    if let crop { return crop.width }
    if case .exact(let size) = resize { return size.width }
    return nil
  }

  private mutating func scale(to size: Int) {
    let before = side ?? size
    switch resize {
    case .shorterSide(let length):
      resize = .shorterSide(Int((Double(length * size) / Double(before)).rounded()))
    case .exact: resize = .exact(PixelSize(square: size))
    case .none, .centralSquare: break
    }
    if crop != nil { crop = PixelSize(square: size) }
  }
}
