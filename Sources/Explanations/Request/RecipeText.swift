import Checkpoints
import Imaging
import Support
import Tensors

extension RecipeChanges {
  /// Option names of the changes.
  static let names = [
    "mean", "std", "interpolation", "input-crop", "resolution", "fit", "pad-colour", "grey16",
  ]

  /// Sets one change from the text of its option.
  ///
  /// - Throws: a usage failure if `text` is not a value of it.
  mutating func set(_ name: String, to text: String) throws(Failure) {
    switch name {
    case "mean": mean = try Self.channels(text, name: name, isDivisor: false)
    case "std": standardDeviation = try Self.channels(text, name: name, isDivisor: true)
    case "interpolation":
      interpolation = try ExplanationOption.choice(name, text.lowercased())
    case "input-crop": crop = try Self.crop(text)
    case "resolution": try setResolution(text)
    case "fit": try setFit(text)
    case "pad-colour": try setPadding(text)
    case "grey16":
      guard ["scale", "clip"].contains(text) else {
        throw ExplanationOption.refused(
          name, text, "there is no such value", advice: "use one of scale, clip")
      }
      scalesGrey16 = text == "scale"
    default: preconditionFailure("'\(name)' is no change of a recipe")
    }
  }

  /// The text of a change; nil if the recipe keeps its own value.
  func text(of name: String) -> String? {
    switch name {
    case "mean": mean.map(Self.list)
    case "std": standardDeviation.map(Self.list)
    case "interpolation": interpolation?.rawValue
    case "input-crop":
      switch crop {
      case .center(let fraction)?: "\(fraction)"
      case .squash?: "squash"
      case .pad?, .own?, nil: nil
      }
    case "resolution": extent.map { "\($0.height)x\($0.width)" } ?? size.map(String.init)
    case "fit":
      switch crop {
      case .pad?: "pad"
      case .own?: "crop"
      default: nil
      }
    case "grey16": scalesGrey16.map { $0 ? "scale" : "clip" }
    case "pad-colour": padding.map { $0.map(String.init).joined(separator: ",") }
    default: preconditionFailure("'\(name)' is no change of a recipe")
    }
  }

  private static func list(_ values: [Float]) -> String {
    values.map { "\($0)" }.joined(separator: ",")
  }

  /// `224`, or `HxW` for an input that is not square.
  private mutating func setResolution(_ text: String) throws(Failure) {
    let sides = text.lowercased().split(separator: "x", omittingEmptySubsequences: false)
    var lengths: [Int] = []
    for side in sides {
      lengths.append(try ExplanationOption.number("resolution", String(side), in: 8...8192))
    }
    guard lengths.count == 1 || lengths.count == 2, let first = lengths.first,
      let last = lengths.last
    else {
      throw ExplanationOption.refused(
        "resolution", text, "it must be one side, or height and width",
        advice: "write 224 or 240x320, say")
    }
    size = first == last ? first : nil
    extent = first == last ? nil : PixelSize(width: last, height: first)
  }

  /// `crop`, `squash` or `pad`.
  private mutating func setFit(_ text: String) throws(Failure) {
    let given = crop
    switch text.lowercased() {
    case "crop":
      if case .center? = given { return }
      crop = .own
    case "squash": crop = .squash
    case "pad": crop = .pad
    default:
      throw ExplanationOption.refused(
        "fit", text, "there is no such value", advice: "use one of crop, squash, pad")
    }
    if let given, given != crop, given != .own, given != .pad {
      throw ExplanationOption.refused(
        "fit", text, "\(OptionName.inputCrop) says otherwise", advice: "leave one of them out")
    }
  }

  /// `R,G,B` from 0 to 255, or `mean`.
  private mutating func setPadding(_ text: String) throws(Failure) {
    guard crop == .pad else {
      throw ExplanationOption.refused(
        "pad-colour", text, "nothing is padded", advice: "use it with \(OptionName.fit) pad")
    }
    padding = nil
    if text.lowercased() == "mean" { return }
    let levels = text.split(separator: ",", omittingEmptySubsequences: false).map {
      UInt8($0.trimmingPrefix(" "))
    }
    guard levels.count == 3, !levels.contains(nil) else {
      throw ExplanationOption.refused(
        "pad-colour", text, "it must be three numbers from 0 to 255, or mean",
        advice: "write 114,114,114, say")
    }
    padding = levels.compactMap(\.self)
  }

  /// One number, or three for red, green and blue.
  private static func channels(
    _ text: String, name: String, isDivisor: Bool
  ) throws(Failure) -> [Float] {
    let parts = text.split(separator: ",").map { $0.trimmingPrefix(" ") }
    let numbers = parts.compactMap { Float($0) }
    guard numbers.count == parts.count, numbers.count == 1 || numbers.count == 3,
      numbers.allSatisfy(\.isFinite)
    else {
      throw ExplanationOption.refused(
        name, text, "it must be one number or three", advice: "write 0.485,0.456,0.406, say")
    }
    guard numbers.allSatisfy({ abs($0) <= 2 }) else {
      throw ExplanationOption.refused(
        name, text, "pixels run from 0 to 1 here", advice: "divide by 255")
    }
    guard !isDivisor || numbers.allSatisfy({ $0 > 0 }) else {
      throw ExplanationOption.refused(name, text, "a standard deviation must be positive")
    }
    return numbers.count == 1 ? [numbers[0], numbers[0], numbers[0]] : numbers
  }

  /// `0.875`, `87.5%` or `squash`.
  private static func crop(_ text: String) throws(Failure) -> Crop {
    if text.lowercased() == "squash" { return .squash }
    let isPercent = text.hasSuffix("%")
    guard let number = Double(isPercent ? String(text.dropLast()) : text),
      case let fraction = isPercent ? number / 100 : number, fraction > 0.05, fraction <= 1
    else {
      throw ExplanationOption.refused(
        "input-crop", text,
        "it must be the fraction of the resized picture that the network sees, or 'squash'",
        advice: "write 0.875, say")
    }
    return .center(fraction: fraction)
  }
}

extension RecipeChanges {
  /// The changes on one line.
  package var text: String {
    Self.names.compactMap { name in text(of: name).map { "\(name)=\($0)" } }
      .joined(separator: " ")
  }

  /// Parses changes on one line.
  package init(text: String) throws(Failure) {
    self.init()
    for part in text.split(separator: " ") {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      if pair.count == 2, Self.names.contains(pair[0]) { try set(pair[0], to: pair[1]) }
    }
  }
}
