/// A key press with its modifier keys.
package struct Key: Hashable, Sendable {
  /// The key without modifiers.
  package enum Code: Hashable, Sendable {
    case character(Character)
    case enter, escape, tab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }

  /// The modifier keys.
  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
  }

  package var code: Code
  package var modifiers: Modifiers

  package init(_ code: Code, _ modifiers: Modifiers = []) {
    (self.code, self.modifiers) = (code, modifiers)
  }

  /// The key that types `character`.
  package static func character(_ character: Character) -> Key { Key(.character(character)) }

  /// Ctrl and a letter.
  package static func control(_ character: Character) -> Key {
    Key(.character(character), .control)
  }

  /// The character that the key types; nil if it types none.
  package var typed: Character? {
    guard case .character(let character) = code, modifiers.isSubset(of: .shift) else { return nil }
    return character
  }
}

extension Key {
  private static let codesByName: [String: Code] = [
    "enter": .enter, "esc": .escape, "tab": .tab, "backspace": .backspace, "delete": .delete,
    "insert": .insert, "up": .up, "down": .down, "left": .left, "right": .right, "home": .home,
    "end": .end, "pgup": .pageUp, "pgdn": .pageDown, "space": .character(" "),
  ]

  /// Parses a key name such as `q`, `ctrl-l`, `shift-tab`, `f1` or `space`; nil if it is unknown.
  package init?(name: String) {
    var modifiers: Modifiers = []
    var rest = name[...]
    let prefixes: [(String, Modifiers)] = [("ctrl-", .control), ("alt-", .alt), ("shift-", .shift)]
    while let (prefix, modifier) = prefixes.first(where: { rest.hasPrefix($0.0) }),
      rest.count > prefix.count
    {
      modifiers.insert(modifier)
      rest = rest.dropFirst(prefix.count)
    }
    if let code = Self.codesByName[rest.lowercased()] {
      self.init(code, modifiers)
    } else if rest.count == 1, let character = rest.first {
      self.init(.character(character), modifiers)
    } else if rest.lowercased().hasPrefix("f"), let number = Int(rest.dropFirst()),
      (1...12).contains(number)
    {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }

  /// The name, in the form that `init(name:)` parses.
  package var name: String {
    var prefix = ""
    if modifiers.contains(.control) { prefix += "ctrl-" }
    if modifiers.contains(.alt) { prefix += "alt-" }
    if modifiers.contains(.shift) { prefix += "shift-" }
    switch code {
    case .character(" "): return prefix + "space"
    case .character(let character): return prefix + String(character)
    case .function(let number): return prefix + "f\(number)"
    default:
      return prefix + (Self.codesByName.first { $0.value == code }?.key ?? "?")
    }
  }

  /// The name for key hints, such as `q`, `^L`, `Shift-Tab`, `↑` or `Enter`.
  package var label: String {
    if case .character(let character) = code, modifiers == .control {
      return "^" + character.uppercased()
    }
    let prefix =
      (modifiers.contains(.alt) ? "Alt-" : "")
      + (modifiers.contains(.shift) ? "Shift-" : "")
      + (modifiers.contains(.control) ? "Ctrl-" : "")
    switch code {
    case .character(" "): return prefix + "Space"
    case .character(let character): return prefix + String(character)
    case .up: return prefix + "↑"
    case .down: return prefix + "↓"
    case .left: return prefix + "←"
    case .right: return prefix + "→"
    case .pageUp: return prefix + "PgUp"
    case .pageDown: return prefix + "PgDn"
    default:
      let name = Key(code).name
      return prefix + name.prefix(1).uppercased() + name.dropFirst()
    }
  }
}
