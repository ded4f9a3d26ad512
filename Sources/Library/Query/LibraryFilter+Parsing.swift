import Explanations
import Support

extension LibraryFilter {
  /// Parses conditions separated by spaces or commas: `class=tabby confidence<0.5 correct=no`.
  ///
  /// A condition is a column, a comparison and a value, or alternatives separated by `|`. Values
  /// with spaces need quotes.
  package init(parsing text: String) throws(Failure) {
    // "and" between conditions is optional.
    let words = try Self.words(text).filter { $0.lowercased() != "and" }
    self.init(try words.map { word throws(Failure) in try Self.condition(word) })
  }

  private static func failure(_ text: String, _ why: String, _ advice: String) -> Failure {
    Failure(.usage, "can't filter by", text, because: why, advice: advice)
  }
  private static let example = "write, say, 'class=tabby confidence<0.5 correct=no border=yes'"

  /// Splits at spaces and commas outside of quotes.
  private static func words(_ text: String) throws(Failure) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if (character == "\"" || character == "'") && word.last.map(isComparison) == true {
        // Quotes open only at the start of a value, so an apostrophe inside a word is no quote.
        quote = character
      } else if character.isWhitespace || character == "," {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    guard quote == nil else {
      throw failure(text, "a quote is not closed", "write class=\"tabby cat\", say")
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  private static func isComparison(_ character: Character) -> Bool { "=<>~|".contains(character) }

  private static func condition(_ word: String) throws(Failure) -> Condition {
    guard let start = word.firstIndex(where: { "=<>~!".contains($0) }),
      let comparison = Comparison.allCases.first(where: { word[start...].hasPrefix($0.rawValue) })
    else {
      throw failure(
        word, "it is no comparison: =, !=, <, <=, >, >= or ~ is missing", example)
    }
    let name = String(word[..<start])
    let values = word[start...].dropFirst(comparison.rawValue.count)
      .split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    guard values.allSatisfy({ !$0.isEmpty }) else {
      throw failure(word, "a value is missing", example)
    }
    return try condition(name, comparison, values, word)
  }

  private static func condition(
    _ name: String, _ comparison: Comparison, _ values: [String], _ word: String
  ) throws(Failure) -> Condition {
    switch name.lowercased() {
    case "labelled", "labeled": return .present(.truth, try claim(comparison, values, word))
    case "skipped": return .present(.error, try claim(comparison, values, word))
    default: break
    }
    guard let column = LibraryColumn(named: name) else {
      let synonyms = LibraryColumn.synonyms.keys.sorted().joined(separator: ", ")
      throw failure(
        word, "there is no column '\(name)'",
        "use one of \(LibraryColumn.names), \(synonyms), labelled, skipped")
    }
    switch column.kind {
    case .claim: return .claim(column, try claim(comparison, values, word))
    case .classIndex where values.contains { Int($0) == nil } || comparison == .contains:
      return try classNamed(column, comparison, values, word)
    case .number, .share, .classIndex:
      return .number(column, comparison, try numbers(column, comparison, values, word))
    case .text where column == .label || column == .truthLabel:
      return try classNamed(column == .label ? .index : .truth, comparison, values, word)
    case .text, .bytes:
      if column == .error || column == .overlay, let isPresent = truth(values) {
        return .present(column, isPresent)
      }
      guard [.equal, .different, .contains].contains(comparison) else {
        throw failure(
          word, "texts are neither smaller nor larger", "use = or != or ~ (contains)")
      }
      return .text(column, comparison, values)
    }
  }

  private static func classNamed(
    _ column: LibraryColumn, _ comparison: Comparison, _ values: [String], _ word: String
  ) throws(Failure) -> Condition {
    guard [.equal, .different, .contains].contains(comparison) else {
      throw failure(
        word, "classes are neither smaller nor larger", "use = or != with a name or an index")
    }
    return .classNamed(column, values, isNegated: comparison == .different)
  }

  private static func numbers(
    _ column: LibraryColumn, _ comparison: Comparison, _ values: [String], _ word: String
  ) throws(Failure) -> [Double] {
    guard comparison != .contains else {
      throw failure(word, "\(column.rawValue) is a number", "use =, !=, <, <=, > or >=")
    }
    let numbers = values.compactMap { value -> Double? in
      guard value.hasSuffix("%"), column.kind == .share else { return Double(value) }
      return Double(value.dropLast()).map { $0 / 100 }
    }
    guard numbers.count == values.count, numbers.allSatisfy(\.isFinite) else {
      throw failure(
        word, "\(column.rawValue) is compared with a number",
        "write \(column.rawValue)\(comparison.rawValue)\(column.kind == .share ? "0.5" : "3")")
    }
    return numbers
  }

  private static func claim(
    _ comparison: Comparison, _ values: [String], _ word: String
  ) throws(Failure) -> Bool {
    guard comparison == .equal || comparison == .different, let truth = truth(values) else {
      throw failure(word, "it is yes or no", "write =yes or =no")
    }
    return comparison == .equal ? truth : !truth
  }

  private static func truth(_ values: [String]) -> Bool? {
    guard values.count == 1 else { return nil }
    switch values[0].lowercased() {
    case "yes", "true", "1": return true
    case "no", "false", "0": return false
    default: return nil
    }
  }
}

extension LibraryOrder {
  /// Parses columns separated by commas: `entropy:desc,image`.
  package static func parsing(_ text: String) throws(Failure) -> [LibraryOrder] {
    try text.split(separator: ",").map { part throws(Failure) in
      let fields = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      let direction = fields.count == 2 ? fields[1].lowercased() : fields.count == 1 ? "asc" : ""
      guard let column = LibraryColumn(named: fields[0]), ["asc", "desc"].contains(direction) else {
        throw Failure(
          .usage, "can't sort by", String(part),
          because: "it is no column, or no column with :desc",
          advice: "use \(LibraryColumn.names)")
      }
      return LibraryOrder(column, isDescending: direction == "desc")
    }
  }
}

extension LibraryColumn {
  /// Parses columns separated by commas: `image,index,probability`; `all` gives every column.
  package static func parsing(_ text: String) throws(Failure) -> [LibraryColumn] {
    if text.lowercased() == "all" { return allCases }
    return try text.split(separator: ",").map { part throws(Failure) in
      guard let column = LibraryColumn(named: String(part)) else {
        throw Failure(
          .usage, "can't show the column", String(part), because: "there is none of this name",
          advice: "use \(names), or all")
      }
      return column
    }
  }
}
