import Support
import Tensors

extension PreprocessingRecipe {
  /// The preprocessing of Hugging Face's `preprocessor_config.json`; nil if it can't be followed.
  ///
  /// transformers, `EfficientNetImageProcessor`: resize, crop, then x · rescale_factor (− 1 with
  /// `rescale_offset`), then (x − mean) / std, then ÷ std once more with `include_top`. Missing keys
  /// have that class's defaults. `resample` is Pillow's number of the filter.
  init?(processor json: JSON, imageSize: Int?) {
    let type = json["image_processor_type"]?.string ?? json["feature_extractor_type"]?.string
    let isOwn = type?.hasPrefix("EfficientNet") ?? true
    func flag(_ key: String, _ standard: Bool) -> Bool { json[key]?.boolean ?? standard }

    let resize: Resize
    let fallback = imageSize.map(PixelSize.init(square:)) ?? PixelSize(square: 346)
    if !flag("do_resize", true) {
      resize = .none
    } else if let edge = json["size"]?["shortest_edge"]?.integer
      ?? (isOwn ? nil : json["size"]?.integer)
    {
      guard Self.isSide(edge) else { return nil }
      resize = .shorterSide(edge)
    } else if let size = json["size"] {
      guard let pixels = Self.pixels(size) else { return nil }
      resize = .exact(pixels)
    } else {
      resize = .exact(fallback)
    }
    var crop: PixelSize?
    if flag("do_center_crop", false) {
      crop = json["crop_size"].map(Self.pixels) ?? PixelSize(square: 289)
      if crop == nil { return nil }
    }

    // All numbers are for pixels in 0…1.
    let factor = flag("do_rescale", true) ? json["rescale_factor"]?.number ?? 1 / 255 : 1
    let offset: Float = flag("do_rescale", true) && flag("rescale_offset", false) ? 1 : 0
    let scale = Float(factor * 255)
    let half: [Float] = [0.5, 0.5, 0.5]
    let mean = ModelConfiguration.triple(json["image_mean"]) ?? half
    let deviation = ModelConfiguration.triple(json["image_std"]) ?? half
    let isNormalized = flag("do_normalize", true)
    var (shift, divisor): ([Float], [Float]) =
      isNormalized ? (mean, deviation) : ([0, 0, 0], [1, 1, 1])
    if flag("include_top", isOwn) { divisor = zip(divisor, deviation).map(*) }
    shift = shift.map { ($0 + offset) / scale }
    divisor = divisor.map { $0 / scale }
    guard shift.allSatisfy(\.isFinite), divisor.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      return nil
    }
    let filters: [Int: Interpolation] = [
      0: .nearest, 1: .lanczos, 2: .bilinear, 3: .bicubic, 4: .box,
    ]
    let filter = json["resample"].map { $0.integer.flatMap { filters[$0] } } ?? .bicubic
    guard let filter else { return nil }
    self.init(
      resize: resize, crop: crop, interpolation: filter, mean: shift, standardDeviation: divisor)
  }

  private static func isSide(_ side: Int) -> Bool { (8...8192).contains(side) }

  /// `{"height": 224, "width": 224}` or one number.
  private static func pixels(_ json: JSON) -> PixelSize? {
    let side = json.integer
    guard let height = json["height"]?.integer ?? side, let width = json["width"]?.integer ?? side,
      isSide(height), isSide(width)
    else { return nil }
    return PixelSize(width: width, height: height)
  }
}
