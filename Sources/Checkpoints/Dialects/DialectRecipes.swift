import Architectures
import Tensors

extension Dialect {
  /// The preprocessing that this dialect's weights of `variant` expect.
  ///
  /// `names` are the weights' names in lower case. Some need other preprocessing: AdvProp weights
  /// (`tf_efficientnet_b0_ap`, `adv-efficientnet-b0`) another normalization, `…_l2_ns_475` another
  /// size.
  public func recipe(for variant: Variant, names: [String] = []) -> PreprocessingRecipe {
    let named = Publication.all.lazy.filter { $0.variant == variant.name && $0.recipe != nil }
      .first { publication in names.contains { publication.hasName($0) } }
    if let recipe = named?.recipe { return recipe }
    guard variant.isPaperVariant else { return comparisonRecipe(for: variant) }
    var recipe = published(for: variant)
    guard self == .timmTF || self == .lukemelas, variant.family == .efficientNet else {
      return recipe
    }
    if names.contains(where: Self.isAdversarial) {
      recipe.mean = [0.5, 0.5, 0.5]
      recipe.standardDeviation = [0.5, 0.5, 0.5]
    }
    if variant.name == "l2", names.contains(where: { $0.contains("_475") }) {
      recipe = recipe.changed(by: .l2At475)
    }
    return recipe
  }

  /// True for AdvProp weights: `_ap` (timm), `.ap_in1k` (Hugging Face), `adv-` (lukemelas).
  private static func isAdversarial(_ name: String) -> Bool {
    name.hasPrefix("adv-") || name.contains(".ap_")
      || name.contains("_ap") && name.contains("tf_efficientnet_")
  }

  /// The default preprocessing of an EfficientNet or EfficientNet-Lite variant.
  private func published(for variant: Variant) -> PreprocessingRecipe {
    let size = variant.resolution
    switch self {
    case .torchvision:
      let (resize, crop) = Self.torchvisionSizes[variant.name] ?? (size, size)
      return PreprocessingRecipe(resize: .shorterSide(resize), crop: PixelSize(square: crop))
    case .timm:
      return timmRecipe(for: variant)
    case .timmTF:
      return timmPortRecipe(for: variant)
    case .lukemelas:
      return PreprocessingRecipe(resize: .shorterSide(size), crop: PixelSize(square: size))
    case .huggingface, .keras:
      return PreprocessingRecipe(resize: .exact(PixelSize(square: size)), crop: nil)
    case .lite:
      return .lite(size: size)
    }
  }

  /// Resize and crop sides of torchvision's IMAGENET1K_V1 weights, in pixels.
  private static let torchvisionSizes: [String: (Int, Int)] = [
    "b0": (256, 224), "b1": (256, 240), "b2": (288, 288), "b3": (320, 300), "b4": (384, 380),
    "b5": (456, 456), "b6": (528, 528), "b7": (600, 600),
  ]

  /// Weights trained with timm: input sizes below the paper's from b1 on.
  private func timmRecipe(for variant: Variant) -> PreprocessingRecipe {
    // timm's b5 was trained on whole pictures resized to a square.
    if variant.name == "b5" {
      return PreprocessingRecipe(resize: .exact(PixelSize(square: 448)), crop: nil)
    }
    let sizes = ["b1": 224, "b2": 256, "b3": 288, "b4": 320, "lite3": 300, "lite4": 380]
    let hasOwnSize = ["b0", "b1", "b2", "b3", "b4", "lite0"].contains(variant.name)
    return .fraction(
      hasOwnSize ? 0.875 : Self.cropFraction(of: variant),
      size: sizes[variant.name] ?? variant.resolution)
  }

  /// Weights ported from TensorFlow; Lite's have their own sizes and normalization.
  private func timmPortRecipe(for variant: Variant) -> PreprocessingRecipe {
    let sizes = ["lite3": 300, "lite4": 380]
    var recipe = PreprocessingRecipe.fraction(
      Self.cropFraction(of: variant), size: sizes[variant.name] ?? variant.resolution)
    if variant.family == .efficientNetLite {
      recipe.mean = [0.5, 0.5, 0.5]
      recipe.standardDeviation = [0.5, 0.5, 0.5]
      if sizes[variant.name] != nil { recipe.interpolation = .bilinear }
    }
    return recipe
  }

  /// The ratio of crop side to resized side (timm's `crop_pct`).
  private static func cropFraction(of variant: Variant) -> Double {
    let fractions: [String: Double] = [
      "b0": 0.875, "b1": 0.882, "b2": 0.890, "b3": 0.904, "b4": 0.922, "b5": 0.934, "b6": 0.942,
      "b7": 0.949, "b8": 0.954, "l2": 0.960, "lite0": 0.875, "lite1": 0.882, "lite2": 0.890,
      "lite3": 0.904, "lite4": 0.920,
    ]
    return fractions[variant.name] ?? 0.875
  }
}

extension RecipeChanges {
  /// The L2 weights trained at 475 × 475 pixels.
  fileprivate static var l2At475: RecipeChanges {
    var changes = RecipeChanges()
    changes.size = 475
    changes.crop = .center(fraction: 0.936)
    return changes
  }
}

extension PreprocessingRecipe {
  /// timm's preprocessing: resizes the shorter side to ⌊size ÷ fraction⌋, crops size × size.
  static func fraction(_ fraction: Double, size: Int) -> PreprocessingRecipe {
    PreprocessingRecipe(
      resize: .shorterSide(Int(Double(size) / fraction)), crop: PixelSize(square: size))
  }
}
