import Attribution
import Checkpoints
import Imaging
import Support

/// A command line that makes an output again: every choice that is not the standard one, word for word.
public struct CommandWords: Hashable, Sendable {
  /// The program, the subcommand and what follows, unquoted.
  public private(set) var words: [String]

  /// A subcommand without options.
  public init(_ subcommand: String) { words = ["effscope", subcommand] }

  /// The line as a shell reads it.
  public var text: String { words.map(\.shellQuoted).joined(separator: " ") }

  /// Adds an argument.
  public mutating func add(_ word: String) { words.append(word) }

  /// Adds an option with a value; nothing for nil.
  public mutating func add(_ option: String, _ value: String?) {
    guard let value else { return }
    // What looks like an option itself has to stand in the same word.
    words += value.hasPrefix("-") ? ["\(option)=\(value)"] : [option, value]
  }

  /// Adds images at the end, after a mark where one looks like an option.
  public mutating func add(images: [String]) {
    if images.contains(where: { $0.hasPrefix("-") && $0 != "-" }) { words.append("--") }
    words += images
  }
}

extension CommandWords {
  /// `cam` for one explanation: the picture that `style` draws of it, written to `output`.
  public static func cam(
    _ explanation: Explanation, _ style: PictureStyle, asked: NetworkRequest, output: String
  ) -> CommandWords {
    var line = CommandWords("cam")
    let network = explanation.examination.network
    line.add(asked, variant: network.variant.name)
    line.add(explanation.question, lastStage: network.network.stages.last?.name)
    line.add(
      style,
      isSignedByDefault: ExplanationRequest(
        method: explanation.question.method,
        versus: explanation.question.versus.map(String.init)
      ).isSignedByDefault && explanation.question.fusion == nil)
    line.add("--output", output)
    line.add(images: [explanation.examination.photograph.name])
    return line
  }

  /// `classify` for one image: its `count` best classes.
  public static func classify(
    _ examination: Examination, top count: Int, asked: NetworkRequest
  ) -> CommandWords {
    var line = CommandWords("classify")
    line.add(asked, variant: examination.network.variant.name)
    line.add("--top", count == 5 ? nil : String(count))
    line.add(images: [examination.photograph.name])
    return line
  }

  /// The options of a network.
  public mutating func add(_ request: NetworkRequest, variant: String) {
    add("--variant", variant)
    add("--checkpoint", request.checkpoint)
    add("--dialect", request.dialect)
    add("--labels", request.labels)
    add("--mean", request.recipe.mean.map(Self.list))
    add("--std", request.recipe.standardDeviation.map(Self.list))
    add("--interpolation", request.recipe.interpolation?.rawValue)
    switch request.recipe.crop {
    case .center(let fraction)?: add("--input-crop", "\(fraction)")
    case .squash?: add("--input-crop", "squash")
    case nil: break
    }
    add("--resolution", request.recipe.size.map(String.init))
    add("--precision", request.precision == .float32 ? nil : request.precision.rawValue)
  }

  private mutating func add(_ question: ExplanationQuestion, lastStage: String?) {
    add("--method", question.method.name == CAM().name ? nil : question.method.name)
    if !question.method.isPixelLevel, question.layers != [lastStage] {
      add("--layer", question.layers.joined(separator: ","))
    }
    add("--fuse", question.fusion?.rawValue)
    add("--class", String(question.target))
    add("--versus", question.versus.map(String.init))
    add("--smooth", question.smoothing == .none ? nil : question.smoothing.rawValue)
    add("--channels", question.settings.channels.map(String.init))
    add("--samples", question.settings.samples.map(String.init))
    add("--seed", question.settings.seed == 0 ? nil : String(question.settings.seed))
  }

  /// The options of a drawing.
  public mutating func add(_ style: PictureStyle, isSignedByDefault: Bool) {
    let isChosen = style.colorMap != (style.isSigned ? .coolwarm : .inferno)
    if isChosen { add("--colormap", style.colorMap.name) }
    // A colour map that is named says by itself whether there is a sign.
    let follows = isChosen ? style.colorMap.isDiverging : isSignedByDefault
    if style.isSigned != follows { words.append(style.isSigned ? "--signed" : "--no-signed") }
    add("--alpha", style.alpha.map { "\($0)" })
    add("--alpha-mode", style.alphaMode == .flat ? nil : style.alphaMode.rawValue)
    add("--interpolate", style.interpolation == .bilinear ? nil : style.interpolation.rawValue)
    if !style.contours.isEmpty {
      add("--contour", style.contours.map { "\($0)" }.joined(separator: ","))
    }
    add("--box", style.box.map { "\($0)" })
    add("--crop", style.crop?.rawValue)
    add("--side", style.side.map(String.init))
    if style.hasLegend { words.append("--legend") }
  }

  private static func list(_ numbers: [Float]) -> String {
    numbers.map { "\($0)" }.joined(separator: ",")
  }
}
