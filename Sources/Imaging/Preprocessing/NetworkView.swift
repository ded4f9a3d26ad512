import Tensors

/// A rectangle in fractional pixels of a picture, whose first pixel has its corner at (0, 0).
package struct Rectangle: Sendable, Hashable {
  package var x, y, width, height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// A rectangle that covers a whole picture of `size`.
  package init(all size: PixelSize) {
    self.init(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
  }
}

/// The part of a picture that becomes the network's input under a preprocessing recipe.
package struct NetworkView: Sendable, Hashable {
  package let inputSize: PixelSize
  /// The part of the picture that is resized: all of it, or TensorFlow's central square.
  let source: PixelRectangle
  /// Size of `source` after the resize.
  let scaledSize: PixelSize
  /// The input in coordinates of the resized part; negative origin where it is padded.
  let window: PixelRectangle

  package init(of size: PixelSize, under recipe: PreprocessingRecipe) {
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
      scaledSize = PixelSize(square: side)
    case .covering(let target):
      scaledSize = Self.covering(target, size)
    case .inside(let target):
      scaledSize = Self.inside(target, size)
    }
    self.source = source
    let crop = recipe.crop ?? scaledSize
    if case .inside = recipe.resize {
      window = PixelRectangle(
        x: -Self.half(crop.width - scaledSize.width),
        y: -Self.half(crop.height - scaledSize.height), width: crop.width, height: crop.height)
      inputSize = crop
      return
    }
    window = PixelRectangle(
      x: Self.cropStart(scaledSize.width, crop.width),
      y: Self.cropStart(scaledSize.height, crop.height), width: crop.width, height: crop.height)
    inputSize = crop
  }

  /// The input's area in the picture's coordinates.
  ///
  /// It reaches beyond the picture where the input is padded.
  package var rectangle: Rectangle {
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

  /// torchvision's `Resize`: the longer side is truncated to an integer.
  private static func scaled(_ size: PixelSize, shorterSideTo side: Int) -> PixelSize {
    func longer(_ long: Int, _ short: Int) -> Int { Int(Double(side * long) / Double(short)) }
    return size.width <= size.height
      ? PixelSize(width: side, height: longer(size.height, size.width))
      : PixelSize(width: longer(size.width, size.height), height: side)
  }

  /// timm's `ResizeKeepRatio` with `longest=0`: both sides rounded, halves to even.
  private static func covering(_ target: PixelSize, _ size: PixelSize) -> PixelSize {
    let ratio = min(
      Double(size.width) / Double(target.width), Double(size.height) / Double(target.height))
    func scaled(_ length: Int) -> Int {
      max(1, Int((Double(length) / ratio).rounded(.toNearestOrEven)))
    }
    return PixelSize(width: scaled(size.width), height: scaled(size.height))
  }

  /// Pillow's `ImageOps.contain`: one side is the target's, the other in proportion.
  private static func inside(_ target: PixelSize, _ size: PixelSize) -> PixelSize {
    let (width, height) = (Double(size.width), Double(size.height))
    let difference = width / height - Double(target.width) / Double(target.height)
    func side(_ value: Double) -> Int { max(1, Int(value.rounded(.toNearestOrEven))) }
    if difference > 0 {
      return PixelSize(width: target.width, height: side(height / width * Double(target.width)))
    }
    if difference < 0 {
      return PixelSize(width: side(width / height * Double(target.height)), height: target.height)
    }
    return target
  }

  /// Half of a padding, rounded to even as `ImageOps.pad` does.
  private static func half(_ length: Int) -> Int {
    Int((Double(length) * 0.5).rounded(.toNearestOrEven))
  }

  /// The central crop of TensorFlow's EfficientNet preprocessing: side ÷ (side + padding) of the
  /// shorter side.
  private static func centralSquare(of size: PixelSize, side: Int, padding: Int) -> PixelRectangle {
    let shorter = Double(min(size.width, size.height))
    let length = max(1, Int(Double(side) / Double(side + padding) * shorter))
    return PixelRectangle(
      x: (size.width - length + 1) / 2, y: (size.height - length + 1) / 2, width: length,
      height: length)
  }

  /// torchvision's `CenterCrop`: half the difference, rounded to even (crop) or down (padding).
  private static func cropStart(_ length: Int, _ crop: Int) -> Int {
    crop > length
      ? -((crop - length) / 2)
      : Int((Double(length - crop) / 2).rounded(.toNearestOrEven))
  }
}
