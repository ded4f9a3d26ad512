import Checkpoints
import Imaging
import Support
import Tensors

extension RecipeChanges {
  /// What a person wrote behind `--mean`, `--std`, `--interpolation`, `--crop` and `--resolution`.
  public init(
    mean: String?, standardDeviation: String?, interpolation: String?, crop: String?,
    resolution: Int?
  ) throws(Failure) {
    self.init()
    self.mean = try mean.map { text throws(Failure) in
      try Self.channels(text, option: "--mean", isDivisor: false)
    }
    self.standardDeviation = try standardDeviation.map { text throws(Failure) in
      try Self.channels(text, option: "--std", isDivisor: true)
    }
    self.interpolation = try interpolation.map { text throws(Failure) in
      guard let filter = Interpolation(rawValue: text.lowercased()) else {
        throw Failure(
          .usage, "can't use --interpolation", text, because: "there is no such filter",
          advice: "use one of \(Interpolation.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return filter
    }
    self.crop = try crop.map(Self.crop)
    if let resolution {
      guard (8...8192).contains(resolution) else {
        throw Failure(
          .usage, "can't use --resolution", String(resolution),
          because: "a side must lie between 8 and 8192")
      }
      size = resolution
    }
  }

  /// One number, or three for red, green and blue.
  private static func channels(
    _ text: String, option: String, isDivisor: Bool
  ) throws(Failure) -> [Float] {
    let parts = text.split(separator: ",").map { $0.trimmingPrefix(" ") }
    let numbers = parts.compactMap { Float($0) }
    guard numbers.count == parts.count, numbers.count == 1 || numbers.count == 3,
      numbers.allSatisfy(\.isFinite)
    else {
      throw Failure(
        .usage, "can't use \(option)", text, because: "it must be one number or three",
        advice: "write \(option) 0.485,0.456,0.406, say")
    }
    guard numbers.allSatisfy({ abs($0) <= 2 }) else {
      throw Failure(
        .usage, "can't use \(option)", text, because: "pixels run from 0 to 1 here",
        advice: "divide by 255")
    }
    guard !isDivisor || numbers.allSatisfy({ $0 > 0 }) else {
      throw Failure(
        .usage, "can't use \(option)", text, because: "a standard deviation must be positive")
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
      throw Failure(
        .usage, "can't use --crop", text,
        because:
          "it must be the fraction of the resized picture that the network sees, or 'squash'",
        advice: "write --crop 0.875, say")
    }
    return .center(fraction: fraction)
  }
}

extension RecipeChanges {
  /// The options that make them, as the command line names them.
  public var options: [(name: String, value: String)] {
    func channels(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: ",") }
    let crop: String? =
      switch self.crop {
      case .center(let fraction)?: "\(fraction)"
      case .squash?: "squash"
      case nil: nil
      }
    let all: [(String, String?)] = [
      ("mean", mean.map(channels)), ("std", standardDeviation.map(channels)),
      ("interpolation", interpolation?.rawValue), ("input-crop", crop),
      ("resolution", size.map(String.init)),
    ]
    return all.compactMap { name, value in value.map { (name, $0) } }
  }

  /// The options on one line.
  public var text: String { options.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }

  /// The changes that a line of options makes.
  public init(text: String) throws(Failure) {
    var values: [String: String] = [:]
    for part in text.split(separator: " ") {
      let pair = part.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { values[String(pair[0])] = String(pair[1]) }
    }
    try self.init(
      mean: values["mean"], standardDeviation: values["std"],
      interpolation: values["interpolation"], crop: values["input-crop"],
      resolution: values["resolution"].flatMap { Int($0) })
  }
}
