import Attribution
import Checkpoints
import Imaging
import Support

/// A command line that makes an output again, with every option that is not at its default.
///
/// This is the one place that renders options as arguments.
package struct CommandLineText: Hashable, Sendable {
  /// Program, subcommand, options and arguments, unquoted.
  package private(set) var words: [String]

  /// Starts with the subcommand and its first arguments.
  package init(_ words: String...) { self.words = ["effscope"] + words }

  package var text: String { words.map(\.shellQuoted).joined(separator: " ") }

  package mutating func add(_ word: String) { words.append(word) }

  /// Adds an option without a value.
  package mutating func add(flag option: String) { words.append("--\(option)") }

  /// Adds an option with a value; nothing for nil.
  ///
  /// A value that starts with a dash is joined to its option, unless the command takes any word after
  /// the option as its value (`isUnconditional`).
  package mutating func add(_ option: String, _ value: String?, isUnconditional: Bool = false) {
    guard let value else { return }
    let isJoined = value.hasPrefix("-") && !isUnconditional
    words += isJoined ? ["--\(option)=\(value)"] : ["--\(option)", value]
  }

  /// Adds images at the end, after `--` if one looks like an option.
  package mutating func add(images: [String]) {
    if images.contains(where: { $0.hasPrefix("-") && $0 != "-" }) { words.append("--") }
    words += images
  }

  /// Adds `options` of a resolved request that are not at their defaults.
  package mutating func add(_ options: [ExplanationOption], of request: ExplanationRequest) {
    for option in options {
      for text in option.arguments(request) {
        switch option.form {
        case .flag: add(flag: option.name)
        case .choice: words.append(text == "yes" ? "--\(option.name)" : "--no-\(option.name)")
        case .value, .repeated, .valueOrAlone: add(option.name, text)
        }
      }
    }
  }

  /// Adds the options of a network and, unless nil, its variant.
  package mutating func add(_ network: NetworkRequest, variant: String) {
    var request = ExplanationRequest()
    request.network = network
    request.network.variant = variant
    add(ExplanationOption.network + ExplanationOption.preprocessing, of: request)
  }
}

extension NetworkRequest {
  /// The request as a record keeps it.
  package func naming(by paths: PathStyle) -> NetworkRequest {
    var request = self
    request.checkpoint = checkpoint.map(paths.record)
    request.labels = labels.map(paths.record)
    return request
  }
}

extension CommandLineText {
  /// `cam` for one explanation: the picture that `style` draws of it, written to `output`.
  package static func cam(
    _ explanation: Explanation, _ style: PictureStyle, asked: NetworkRequest, output: String
  ) -> CommandLineText {
    var line = CommandLineText("cam")
    let network = explanation.examination.network
    var request = explanation.question.single
    request.style = style
    if request.layers == [network.network.stages.last?.name ?? ""] { request.layers = [] }
    line.add(asked.naming(by: request.paths), variant: network.variant.name)
    line.add(
      ExplanationOption.map + ExplanationOption.truth + ExplanationOption.drawing, of: request)
    line.add("paths", request.paths == .relative ? nil : request.paths.rawValue)
    line.add("output", output)
    line.add(images: [request.paths.record(explanation.examination.photograph.name)])
    return line
  }

  /// `classify` for one image: its `count` most probable classes.
  package static func classify(
    _ examination: Examination, top count: Int, asked: NetworkRequest,
    paths: PathStyle = .absolute
  ) -> CommandLineText {
    var line = CommandLineText("classify")
    line.add(asked.naming(by: paths), variant: examination.network.variant.name)
    line.add("top", count == 5 ? nil : String(count))
    line.add(images: [paths.record(examination.photograph.name)])
    return line
  }
}
