/// How a photograph becomes the input of a network.
///
/// A recipe says which part is used, at which size, filtered how and scaled to which range. Every
/// checkpoint dialect has its own.
public struct PreprocessingRecipe: Sendable, Hashable {
  package enum Resize: Sendable, Hashable {
    case none
    /// The shorter side to this length, the longer in proportion (torchvision's `Resize(n)`).
    case shorterSide(Int)
    /// Both sides to these lengths, whatever the proportions.
    case exact(PixelSize)
    /// TensorFlow's order: the central square whose side is size ÷ (size + padding) of the shorter
    /// side is cut out first and then scaled to the crop size.
    case centralSquare(padding: Int)
    /// In proportion, so that the picture just covers this size (timm's `ResizeKeepRatio`).
    case covering(PixelSize)
    /// In proportion, so that the picture just fits into this size; the rest of the crop is padded
    /// (Pillow's `ImageOps.pad`, a letterbox).
    case inside(PixelSize)
  }

  package var resize: Resize
  /// Extent of the central crop, or nil for none; smaller pictures are padded with `padding`.
  package var crop: PixelSize?
  /// Red, green and blue of what is padded; black unless set.
  package var padding: [UInt8] = [0, 0, 0]
  /// Channels of the network's input: 3, or 1 for photographs turned grey before the resize.
  package var channels = 3
  /// True if 16-bit grey is scaled to 8 bits; Pillow clips it to 255.
  package var scalesGrey16 = false
  package var interpolation: Interpolation
  /// Subtracted from red, green and blue, which run from 0 to 1.
  package var mean: [Float]
  /// What the difference is divided by.
  package var standardDeviation: [Float]

  /// The normalisation inside of the network that an array given as its input passes through; nil
  /// for arrays that the first convolution reads as they are.
  package var arrays: ChannelScaling?

  package static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
  package static let imageNetStandardDeviation: [Float] = [0.229, 0.224, 0.225]

  /// A recipe; mean and standard deviation are ImageNet's unless given.
  package init(
    resize: Resize, crop: PixelSize?, interpolation: Interpolation = .bicubic,
    mean: [Float] = imageNetMean, standardDeviation: [Float] = imageNetStandardDeviation
  ) {
    precondition(
      mean.count == 3 && standardDeviation.count == 3,
      "three channels, not \(mean.count) and \(standardDeviation.count)")
    if case .centralSquare = resize {
      precondition(crop.map { $0.width == $0.height } ?? false, "a central square needs its size")
    }
    self.resize = resize
    self.crop = crop
    self.interpolation = interpolation
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  /// EfficientNet-Lite as trained: shorter side to size ÷ 0.875, centre crop, (x − 127) ÷ 128.
  package static func lite(size: Int) -> PreprocessingRecipe {
    PreprocessingRecipe(
      resize: .shorterSide(Int((Double(size) / 0.875).rounded(.toNearestOrEven))),
      crop: PixelSize(square: size), interpolation: .bicubic,
      mean: [127 / 255, 127 / 255, 127 / 255],
      standardDeviation: [128 / 255, 128 / 255, 128 / 255])
  }
}
