/// A rectangle in a picture's pixel coordinates, whose edges need not fall between pixels.
public struct Rectangle: Sendable, Hashable {
  /// Left edge; 0 is the left edge of the first column.
  public var x: Double
  /// Top edge.
  public var y: Double
  /// Horizontal extent.
  public var width: Double
  /// Vertical extent.
  public var height: Double

  /// A rectangle from its top left corner and extent.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// All of a picture of `size`.
  public init(all size: Size) {
    self.init(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
  }
}

/// What part of a picture a network sees under a recipe, and where each input pixel comes from.
public struct NetworkView: Sendable, Hashable {
  /// Extent of the network's input.
  public let inputSize: Size
  /// The part of the picture that is scaled: all of it, or TensorFlow's central square.
  let source: PixelRectangle
  /// Extent of that part after scaling.
  let scaledSize: Size
  /// The input in coordinates of the scaled part; it starts before 0 where black is padded.
  let window: PixelRectangle

  /// What a network sees of a picture of `size` under `recipe`.
  public init(of size: Size, under recipe: PreprocessingRecipe) {
    var source = PixelRectangle(x: 0, y: 0, width: size.width, height: size.height)
    switch recipe.resize {
    case .none:
      scaledSize = size
    case .shorterSide(let side):
      scaledSize = Self.scaled(size, shorterSideTo: side)
    case .exact(let exact):
      scaledSize = exact
    case .centralSquare(let padding):
      let side = recipe.crop?.width ?? 0
      source = Self.centralSquare(of: size, side: side, padding: padding)
      scaledSize = Size(square: side)
    }
    self.source = source
    let crop = recipe.crop ?? scaledSize
    window = PixelRectangle(
      x: Self.cropStart(scaledSize.width, crop.width),
      y: Self.cropStart(scaledSize.height, crop.height), width: crop.width, height: crop.height)
    inputSize = crop
  }

  /// The rectangle of the picture that fills the input; it reaches beyond the picture where black
  /// was padded.
  public var rectangle: Rectangle {
    func across(_ length: Int) -> Double {
      Double(length * source.width) / Double(scaledSize.width)
    }
    func down(_ length: Int) -> Double {
      Double(length * source.height) / Double(scaledSize.height)
    }
    return Rectangle(
      x: Double(source.x) + across(window.x), y: Double(source.y) + down(window.y),
      width: across(window.width), height: down(window.height))
  }

  /// torchvision's rule: the longer side is truncated.
  private static func scaled(_ size: Size, shorterSideTo side: Int) -> Size {
    func longer(_ long: Int, _ short: Int) -> Int { Int(Double(side * long) / Double(short)) }
    return size.width <= size.height
      ? Size(width: side, height: longer(size.height, size.width))
      : Size(width: longer(size.width, size.height), height: side)
  }

  /// TensorFlow's rule for evaluation crops.
  private static func centralSquare(of size: Size, side: Int, padding: Int) -> PixelRectangle {
    let shorter = Double(min(size.width, size.height))
    let length = max(1, Int(Double(side) / Double(side + padding) * shorter))
    return PixelRectangle(
      x: (size.width - length + 1) / 2, y: (size.height - length + 1) / 2, width: length,
      height: length)
  }

  /// torchvision's rule: half the difference rounds to even when cropping, down when padding.
  private static func cropStart(_ length: Int, _ crop: Int) -> Int {
    crop > length
      ? -((crop - length) / 2)
      : Int((Double(length - crop) / 2).rounded(.toNearestOrEven))
  }
}
