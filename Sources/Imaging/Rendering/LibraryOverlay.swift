import Tensors

/// The pictures that Python libraries draw, reproduced byte for byte so that figures can be compared
/// with published ones.
///
/// Both are drawn on what the network saw, the picture that `PreprocessingRecipe.input` gives, not
/// on the photograph.
public enum LibraryOverlay: String, Sendable, Hashable, CaseIterable {
  /// grad-cam's `show_cam_on_image`: OpenCV's jet, then divided by the brightest value, which makes
  /// the photograph's own brightness depend on its content.
  case gradCAM = "grad-cam"
  /// torch-cam's `overlay_mask`: matplotlib's jet of the squared map, scaled with a bicubic filter.
  case torchCAM = "torch-cam"
  /// The formula that most notebooks write: half matplotlib's jet, half photograph, rounded down.
  case plain

  /// The share of the photograph unless another is given.
  public var standardImageShare: Double {
    switch self {
    case .gradCAM, .plain: 0.5
    case .torchCAM: 0.7
    }
  }

  /// A raw map scaled to 0…1 at its own resolution as the library does it: ReLU, less the minimum,
  /// divided by the maximum plus the library's own small number.
  ///
  /// The small number matters for maps of tiny values: grad-cam dims a map whose largest value is
  /// 1e-7 to one half.
  public func scaled(width: Int, height: Int, raw values: [Float]) -> ScaledMap {
    let smallest: Float =
      switch self {
      case .gradCAM: 1e-7
      case .torchCAM: 1e-8
      case .plain: 0
      }
    let positive = values.map { $0 > 0 ? $0 : 0 }
    let low = positive.reduce(.infinity, min)
    let range = positive.reduce(-.infinity, max) - low + smallest
    return ScaledMap(
      width: width, height: height,
      values: positive.map { range > 0 ? ($0 - low) / range : 0 })
  }

  /// The colour that the library draws for a value from 0 to 1.
  public func color(at value: Float) -> RGBColor {
    switch self {
    case .gradCAM: ColorMap.jetOpenCV.colors[Int(255 * min(max(value, 0), 1))]
    case .torchCAM: ColorMap.jet.color(at: value * value)
    case .plain: ColorMap.jet.color(at: value)
    }
  }

  /// Draws `map`, already scaled to 0…1 at its own resolution, over `picture`.
  public func draw(_ map: ScaledMap, over picture: Picture, imageShare: Double? = nil) -> Picture {
    let share = imageShare ?? standardImageShare
    switch self {
    case .gradCAM: return Self.gradCAM(map, picture, Float(share))
    case .torchCAM: return Self.torchCAM(map, picture, share)
    case .plain: return Self.plain(map, picture, share)
    }
  }

  private static func gradCAM(_ map: ScaledMap, _ picture: Picture, _ share: Float) -> Picture {
    // The library scales to 0…1 a second time after up-sampling, which narrowed the range.
    var mask = map.upSampled(to: picture.size).values.map { max($0, 0) }
    let lowest = mask.min() ?? 0
    let range = 1e-7 + (mask.max() ?? 0) - lowest
    for index in mask.indices { mask[index] = (mask[index] - lowest) / range }
    let colors = ColorMap.jetOpenCV.colors
    var mixed: [Float] = []
    mixed.reserveCapacity(mask.count * 3)
    for (index, value) in mask.enumerated() {
      let color = colors[Int(255 * value)]
      for (channel, byte) in [color.red, color.green, color.blue].enumerated() {
        let pixel = Float(picture.pixels[index * picture.channels + channel]) / 255
        mixed.append((1 - share) * (Float(byte) / 255) + share * pixel)
      }
    }
    let brightest = max(mixed.max() ?? 1, .leastNormalMagnitude)
    return Picture(
      width: picture.width, height: picture.height,
      pixels: mixed.map { UInt8(255 * ($0 / brightest)) })
  }

  private static func plain(_ map: ScaledMap, _ picture: Picture, _ share: Double) -> Picture {
    let mask = map.upSampled(to: picture.size).values
    var pixels: [UInt8] = []
    pixels.reserveCapacity(mask.count * 3)
    for (index, value) in mask.enumerated() {
      let color = LibraryOverlay.plain.color(at: value)
      for (channel, byte) in [color.red, color.green, color.blue].enumerated() {
        let pixel = Double(picture.pixels[index * picture.channels + channel])
        pixels.append(UInt8(share * pixel + (1 - share) * Double(byte)))
      }
    }
    return Picture(width: picture.width, height: picture.height, pixels: pixels)
  }

  private static func torchCAM(_ map: ScaledMap, _ picture: Picture, _ share: Double) -> Picture {
    let mask = map.resampledBicubic(to: picture.size)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(mask.count * 3)
    for (index, value) in mask.enumerated() {
      let color = ColorMap.jet.color(at: value * value)
      for (channel, byte) in [color.red, color.green, color.blue].enumerated() {
        let pixel = Double(picture.pixels[index * picture.channels + channel])
        pixels.append(UInt8(share * pixel + (1 - share) * Double(byte)))
      }
    }
    return Picture(width: picture.width, height: picture.height, pixels: pixels)
  }
}

extension ScaledMap {
  /// The values at `size` as Pillow's bicubic resize of a float picture gives them; they overshoot.
  func resampledBicubic(to size: PixelSize) -> [Float] {
    let columns = FilterTaps(
      inputCount: width, outputCount: size.width, window: 0..<size.width, .bicubic)
    let rows = FilterTaps(
      inputCount: height, outputCount: size.height, window: 0..<size.height, .bicubic)
    let isVerticalFirst = height - size.height > max(0, 2 * (width - size.width))
    if isVerticalFirst {
      let tall = Self.filtered(values, width, along: rows, vertically: true)
      return Self.filtered(tall, width, along: columns, vertically: false)
    }
    let wide = Self.filtered(values, width, along: columns, vertically: false)
    return Self.filtered(wide, size.width, along: rows, vertically: true)
  }

  /// Rows of `width` values filtered along one axis, summed in double precision.
  private static func filtered(
    _ values: [Float], _ width: Int, along taps: FilterTaps, vertically: Bool
  ) -> [Float] {
    let outputs = taps.starts.count
    let size =
      vertically
      ? PixelSize(width: width, height: outputs)
      : PixelSize(width: outputs, height: values.count / width)
    var result: [Float] = []
    result.reserveCapacity(size.width * size.height)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let output = vertically ? y : x
        let start = Int(taps.starts[output])
        var sum = 0.0
        for tap in 0..<Int(taps.lengths[output]) {
          let index = vertically ? (start + tap) * width + x : y * width + start + tap
          sum += Double(values[index]) * taps.weights[output * taps.stride + tap]
        }
        result.append(Float(sum))
      }
    }
    return result
  }
}
