import Tensors

/// Overlays as Python libraries draw them, byte for byte, for comparison with published figures.
///
/// The libraries draw on the network's input at its resolution, not on the photograph.
package enum LibraryOverlay: String, Sendable, Hashable, CaseIterable {
  /// grad-cam's `show_cam_on_image`: OpenCV's jet, blended, then divided by the largest value.
  case gradCAM = "grad-cam"
  /// torch-cam's `overlay_mask`: matplotlib's jet of the squared map after bicubic up-sampling.
  case torchCAM = "torch-cam"
  /// The usual formula of notebooks: half matplotlib's jet, half photograph, rounded down.
  case plain

  /// The fraction of the photograph in the library's own picture.
  package var standardImageShare: Double { self == .torchCAM ? 0.7 : 0.5 }

  /// A raw map scaled to 0…1 at its own resolution as the library does it: ReLU, less the minimum,
  /// divided by the maximum plus the library's own small number.
  ///
  /// The small number is visible in maps of tiny values: grad-cam draws a largest value of 1e-7 as
  /// one half.
  package func scaled(width: Int, height: Int, raw values: [Float]) -> ScaledMap {
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
  package func color(at value: Float) -> RGBColor {
    switch self {
    case .gradCAM: ColorMap.jetOpenCV.colors[Int(255 * min(max(value, 0), 1))]
    case .torchCAM: ColorMap.jet.color(at: value * value)
    case .plain: ColorMap.jet.color(at: value)
    }
  }

  /// Draws `map`, already scaled to 0…1 at its own resolution, over `picture`; returns RGB.
  package func draw(_ map: ScaledMap, over picture: Picture, imageShare: Double? = nil) -> Picture {
    let share = imageShare ?? standardImageShare
    let colors = upSampled(map, to: picture.size).map(color)
    let pixels =
      self == .gradCAM
      ? Self.blendedByBrightest(colors, picture, Float(share))
      : Self.blended(colors, picture, share)
    return Picture(width: picture.width, height: picture.height, pixels: pixels)
  }

  /// The map's values at `size`, as the library resizes them.
  private func upSampled(_ map: ScaledMap, to size: PixelSize) -> [Float] {
    switch self {
    case .plain: return map.upSampled(to: size).values
    case .torchCAM: return map.resampledBicubic(to: size)
    case .gradCAM:
      // The library scales to 0…1 a second time, because up-sampling narrowed the range.
      let mask = map.upSampled(to: size).values.map { max($0, 0) }
      let lowest = mask.min() ?? 0
      let range = 1e-7 + (mask.max() ?? 0) - lowest
      return mask.map { ($0 - lowest) / range }
    }
  }

  /// `share` × photograph + (1 − `share`) × colour in double precision, rounded down.
  private static func blended(
    _ colors: [RGBColor], _ picture: Picture, _ share: Double
  ) -> [UInt8] {
    mixed(colors, picture) { UInt8(share * Double($0) + (1 - share) * Double($1)) }
  }

  /// The same sum in single precision, divided by its largest value.
  private static func blendedByBrightest(
    _ colors: [RGBColor], _ picture: Picture, _ share: Float
  ) -> [UInt8] {
    let mixed = mixed(colors, picture) {
      (1 - share) * (Float($1) / 255) + share * (Float($0) / 255)
    }
    let brightest = max(mixed.max() ?? 1, .leastNormalMagnitude)
    return mixed.map { UInt8(255 * ($0 / brightest)) }
  }

  /// `mix` of each byte of the photograph and of its colour.
  private static func mixed<Value>(
    _ colors: [RGBColor], _ picture: Picture, _ mix: (_ pixel: UInt8, _ color: UInt8) -> Value
  ) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(colors.count * 3)
    for (index, color) in colors.enumerated() {
      for (channel, byte) in [color.red, color.green, color.blue].enumerated() {
        values.append(mix(picture.pixels[index * picture.channels + channel], byte))
      }
    }
    return values
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
