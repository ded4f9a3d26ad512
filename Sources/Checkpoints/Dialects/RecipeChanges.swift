import Tensors

/// What a person or a file says about preprocessing; what is nil stays as the dialect has it.
public struct RecipeChanges: Hashable, Sendable {
  /// Subtracted from red, green and blue, which run from 0 to 1.
  public var mean: [Float]?
  /// What the difference is divided by.
  public var standardDeviation: [Float]?
  /// The filter of the resize.
  public var interpolation: Interpolation?
  /// Which part of the picture is used.
  public var crop: Crop?
  /// Side of the square input.
  public var size: Int?

  /// Which part of the picture a network sees.
  public enum Crop: Hashable, Sendable {
    /// The shorter side is resized to ⌊size ÷ fraction⌋, then the centre is cut out.
    case center(fraction: Double)
    /// The whole picture, whatever its proportions, becomes a square.
    case squash
  }

  /// No changes.
  public init() {}

  /// Whether nothing changes.
  public var isEmpty: Bool { self == RecipeChanges() }

  /// These changes, and those of `other` where these are silent.
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
  /// This recipe with `changes`: another size keeps the part of the picture that is used.
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

  /// The side of the square that the network gets; nil where the picture decides.
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
