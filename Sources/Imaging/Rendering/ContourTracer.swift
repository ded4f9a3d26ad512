import CImageCodecs

/// Draws, row by row, the pixels at which a map crosses one of its levels.
struct ContourTracer {
  private let levels: [Float]
  private let color: [UInt8]
  private let thickness: Int
  /// Ring of the last `thickness` rows; for each pixel, how many levels its value reaches.
  private var ring: [[UInt8]] = []
  private var rowsSeen = 0

  /// Lines at `levels`, each `thickness` pixels wide.
  init(levels: [Float], color: RGBColor, thickness: Int) {
    self.levels = Array(levels.prefix(255))
    self.color = [color.red, color.green, color.blue]
    self.thickness = thickness
  }

  /// Draws the crossings of the next row's `values` into `pixels`, `channels` bytes a pixel.
  mutating func trace(
    _ values: UnsafeMutableBufferPointer<Float>, _ pixels: UnsafeMutablePointer<UInt8>,
    _ channels: Int
  ) {
    guard !levels.isEmpty else { return }
    var bands = [UInt8](repeating: 0, count: values.count)
    band_row(&bands, values.baseAddress, values.count, levels, levels.count)
    let slot = rowsSeen % thickness
    if rowsSeen < thickness { ring.append(bands) }
    let above = rowsSeen < thickness ? ring[0] : ring[slot]
    trace_row(pixels, channels, bands, above, values.count, thickness, color)
    ring[slot] = bands
    rowsSeen += 1
  }
}
