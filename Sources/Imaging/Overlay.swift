/// How a map is drawn over a photograph.
public struct Overlay: Sendable, Hashable {
  /// How strongly the heatmap covers the photograph.
  public enum AlphaMode: String, Sendable, Hashable, CaseIterable {
    /// Equally everywhere.
    case flat
    /// In proportion to the evidence, so that what does not matter stays untouched.
    case evidence
  }

  /// Colours of the values.
  public var colorMap = ColorMap.inferno
  /// Share of the heatmap, 0…1.
  public var alpha: Float = 0.5
  /// Where that share applies.
  public var alphaMode = AlphaMode.flat
  /// How the map becomes as large as the photograph.
  public var upSampling = ScaledMap.UpSampling.bilinear
  /// Values at which lines are drawn.
  public var contours: [Float] = []
  /// Colour of the lines.
  public var contourColor = Color(red: 255, green: 255, blue: 255)

  /// The default drawing: inferno, half and half.
  public init() {}

  /// Draws `map` over the part `rectangle` of `picture` (all of it unless given); what lies outside
  /// keeps its colours.
  ///
  /// The map is up-sampled as numbers and coloured afterwards, so colours never mix.
  public func draw(
    _ map: ScaledMap, over picture: Picture, in rectangle: Rectangle? = nil
  ) -> Picture {
    let rectangle = rectangle ?? Rectangle(all: picture.size)
    let columns = Self.covered(rectangle.x, rectangle.width, picture.width)
    let rows = Self.covered(rectangle.y, rectangle.height, picture.height)
    guard !columns.isEmpty, !rows.isEmpty else { return picture }
    let sampler = MapSampler(
      map, columns: columns.count, over: rectangle.width,
      from: Double(columns.lowerBound) - rectangle.x, upSampling)
    let table = BlendTable(colorMap, alpha: alpha, mode: alphaMode, neutral: map.neutral)
    var result = picture
    var contour = ContourTracer(levels: contours, thickness: Self.lineWidth(picture.size))
    for row in rows {
      let position =
        (Double(row) + 0.5 - rectangle.y) * Double(map.height) / rectangle.height
      let values = sampler.row(at: position)
      table.blend(values, into: &result, row: row, firstColumn: columns.lowerBound)
      for column in contour.crossings(in: values) {
        result[columns.lowerBound + column, row] = contourColor
      }
    }
    return result
  }

  /// The pixels whose centres lie between `start` and `start + length`.
  private static func covered(_ start: Double, _ length: Double, _ count: Int) -> Range<Int> {
    let first = max(0, Int((start - 0.5).rounded(.up)))
    let end = min(count, Int((start + length - 0.5).rounded(.up)))
    return first..<max(first, end)
  }

  /// Lines stay visible on large photographs.
  private static func lineWidth(_ size: Size) -> Int { max(1, min(size.width, size.height) / 300) }
}

/// For each of 256 values, what it adds to a pixel and what it leaves of it, in 16-bit fractions.
private struct BlendTable {
  /// Red, green, blue already multiplied by alpha and the half for rounding, then what is kept.
  private var entries: [SIMD4<UInt32>] = []

  init(_ map: ColorMap, alpha: Float, mode: Overlay.AlphaMode, neutral: Float) {
    for (index, color) in map.colors.enumerated() {
      let value = Float(index) / 255
      let evidence = abs(value - neutral) / max(neutral, 1 - neutral)
      let share = min(max(mode == .flat ? alpha : alpha * evidence, 0), 1)
      let fraction = UInt32((share * 65536).rounded())
      entries.append(
        SIMD4(
          UInt32(color.red) * fraction + 32768, UInt32(color.green) * fraction + 32768,
          UInt32(color.blue) * fraction + 32768, 65536 - fraction))
    }
  }

  func blend(_ values: [Float], into picture: inout Picture, row: Int, firstColumn: Int) {
    let channels = picture.channels
    let start = (row * picture.width + firstColumn) * channels
    picture.withMutablePixels { pixels in
      entries.withUnsafeBufferPointer { entries in
        for (column, value) in values.enumerated() {
          let entry = entries[ColorMap.index(of: value)]
          let pixel = start + column * channels
          pixels[pixel] = UInt8((UInt32(pixels[pixel]) * entry.w + entry.x) >> 16)
          pixels[pixel + 1] = UInt8((UInt32(pixels[pixel + 1]) * entry.w + entry.y) >> 16)
          pixels[pixel + 2] = UInt8((UInt32(pixels[pixel + 2]) * entry.w + entry.z) >> 16)
        }
      }
    }
  }
}

/// Finds, row by row, the pixels at which a map crosses one of its levels.
struct ContourTracer {
  let levels: [Float]
  let thickness: Int
  /// Bands of the last `thickness` rows, newest last.
  private var above: [[Int]] = []

  init(levels: [Float], thickness: Int) {
    self.levels = levels.sorted()
    self.thickness = thickness
  }

  /// The columns of this row whose band differs from the one `thickness` pixels to the left or above.
  mutating func crossings(in values: [Float]) -> [Int] {
    guard !levels.isEmpty else { return [] }
    let bands = values.map { value in levels.count { value >= $0 } }
    let previous = above.first
    var found: [Int] = []
    for column in bands.indices {
      let left = bands[max(0, column - thickness)]
      let up = previous?[column] ?? bands[column]
      if bands[column] != left || bands[column] != up { found.append(column) }
    }
    above.append(bands)
    if above.count > thickness { above.removeFirst() }
    return found
  }
}
