import Terminal

/// The one list of keys: help, footer, palette and documentation are drawn from it.
package struct Keymap: Equatable, Sendable {
  package private(set) var bindings: [Binding]

  package init(_ bindings: [Binding] = Keymap.standard) { self.bindings = bindings }

  /// The keymap with other keys for some actions; a key taken by one is taken from all others.
  package func remapped(_ keys: [Action: [Key]]) -> Keymap {
    var changed = bindings
    for index in changed.indices {
      let action = changed[index].action
      if let own = keys[action] {
        changed[index].keys = own
        continue
      }
      for (other, taken) in keys {
        let place = bindings.filter { $0.action == other }.reduce(into: Set<ScreenID>()) {
          $0.formUnion($1.screens)
        }
        guard !place.isDisjoint(with: changed[index].screens) else { continue }
        changed[index].keys.removeAll { taken.contains($0) }
      }
    }
    return Keymap(changed)
  }

  /// What a key means on a screen.
  package func action(for key: Key, on screen: ScreenID) -> Action? {
    binding(for: key, on: screen)?.action
  }

  /// The binding of a key on a screen.
  package func binding(for key: Key, on screen: ScreenID) -> Binding? {
    // A shifted letter arrives as the capital; other shifted keys keep their modifier.
    var key = key
    if case .character = key.code { key.modifiers.remove(.shift) }
    return bindings.first { $0.screens.contains(screen) && $0.keys.contains(key) }
  }

  /// The binding that an action has on a screen.
  package func binding(for action: Action, on screen: ScreenID) -> Binding? {
    bindings.first { $0.action == action && $0.screens.contains(screen) }
  }

  /// All bindings of a screen.
  package func bindings(on screen: ScreenID) -> [Binding] {
    bindings.filter { $0.screens.contains(screen) }
  }

  /// The keys the program starts with.
  package static let standard: [Binding] = [
    // Networks
    Binding(
      .activate, "enter", on: [.variants], "Use this network for predictions and maps",
      hint: "use"),
    Binding(
      .filter, "/", on: [.variants], "Show only networks whose name holds a text", hint: "filter"),
    Binding(.sort, "s", on: [.variants], "Sort by the next column", hint: "sort"),
    Binding(.mark, "space", on: [.variants], "Mark the network to compare it", hint: "mark"),
    Binding(
      .compare, "c", on: [.variants], "Compare the marked networks side by side", hint: "compare"),
    Binding(.pull, "p", on: [.variants], "Pull this network's weights", hint: "pull weights"),
    // Architecture
    Binding(
      .activate, "enter space", on: [.architecture],
      "Open or close a stage's blocks, or a block's tensor points", hint: "open"),
    Binding(
      .lowerResolution, "<", on: [.architecture], "Compute the shapes at a lower resolution"),
    Binding(
      .raiseResolution, ">", on: [.architecture], "Compute the shapes at a higher resolution",
      hint: "resolution"),
    Binding(.expandAll, "x", on: [.architecture], "Open or close everything", hint: "all"),
    Binding(
      .nextMeasure, "m", on: [.architecture], "Draw bars of the next measure", hint: "bars"),
    Binding(
      .timeLayers, "r", on: [.architecture], "Run the network and time every layer", hint: "time"),
    // Stepping
    Binding(.nextPoint, "n )", on: [.step], "Step to the next tensor point", hint: "step"),
    Binding(.previousPoint, "b (", on: [.step], "Step back to the tensor point before"),
    Binding(.nextBlock, "]", on: [.step], "Step to the next block", hint: "block"),
    Binding(.previousBlock, "[", on: [.step], "Step back to the start of the block, then before"),
    Binding(.nextStage, "}", on: [.step], "Step to the next stage", hint: "stage"),
    Binding(.previousStage, "{", on: [.step], "Step back to the start of the stage, then before"),
    Binding(.play, "space", on: [.step], "Walk on by itself, or stop", hint: "play"),
    Binding(
      .activate, "enter", on: [.step], "Show one channel large, or the grid again", hint: "zoom in"),
    Binding(
      .overlayChannel, "o", on: [.step], "Lay the channel over the photograph, or not",
      hint: "overlay"),
    Binding(
      .sort, "s", on: [.step], "Sort channels by energy, peak, mean or index", hint: "sort"),
    Binding(.scale, "u", on: [.step], "Colour all channels by one scale, or each by its own"),
    Binding(.raiseAlpha, "+ =", on: [.step], "Show larger channels", hint: "size"),
    Binding(.lowerAlpha, "-", on: [.step], "Show more and smaller channels"),
    Binding(.nextColorMap, "p", on: [.step], "Use the next colour map", hint: "colours"),
    Binding(.previousColorMap, "P", on: [.step], "Use the colour map before"),
    // Predictions
    Binding(.activate, "enter", on: [.predict], "Explain this class as a map", hint: "explain"),
    Binding(
      .chooseClass, "/ c", on: [.predict], "Find any class by name or index", hint: "find class"),
    // Maps
    Binding(.nextClass, "c", on: [.cam], "Explain the next most probable class", hint: "class"),
    Binding(.previousClass, "C", on: [.cam], "Explain the class before"),
    Binding(
      .chooseClass, "/", on: [.cam], "Explain any class, by name or index", hint: "find class"),
    Binding(.nextMethod, "m", on: [.cam], "Explain by the next method", hint: "method"),
    Binding(.previousMethod, "M", on: [.cam], "Explain by the method before"),
    Binding(.previousLayer, "[", on: [.cam], "Explain at the stage before"),
    Binding(.nextLayer, "]", on: [.cam], "Explain at the next stage", hint: "layer"),
    Binding(
      .curves, "i", on: [.cam],
      "Show how inserting and deleting the map's pixels changes the class",
      hint: "curves"),
    Binding(.previousBlock, "{", on: [.cam], "Explain at the block before"),
    Binding(.nextBlock, "}", on: [.cam], "Explain at the next block"),
    Binding(
      .versus, "v", on: [.cam], "Tell the class apart from its strongest rival, or not",
      hint: "versus"),
    Binding(.chooseVersus, "V", on: [.cam], "Tell the class apart from any other"),
    Binding(
      .grid, "x", on: [.cam], "Show methods by stages, then networks, then one map", hint: "grid"),
    Binding(
      .activate, "enter", on: [.cam], "Start an expensive map, or open one of the grid",
      hint: "start"),
    Binding(.nextColorMap, "p", on: [.cam], "Use the next colour map", hint: "colours"),
    Binding(.previousColorMap, "P", on: [.cam], "Use the colour map before"),
    Binding(.raiseAlpha, "+ =", on: [.cam], "Show more of the heatmap", hint: "alpha"),
    Binding(.lowerAlpha, "-", on: [.cam], "Show more of the photograph"),
    Binding(.signed, "s", on: [.cam], "Show evidence against the class too", hint: "signed"),
    Binding(.export, "e", on: [.cam], "Export the map as a PNG or as raw values", hint: "export"),
    // Files
    Binding(.activate, "enter", on: [.files], "Open the picture or directory", hint: "open"),
    Binding(.filter, "/", on: [.files], "Show only names that hold a text", hint: "filter"),
    Binding(
      .recent, "r", on: [.files], "List photographs opened lately, or the directory again",
      hint: "recent"),
    Binding(.hidden, "H", on: [.files], "Show or hide hidden files"),
    // Scaling
    Binding(.nextBase, "b", on: [.scaling], "Scale another network", hint: "base"),
    Binding(.previousBase, "B", on: [.scaling], "Scale the network before"),
    Binding(
      .compound, "c", on: [.scaling], "Scale by φ and its bases, or each dimension alone",
      hint: "rule"),
    Binding(
      .nextView, "v", on: [.scaling],
      "Show stages, a sweep, Figures 3, 4, 8, the grid search, the best within the cost",
      hint: "view"),
    Binding(.previousView, "V", on: [.scaling], "Show the view before"),
    Binding(
      .timeLayers, "r", on: [.scaling], "Measure the latency, with random weights",
      hint: "measure"),
    Binding(
      .activate, "enter", on: [.scaling], "Put the slider back, or take a candidate of the search",
      hint: "reset"),
    // Results
    Binding(.nextView, "v", on: [.results], "Show the next table", hint: "table"),
    Binding(.previousView, "V", on: [.results], "Show the table before"),
    Binding(.sort, "s", on: [.results], "Sort by the next column", hint: "sort"),
    Binding(.reverseSort, "S", on: [.results], "Sort the other way round"),
    Binding(.filter, "/", on: [.results], "Show only rows that hold a text", hint: "filter"),
    Binding(.plot, "p", on: [.results], "Show the diagram, or the table", hint: "plot"),
    Binding(
      .axis, "a", on: [.results],
      "Draw over MACs or parameters, by ratios or differences; another data set", hint: "axis"),
    Binding(
      .timeLayers, "r", on: [.results], "Measure this network's latency, with random weights",
      hint: "measure"),
    Binding(.measureAll, "R", on: [.results], "Measure every network of Table 4, smallest first"),
    // Settings
    Binding(
      .activate, "enter space", on: [.settings], "Set the option to its next value",
      hint: "change"),
    // Libraries
    Binding(.activate, "enter", on: [.gallery], "Show the image's map", hint: "map"),
    Binding(
      .filter, "/", on: [.gallery], "Show only images that fulfil conditions", hint: "filter"),
    Binding(.mark, "space", on: [.gallery], "Mark the image, or not", hint: "mark"),
    Binding(.compare, "c", on: [.gallery], "Show the marked images side by side", hint: "compare"),
    Binding(
      .export, "e", on: [.gallery], "Write a report on the marked images", hint: "report"),
    Binding(.sort, "s", on: [.gallery], "Sort by the next column", hint: "sort"),
    Binding(.reverseSort, "S", on: [.gallery], "Sort in the other direction"),
    Binding(
      .wrongOnly, "w", on: [.gallery], "Show only wrong answers, or all", hint: "wrong"),
    Binding(
      .borderOnly, "b", on: [.gallery], "Show only maps that touch the border, or all",
      hint: "border"),
    Binding(.markedOnly, "m", on: [.gallery], "Show only marked images, or all", hint: "marked"),
    Binding(.unmarkAll, "u", on: [.gallery], "Take all marks away"),
    Binding(.nextLayout, "v", on: [.gallery], "Show tiles, or a list", hint: "view"),
    Binding(.raiseAlpha, "+ =", on: [.gallery], "Show larger tiles", hint: "size"),
    Binding(.lowerAlpha, "-", on: [.gallery], "Show more and smaller tiles"),
    // Moving
    Binding(.up, "k up", "Move up", group: .move),
    Binding(.down, "j down", "Move down", group: .move),
    Binding(.left, "h left", "Move left, close, or go to the parent", group: .move),
    Binding(.right, "l right", "Move right, or open", group: .move),
    Binding(.pageUp, "pgup ctrl-b", "Move up by a page", group: .move),
    Binding(.pageDown, "pgdn ctrl-f", "Move down by a page", group: .move),
    Binding(.top, "g home", "Go to the first", group: .move),
    Binding(.bottom, "G end", "Go to the last", group: .move),
    Binding(
      .findNext, "n", on: [.variants, .architecture, .predict, .files, .results],
      "Go to the next match",
      group: .move),
    Binding(
      .findPrevious, "N", on: [.variants, .architecture, .predict, .files, .results],
      "Go to the match before", group: .move),
    Binding(.nextPane, "tab", "Go to the next pane", group: .move),
    Binding(.previousPane, "shift-tab", "Go to the pane before", group: .move),
    // Looking
    Binding(.nextImage, ".", "Open the next picture of the directory", group: .look),
    Binding(.previousImage, ",", "Open the picture before", group: .look),
    Binding(.zoom, "z", "Show one pane on the whole screen, or all again", group: .look),
    Binding(
      .fullResolution, "f", on: [.step, .predict, .cam, .files],
      "Show the picture in the terminal's own pixels", group: .look),
    Binding(.chooseTheme, "t", "Choose a theme", group: .look),
    Binding(.copyCommand, "y", "Copy the command line that does the same", group: .look),
    // Screens
    Binding(.showVariants, "1", "Variants: every network and its cost", group: .screens),
    Binding(.showArchitecture, "2", "Architecture: stages, blocks and shapes", group: .screens),
    Binding(
      .showStep, "3", "Step: the photograph's way through every layer", group: .screens),
    Binding(.showPredict, "4", "Predict: what the network sees in the photograph", group: .screens),
    Binding(.showCAM, "5", "CAM: where it sees it", group: .screens),
    Binding(.showFiles, "6", "Files: choose a photograph", group: .screens),
    Binding(
      .showGallery, "0", "Gallery: a library of many images", group: .screens),
    Binding(.showScaling, "7", "Scaling: what a larger network costs", group: .screens),
    Binding(.showResults, "8", "Results: the paper's tables", group: .screens),
    Binding(.settings, "9", "Settings: everything that stays for next time", group: .screens),
    // Program
    Binding(.help, "? f1", "Show the keys of this screen", hint: "help", group: .program),
    Binding(.palette, ":", "Find a command by name", hint: "commands", group: .program),
    Binding(.back, "esc", "Close, clear or go back", group: .program),
    Binding(.redraw, "ctrl-l", "Draw the screen again", group: .program),
    Binding(.suspend, "ctrl-z", "Suspend the program", group: .program),
    Binding(.retry, "ctrl-r", "Try again what failed or was cancelled", group: .program),
    Binding(.interrupt, "ctrl-c", "Cancel what is running, or quit", group: .program),
    Binding(.quit, "q", "Quit", hint: "quit", group: .program),
  ]
}
