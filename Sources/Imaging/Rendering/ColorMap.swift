/// A ramp of 256 colours for values from 0 to 1.
package struct ColorMap: Sendable, Hashable {
  /// The name on the command line.
  package let name: String
  /// True if the middle stands for zero and the ends for opposite signs.
  package let isDiverging: Bool
  package let colors: [RGBColor]

  private init(_ name: String, _ digits: StaticString, isDiverging: Bool = false) {
    self.name = name
    self.isDiverging = isDiverging
    colors = digits.withUTF8Buffer { digits in
      let bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
        Self.value(digits[$0]) << 4 | Self.value(digits[$0 + 1])
      }
      return stride(from: 0, to: bytes.count - 2, by: 3).map {
        RGBColor(red: bytes[$0], green: bytes[$0 + 1], blue: bytes[$0 + 2])
      }
    }
  }

  private static func value(_ digit: UInt8) -> UInt8 {
    digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
  }

  /// Black through purple and orange to pale yellow, perceptually uniform.
  package static let inferno = ColorMap("inferno", ColorMapTables.inferno)
  /// Purple through green to yellow, perceptually uniform.
  package static let viridis = ColorMap("viridis", ColorMapTables.viridis)
  /// Black through magenta to pale yellow, perceptually uniform.
  package static let magma = ColorMap("magma", ColorMapTables.magma)
  /// Blue to yellow, made for readers with colour vision deficiency.
  package static let cividis = ColorMap("cividis", ColorMapTables.cividis)
  /// A smooth rainbow.
  package static let turbo = ColorMap("turbo", ColorMapTables.turbo)
  /// The rainbow of many papers, matplotlib's table.
  package static let jet = ColorMap("jet", ColorMapTables.jet)
  /// The rainbow of grad-cam, OpenCV's table.
  package static let jetOpenCV = ColorMap("jet-opencv", ColorMapTables.jetOpenCV)
  /// Black to white.
  package static let grey = ColorMap("grey", ColorMapTables.grey)
  /// Blue through grey to red, for signed maps.
  package static let coolwarm = ColorMap("coolwarm", ColorMapTables.coolwarm, isDiverging: true)

  /// Every map, the default first.
  package static let all = [
    inferno, viridis, magma, cividis, turbo, jet, jetOpenCV, grey, coolwarm,
  ]

  package static var names: [String] { all.map(\.name) }

  /// The map called `name`, in any case; `gray` is accepted for `grey`.
  package static func named(_ name: String) -> ColorMap? {
    let wanted = name.lowercased()
    return all.first { $0.name == (wanted == "gray" ? "grey" : wanted) }
  }

  /// The colour of `value`: 0 and below is the first, 1 and above the last, as in matplotlib.
  package func color(at value: Float) -> RGBColor { colors[Self.index(of: value)] }

  /// The index of the colour of `value`; 0 if it is NaN.
  static func index(of value: Float) -> Int {
    guard value > 0 else { return 0 }
    return value >= 1 ? 255 : Int(value * 256)
  }
}
