/// A JSON value that keeps the order of its keys.
package enum JSON: Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A number, in the shortest form that reads back the same; NaN and infinities become `null`.
  case number(Double)
  /// A number of single precision, in its own shortest form.
  case float(Float)
  /// A number in a form of its own, such as `1.0`.
  case literal(String)
  case string(String)
  case array([JSON])
  /// An object, keys in this order.
  case object([(String, JSON)])

  /// The text, on one line, or indented by two spaces a level.
  package func text(isIndented: Bool = false) -> String {
    var output = ""
    write(to: &output, depth: isIndented ? 0 : nil)
    return output
  }

  private func write(to output: inout String, depth: Int?) {
    switch self {
    case .null: output += "null"
    case .boolean(let value): output += value ? "true" : "false"
    case .integer(let value): output += String(value)
    case .number(let value): output += value.isFinite ? JSON.trimmed("\(value)") : "null"
    case .float(let value): output += value.isFinite ? JSON.trimmed("\(value)") : "null"
    case .literal(let text): output += text
    case .string(let value): JSON.quote(value, to: &output)
    case .array(let values):
      // Arrays of plain values stay on one line, as a person would write a shape.
      let isFlat = values.allSatisfy(\.isPlain)
      JSON.list("[", "]", values, to: &output, depth: isFlat ? nil : depth) { value, out, depth in
        value.write(to: &out, depth: depth)
      }
    case .object(let pairs):
      JSON.list("{", "}", pairs, to: &output, depth: depth) { pair, out, depth in
        JSON.quote(pair.0, to: &out)
        out += depth == nil ? ":" : ": "
        pair.1.write(to: &out, depth: depth)
      }
    }
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private static func list<Element>(
    _ open: String, _ close: String, _ elements: [Element], to output: inout String, depth: Int?,
    _ body: (Element, inout String, Int?) -> Void
  ) {
    output += open
    for (index, element) in elements.enumerated() {
      if index > 0 { output += "," }
      if let depth { output += "\n" + String(repeating: "  ", count: depth + 1) }
      body(element, &output, depth.map { $0 + 1 })
    }
    if let depth, !elements.isEmpty { output += "\n" + String(repeating: "  ", count: depth) }
    output += close
  }

  /// `3.0` is written `3`, as JSON's readers expect of whole numbers.
  private static func trimmed(_ text: String) -> String {
    text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func quote(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case "\r": output += "\\r"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar.isRawByte ? "\u{FFFD}" : scalar)
      }
    }
    output += "\""
  }
}
