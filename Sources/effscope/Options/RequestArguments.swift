import ArgumentParser
import Explanations
import Support

/// The options that a command takes of an explanation request.
protocol OptionSelection: Sendable {
  /// The rows, in the order of the help text.
  static var options: [ExplanationOption] { get }
}

/// Options that change an explanation request.
protocol RequestOptions {
  func apply(to request: inout ExplanationRequest) throws(Failure)
}

/// Command-line arguments made from option rows.
///
/// The parser finds a command's arguments by reflection. `customMirror` shows it one argument for
/// each row, and `init(from:)` reads their values back by name.
struct RequestArguments<Selection: OptionSelection>: ParsableArguments, CustomReflectable,
  RequestOptions
{
  /// The given texts by option name; options that were not given are absent.
  private(set) var texts: [String: [String]] = [:]
  /// Words that follow an option which also stands alone and are not values of it: images.
  private(set) var images: [String] = []

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: OptionKey.self)
    for option in Selection.options {
      let key = OptionKey(option.name)
      switch option.form {
      case .value:
        let value = try container.decode(Option<String?>.self, forKey: key).wrappedValue
        texts[option.name] = value.map { [$0] }
      case .repeated:
        let values = try container.decode(Option<[String]>.self, forKey: key).wrappedValue
        texts[option.name] = values.isEmpty ? nil : values
      case .flag:
        let isSet = try container.decode(Flag<Bool>.self, forKey: key).wrappedValue
        texts[option.name] = isSet ? ["yes"] : nil
      case .choice:
        let choice = try container.decode(Flag<Bool?>.self, forKey: key).wrappedValue
        texts[option.name] = choice.map { [$0 ? "yes" : "no"] }
      case .valueOrAlone(let alone):
        guard let text = try container.decode(Option<String?>.self, forKey: key).wrappedValue
        else { continue }
        var request = ExplanationRequest()
        let isValue = Self.looksLikeValue(text) || (try? option.set(&request, text)) != nil
        texts[option.name] = [isValue ? text : alone]
        if !isValue { images.append(text) }
      }
    }
  }

  /// Numbers and lists of numbers are values even if the option refuses them.
  private static func looksLikeValue(_ text: String) -> Bool {
    text.split(separator: ",").allSatisfy { Double($0) != nil }
  }

  var customMirror: Mirror {
    Mirror(
      self,
      children: Selection.options.map { option in ("_" + option.name, option.argument) })
  }

  func validate() throws {
    var request = ExplanationRequest()
    do throws(Failure) {
      try apply(to: &request)
    } catch {
      throw ValidationError(error.message)
    }
  }

  var isEmpty: Bool { texts.isEmpty }

  func has(_ name: String) -> Bool { texts[name] != nil }

  func apply(to request: inout ExplanationRequest) throws(Failure) {
    for option in Selection.options {
      if let texts = texts[option.name] { try request.set(option, to: texts) }
    }
  }
}

/// The name of an option as a coding key.
private struct OptionKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension ExplanationOption {
  /// The parser's wrapper for this row.
  fileprivate var argument: Any {
    let name = NameSpecification.customLong(name)
    let completion = CompletionKind.value(of: self.name)
    let help = ArgumentHelp(stringLiteral: help)
    switch form {
    case .value: return Option<String?>(name: name, help: help, completion: completion)
    case .repeated:
      return Option<[String]>(
        wrappedValue: [], name: name, parsing: .singleValue, help: help, completion: completion)
    case .flag: return Flag<Bool>(wrappedValue: false, name: name, help: help)
    case .choice: return Flag<Bool?>(name: name, inversion: .prefixedNo, help: help)
    case .valueOrAlone(let alone):
      return Option<String?>(name: name, defaultAsFlag: alone, parsing: .next, help: help)
    }
  }

  static func rows(_ names: String...) -> [ExplanationOption] {
    names.map { name in
      guard let option = named(name) else { preconditionFailure("there is no option '\(name)'") }
      return option
    }
  }
}

/// Method, layer, class and their kin, for every command that computes maps.
enum MapSelection: OptionSelection {
  static let options = ExplanationOption.map.filter { $0.name != "fuse" }
}

/// How several layers become one map.
enum FusionSelection: OptionSelection {
  static let options = ExplanationOption.rows("fuse")
}

/// How maps are drawn, for every command that draws them.
enum DrawingSelection: OptionSelection {
  static let options = ExplanationOption.rows(
    "colormap", "alpha", "alpha-mode", "interpolate", "signed")
}

/// Contours and frames, for every command that draws overlays.
enum MarkingSelection: OptionSelection {
  static let options = ExplanationOption.rows("contour", "box", "box-all")
}

/// What only `cam` draws.
enum PictureSelection: OptionSelection {
  static let options = ExplanationOption.rows("crop", "side", "legend", "compat")
}

/// Variant, checkpoint, dialect and class names.
enum NetworkSelection: OptionSelection {
  static let options = ExplanationOption.network
}

/// What a checkpoint leaves open, for commands that read one and run nothing.
enum ReadingSelection: OptionSelection {
  static let options = ExplanationOption.reading
}

/// The size of photographs, for commands that load networks in their own way.
enum LimitSelection: OptionSelection {
  static let options = [ExplanationOption.megapixels]
}

extension RequestArguments<LimitSelection> {
  var pixelLimit: Int {
    get throws(Failure) {
      var request = ExplanationRequest()
      try apply(to: &request)
      return request.network.pixelLimit
    }
  }
}

/// Mean, deviation, filter, crop and side of the input.
enum RecipeSelection: OptionSelection {
  static let options = ExplanationOption.preprocessing
}
