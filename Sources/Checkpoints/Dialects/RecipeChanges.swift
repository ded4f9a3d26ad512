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

  /// Width and height of an input that is not square; `size` is nil then.
  public var extent: PixelSize?
  /// Red, green and blue of a letterbox; nil for the mean's colour.
  public var padding: [UInt8]?
  /// Whether 16-bit grey is scaled to 8 bits instead of clipped to 255.
  public var scalesGrey16: Bool?

  /// The part of the picture that becomes the network's input.
  public enum Crop: Hashable, Sendable {
    /// The shorter side is resized to ⌊size ÷ fraction⌋, then the centre is cropped.
    case center(fraction: Double)
    /// The whole picture is resized to a square, without its aspect ratio.
    case squash
    /// The whole picture is resized in proportion to fit into the input, and the rest is padded.
    case pad
    /// As the recipe crops; one that squashes resizes the shorter side instead.
    case own
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
    let hasSize = size != nil || extent != nil
    merged.size = hasSize ? size : other.size
    merged.extent = hasSize ? extent : other.extent
    merged.padding = padding ?? other.padding
    merged.scalesGrey16 = scalesGrey16 ?? other.scalesGrey16
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
    if let scales = changes.scalesGrey16 { recipe.scalesGrey16 = scales }
    let asked = changes.extent ?? changes.size.map(PixelSize.init(square:))
    let target = asked ?? extent ?? PixelSize(square: 224)
    switch changes.crop {
    case .center(let fraction)?:
      recipe.resize = .covering(target, over: fraction)
      recipe.crop = target
    case .squash?:
      recipe.resize = .exact(target)
      recipe.crop = nil
    case .pad?:
      recipe.resize = .inside(target)
      recipe.crop = target
      recipe.padding =
        changes.padding
        ?? recipe.mean.map { UInt8((min(max($0, 0), 1) * 255).rounded(.toNearestOrEven)) }
    case .own?:
      if recipe.crop == nil {
        recipe.resize = .covering(target, over: 1)
        recipe.crop = target
      } else if asked != nil {
        recipe.scale(to: target)
      }
    case nil:
      if asked != nil { recipe.scale(to: target) }
    }
    return recipe
  }

  /// Width and height of the input in pixels; nil if the picture's size determines them.
  private var extent: PixelSize? {
    if let crop { return crop }
    if case .exact(let size) = resize { return size }
    return nil
  }

  private mutating func scale(to size: PixelSize) {
    let before = extent ?? size
    func scaled(_ length: Int, _ to: Int, _ from: Int) -> Int {
      Int((Double(length * to) / Double(from)).rounded())
    }
    switch resize {
    case .shorterSide(let length) where size.width == size.height:
      resize = .shorterSide(scaled(length, size.width, before.width))
    case .shorterSide(let length):
      resize = .covering(
        PixelSize(
          width: scaled(length, size.width, before.width),
          height: scaled(length, size.height, before.height)))
    case .covering(let old):
      resize = .covering(
        PixelSize(
          width: scaled(old.width, size.width, before.width),
          height: scaled(old.height, size.height, before.height)))
    case .centralSquare(let padding) where size.width != size.height:
      // TensorFlow's preprocessing makes squares only; this keeps its share of the shorter side.
      let share = Double(before.width) / Double(before.width + padding)
      resize = .covering(size, over: share)
    case .exact: resize = .exact(size)
    case .inside: resize = .inside(size)
    case .none, .centralSquare: break
    }
    if crop != nil { crop = size }
  }
}

extension PreprocessingRecipe.Resize {
  /// The resize before a central crop of `size` that keeps `fraction` of each side: ⌊side ÷ fraction⌋.
  fileprivate static func covering(_ size: PixelSize, over fraction: Double) -> Self {
    let (width, height) = (Double(size.width) / fraction, Double(size.height) / fraction)
    return size.width == size.height
      ? .shorterSide(Int(width)) : .covering(PixelSize(width: Int(width), height: Int(height)))
  }
}
