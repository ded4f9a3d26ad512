import Support
import Tensors

extension PreprocessingRecipe {
  /// The whole recipe as JSON, readable by `init(saved:)`.
  public var savedText: String {
    // Texts of recipes are compared, so 1 stays `1.0`.
    func numbers(_ values: [Float]) -> JSON { .array(values.map { .literal("\(Double($0))") }) }
    var members: [(String, JSON)] = [
      ("resize", .string(resizeText)),
      ("interpolation", .string(interpolation.rawValue)),
      ("mean", numbers(mean)),
      ("std", numbers(standardDeviation)),
    ]
    if let crop {
      members.append(
        ("crop", .array([.integer(crop.height), .integer(crop.width)])))
    }
    if padding != [0, 0, 0] {
      members.append(("padding", .array(padding.map { .integer(Int($0)) })))
    }
    if scalesGrey16 { members.append(("grey16", .string("scale"))) }
    if channels != 3 { members.append(("channels", .integer(channels))) }
    if let arrays {
      members.append(("array-scale", numbers(arrays.scale)))
      members.append(("array-offset", numbers(arrays.offset)))
    }
    return JSON.object(members).text()
  }

  /// Parses the output of `savedText`; nil for any other text.
  package init?(saved text: String) {
    guard let json = try? JSON(parsing: Array(text.utf8)),
      let resize = json["resize"]?.string.flatMap(Self.resize),
      let filter = json["interpolation"]?.string.flatMap(Interpolation.init(rawValue:)),
      let mean = Self.channels(json["mean"]), let deviation = Self.channels(json["std"]),
      deviation.allSatisfy({ $0 > 0 })
    else { return nil }
    var crop: PixelSize?
    if let extents = json["crop"]?.array {
      let sides = extents.compactMap(\.integer).filter(Self.sides.contains)
      guard sides.count == 2, extents.count == 2 else { return nil }
      crop = PixelSize(width: sides[1], height: sides[0])
    }
    if case .centralSquare = resize, crop == nil || crop?.width != crop?.height { return nil }
    self.init(
      resize: resize, crop: crop, interpolation: filter, mean: mean, standardDeviation: deviation)
    if let colour = json["padding"]?.array?.compactMap(\.integer), colour.count == 3 {
      padding = colour.map { UInt8(clamping: $0) }
    }
    scalesGrey16 = json["grey16"]?.string == "scale"
    if let count = json["channels"]?.integer, (1...256).contains(count) { channels = count }
    if let scale = Self.finite(json["array-scale"]), let offset = Self.finite(json["array-offset"]),
      scale.count == offset.count
    {
      arrays = ChannelScaling(scale: scale, offset: offset)
    }
  }

  private var resizeText: String {
    switch resize {
    case .none: "none"
    case .shorterSide(let length): "shorter side to \(length)"
    case .exact(let size): "\(size.width)×\(size.height)"
    case .centralSquare(let padding): "central square, padding \(padding)"
    case .covering(let size): "covering \(size.width)×\(size.height)"
    case .inside(let size): "inside \(size.width)×\(size.height)"
    }
  }

  /// Accepted side lengths in pixels.
  private static let sides = 1...8192

  private static func resize(_ text: String) -> Resize? {
    if text == "none" { return Resize.none }
    if text.hasPrefix("shorter side to ") {
      return number(text.dropFirst("shorter side to ".count)).map { .shorterSide($0) }
    }
    if text.hasPrefix("central square, padding ") {
      return number(text.dropFirst("central square, padding ".count))
        .map { .centralSquare(padding: $0) }
    }
    let words = text.split(separator: " ")
    let extents = (words.last ?? "").split(separator: "×").compactMap(number)
    guard extents.count == 2 else { return nil }
    let size = PixelSize(width: extents[0], height: extents[1])
    switch words.dropLast() {
    case []: return .exact(size)
    case ["covering"]: return .covering(size)
    case ["inside"]: return .inside(size)
    default: return nil
    }
  }

  private static func number(_ text: Substring) -> Int? {
    Int(text).flatMap { sides.contains($0) ? $0 : nil }
  }

  private static func channels(_ json: JSON?) -> [Float]? {
    finite(json).flatMap { $0.count == 3 ? $0 : nil }
  }

  private static func finite(_ json: JSON?) -> [Float]? {
    guard let numbers = json?.array?.compactMap(\.number).map({ Float($0) }),
      numbers.count <= 256, numbers.allSatisfy(\.isFinite)
    else { return nil }
    return numbers
  }
}
