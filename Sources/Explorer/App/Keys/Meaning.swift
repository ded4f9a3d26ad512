/// What an action means wherever it has a key: a key must not have two of these.
extension Action {
  /// The words for all of the action's bindings.
  ///
  /// Actions with the same words may share a key on different screens.
  package var meaning: String {
    switch self {
    case .activate: "open, use or choose what is under the cursor"
    case .filter, .chooseClass: "find by a text"
    case .findNext, .nextPoint: "the next one: match, tensor point"
    case .findPrevious, .previousPoint: "the one before: match, tensor point"
    case .nextBlock: "the next block"
    case .previousBlock: "the block before"
    case .nextStage: "the next stage"
    case .previousStage: "the stage before"
    case .nextView, .nextMeasure, .recent, .nextLayout: "the next view"
    case .previousView: "the view before"
    case .plot, .curves: "a diagram, or not"
    case .compare, .grid: "side by side"
    case .overlayChannel: "over the photograph, or not"
    case .timeLayers: "run and measure the time"
    case .pull: "download weights"
    case .raiseAlpha: "more: larger tiles, a stronger heatmap"
    case .lowerAlpha: "less: smaller tiles, a weaker heatmap"
    case .sort: "the next order"
    case .reverseSort: "the other direction of the order"
    case .mark: "mark, or not"
    case .export: "export as a file"
    case .scale: "one scale of colours, or each its own"
    case .axis: "another axis or scale"
    case .fullResolution: "the picture in the terminal's own pixels"
    case .nextColorMap: "the next colour map"
    case .previousColorMap: "the colour map before"
    default: Keymap.standard.first { $0.action == self }?.title.lowercasedFirst ?? name
    }
  }
}

extension Keymap {
  /// The number of the standard keymap; it grows when keys are exchanged.
  package static let version = 2

  /// What a user of an earlier keymap has to know.
  package static let news =
    "keys have changed: each now means the same on every screen. d downloads weights, v goes "
    + "through views, w is versus, m and l list methods and layers; ? lists all"

  /// Keys that mean something else on one screen, with the action that they have there.
  package static let exceptions: [(key: String, screen: ScreenID, action: Action)] = [
    ("l", .cam, .chooseLayer)
  ]

  /// The table of keys for the documentation, in Markdown: keys, meaning, screens.
  package var table: String {
    var meanings: [String] = []
    for binding in bindings where !meanings.contains(binding.action.meaning) {
      meanings.append(binding.action.meaning)
    }
    let rows = meanings.map { meaning in
      let members = bindings.filter { $0.action.meaning == meaning }
      var keys: [String] = []
      for key in members.flatMap(\.keys).map(\.label) where !keys.contains(key) { keys.append(key) }
      let screens = members.reduce(into: Set<ScreenID>()) { $0.formUnion($1.screens) }
      let names = ScreenID.allCases.filter(screens.contains).map(\.title)
      let place = names.count == ScreenID.allCases.count ? "all" : names.joined(separator: ", ")
      return "| \(keys.map { "`\($0)`" }.joined(separator: " ")) | \(meaning) | \(place) |"
    }
    return (["| keys | meaning | screens |", "|---|---|---|"] + rows).joined(separator: "\n")
  }
}

extension String {
  fileprivate var lowercasedFirst: String {
    // A name, as CAM in `CAM: where it sees it`, keeps its capitals.
    let isName = dropFirst().first?.isUppercase ?? false
    return isName ? self : prefix(1).lowercased() + dropFirst()
  }
}
