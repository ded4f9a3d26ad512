import Support

/// The choices that decide a library's rows and overlays, sorted by name.
///
/// Batches with equal settings give equal rows for equal images.
package struct LibrarySettings: Hashable, Sendable {
  /// One choice: `method`, `grad-cam`.
  package struct Setting: Hashable, Sendable {
    package let name, value: String

    package init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  package let choices: [Setting]
  /// Information that does not affect rows: the program's version, the weights' path.
  package let notes: [Setting]

  package init(_ choices: [Setting], notes: [Setting] = []) {
    self.choices = choices.sorted { $0.name < $1.name }
    self.notes = notes.sorted { $0.name < $1.name }
  }

  /// The value of a choice or a note.
  package subscript(name: String) -> String? {
    (choices + notes).first { $0.name == name }?.value
  }

  /// SHA-256 of the choices without the notes, 64 hexadecimal digits.
  package var fingerprint: String {
    ContentHash.sha256(Array(Self.text(choices).utf8)).hexadecimal
  }

  /// The choices that differ: `method is cam there and grad-cam here`.
  package func differences(from other: LibrarySettings) -> [String] {
    let added = other.choices.map(\.name).filter { name in !choices.contains { $0.name == name } }
    return (choices.map(\.name) + added).compactMap { name in
      let mine = choices.first { $0.name == name }?.value
      let theirs = other.choices.first { $0.name == name }?.value
      guard mine != theirs else { return nil }
      return "\(name) is \(theirs ?? "not set") there and \(mine ?? "not set") here"
    }
  }

  static func text(_ choices: [Setting]) -> String {
    JSON.object(choices.map { ($0.name, .string($0.value)) }).text()
  }

  /// Parses the output of `text(_:)`; nil for anything else.
  static func choices(in text: String) -> [Setting]? {
    guard let members = (try? JSON(parsing: Array(text.utf8)))?.members else { return nil }
    let choices = members.compactMap { name, value in value.string.map { Setting(name, $0) } }
    return choices.count == members.count ? choices : nil
  }
}
