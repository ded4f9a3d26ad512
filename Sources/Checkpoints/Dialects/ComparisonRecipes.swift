import Architectures
import Tensors

extension Dialect {
  /// The default preprocessing of networks that are not in the EfficientNet paper.
  ///
  /// torchvision's are the `transforms` of its weights, timm's the test-time values in the
  /// `pretrained_cfg` of each architecture's default weights.
  func comparisonRecipe(for variant: Variant) -> PreprocessingRecipe {
    if self == .keras { return kerasV2Recipe(for: variant) }
    let notation = (self == .torchvision ? Self.torchvisionNotations : Self.timmNotations)[
      variant.name]
    let size = variant.resolution
    let usual =
      self == .torchvision
      ? PreprocessingRecipe(
        resize: .shorterSide(size * 8 / 7), crop: PixelSize(square: size), interpolation: .bilinear)
      : PreprocessingRecipe.fraction(0.875, size: size)
    return notation.flatMap(RecipeNotation.recipe) ?? usual
  }

  /// Keras' EfficientNetV2 scales inside of the network: B0 to B3 by ImageNet's mean and deviation,
  /// S, M and L to (x − 128) ÷ 128.
  private func kerasV2Recipe(for variant: Variant) -> PreprocessingRecipe {
    let half: [Float] = [128 / 255, 128 / 255, 128 / 255]
    let isImageNet = variant.name.hasPrefix("v2-b")
    return PreprocessingRecipe(
      resize: .exact(PixelSize(square: variant.resolution)), crop: nil,
      mean: isImageNet ? PreprocessingRecipe.imageNetMean : half,
      standardDeviation: isImageNet ? PreprocessingRecipe.imageNetStandardDeviation : half)
  }

  /// Inception-v3's `transform_input` changes ImageNet's normalization to mean and deviation 0.5.
  private static let torchvisionNotations = [
    "v2-s": "384/384 bilinear", "v2-m": "480/480 bilinear", "v2-l": "480/480 bicubic half",
    "inception-v3": "342/299 bilinear half", "shufflenet-v2-x1.5": "232/224 bilinear",
    "shufflenet-v2-x2.0": "232/224 bilinear", "resnext-101-64x4d": "232/224 bilinear",
  ]

  private static let timmNotations = [
    "v2-b0": "256/224 bicubic", "v2-b1": "272/240 bicubic", "v2-b2": "292/260 bicubic",
    "v2-b3": "331/300 bicubic", "v2-s": "384/384 bicubic half", "v2-m": "squash 480 bicubic half",
    "v2-l": "squash 480 bicubic half", "mobilenet-v1": "269/256 bicubic half",
    "resnet-50": "288/288 bicubic", "resnet-101": "288/288 bicubic",
    "resnet-152": "288/288 bicubic", "resnext-101": "256/224 bilinear",
    "resnext-101-64x4d": "288/288 bicubic", "senet-154": "256/224 bilinear",
    "densenet-121": "303/288 bicubic", "inception-v3": "341/299 bicubic half",
    "inception-v4": "341/299 bicubic half", "inception-resnet-v2": "333/299 bicubic half",
    "xception": "333/299 bicubic half", "nasnet-a": "363/331 bicubic half",
    "pnasnet-5": "363/331 bicubic half",
  ]
}
