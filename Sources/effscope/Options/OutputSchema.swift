/// The names of the fields that the commands print as JSON and CSV; docs/schema.md lists them.
enum OutputSchema {
  /// The number of this set of names; it grows when a field is renamed, removed or means something
  /// else.
  static let number = 2
}
