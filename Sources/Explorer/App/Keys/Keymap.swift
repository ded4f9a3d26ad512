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

  package func action(for key: Key, on screen: ScreenID) -> Action? {
    binding(for: key, on: screen)?.action
  }

  package func binding(for key: Key, on screen: ScreenID) -> Binding? {
    // A shifted letter arrives as the capital; other shifted keys keep their modifier.
    var key = key
    if case .character = key.code { key.modifiers.remove(.shift) }
    return bindings.first { $0.screens.contains(screen) && $0.keys.contains(key) }
  }

  package func binding(for action: Action, on screen: ScreenID) -> Binding? {
    bindings.first { $0.action == action && $0.screens.contains(screen) }
  }

  package func bindings(on screen: ScreenID) -> [Binding] {
    bindings.filter { $0.screens.contains(screen) }
  }

  /// The keys the program starts with.
  package static let standard =
    ofOneScreen.flatMap { screen, bindings in bindings.map { $0.on(screen) } } + ofMoreScreens

  private static let ofOneScreen: KeyValuePairs<ScreenID, [Binding]> = [
    .variants: [
      Binding(.activate, "enter", "Use this network for predictions and maps", hint: "use"),
      Binding(.filter, "/", "Show only networks whose name holds a text", hint: "filter"),
      Binding(.pull, "d", "Download this network's weights", hint: "download weights"),
      Binding(
        .nextView, "v", "Show networks without published weights too, or not", hint: "all"),
      Binding(.sort, "s", "Sort by the next column", hint: "sort"),
      Binding(.mark, "space", "Mark the network to compare it", hint: "mark"),
      Binding(.compare, "x", "Compare the marked networks side by side", hint: "compare"),
    ],
    .architecture: [
      Binding(
        .activate, "enter",
        "Open or close a stage's blocks, or a block's layers; see a layer on Step", hint: "open"),
      Binding(.nextMeasure, "v", "Draw bars of the next measure", hint: "bars"),
      Binding(.timeLayers, "r", "Run the network and time every layer", hint: "time"),
      Binding(.lowerResolution, "<", "Compute the shapes at a lower resolution"),
      Binding(
        .raiseResolution, ">", "Compute the shapes at a higher resolution", hint: "resolution"),
      Binding(.expandAll, "*", "Open or close everything", hint: "all"),
      pullInUse,
    ],
    .step: [
      Binding(.nextPoint, "n )", "Step to the next tensor point", hint: "step"),
      Binding(.previousPoint, "N (", "Step back to the tensor point before"),
      Binding(.nextBlock, "]", "Step to the next block", hint: "block"),
      Binding(.previousBlock, "[", "Step back to the start of the block, then before"),
      Binding(.nextStage, "}", "Step to the next stage", hint: "stage"),
      Binding(.previousStage, "{", "Step back to the start of the stage, then before"),
      Binding(.activate, "enter", "Show one channel large, or the grid again", hint: "zoom in"),
      fullResolution,
      Binding(.play, "A", "Walk on by itself, or stop", hint: "play"),
      Binding(.overlayChannel, "o", "Lay the channel over the photograph, or not", hint: "overlay"),
      Binding(.sort, "s", "Sort channels by energy, peak, mean or index", hint: "sort"),
      Binding(.nextView, "v", "Show channels, or how one value is computed", hint: "compute"),
      Binding(.previousView, "V", "Show the view before"),
      Binding(.timeLayers, "r", "Run the network and time every layer", hint: "time"),
      Binding(.scale, "u", "Colour all channels by one scale, or each by its own"),
      Binding(.raiseAlpha, "+ =", "Show larger channels", hint: "size"),
      Binding(.lowerAlpha, "-", "Show more and smaller channels"),
      Binding(.nextColorMap, "p", "Use the next colour map", hint: "colours"),
      Binding(.previousColorMap, "P", "Use the colour map before"),
      pullInUse,
    ],
    .predict: [
      Binding(.activate, "enter", "Explain this class as a map", hint: "explain"),
      Binding(.chooseClass, "/", "Find any class by name or index", hint: "find class"),
      Binding(.axis, "X", "Show probabilities, their logarithms, or logits", hint: "scale"),
      fullResolution, pullInUse,
    ],
    .cam: [
      Binding(.nextClass, "c", "Explain the next class by probability", hint: "class"),
      Binding(.previousClass, "C", "Explain the class before"),
      Binding(
        .chooseMethod, "m", "List the methods with their cost, and preview them", hint: "method"),
      Binding(.nextMethod, "M", "Explain by the next method"),
      Binding(.chooseLayer, "l", "List the layers, and preview them", hint: "layer"),
      Binding(.nextLayer, "L", "Explain at the next stage, then at the first"),
      Binding(.export, "e", "Export the map as a PNG or as raw values", hint: "export"),
      fullResolution,
      Binding(.chooseClass, "/", "Explain any class, by name or index", hint: "find class"),
      Binding(.nextBlock, "]", "Explain at the next block"),
      Binding(.previousBlock, "[", "Explain at the block before"),
      Binding(.nextStage, "}", "Explain at the next stage"),
      Binding(.previousStage, "{", "Explain at the stage before"),
      Binding(.activate, "enter", "Start an expensive map, or open one of the grid", hint: "start"),
      Binding(.grid, "x", "Show methods by stages, then networks, then one map", hint: "grid"),
      Binding(
        .versus, "w", "Tell the class apart from its strongest rival, or not", hint: "versus"),
      Binding(.chooseVersus, "W", "Tell the class apart from any other"),
      Binding(
        .curves, "i", "Show how inserting and deleting the map's pixels changes the class",
        hint: "curves"),
      Binding(
        .scale, "u", "Colour by the map's own scale, the top class's, or one over the layers",
        hint: "scale"),
      Binding(.signed, "a", "Show evidence against the class too", hint: "against"),
      Binding(.nextColorMap, "p", "Use the next colour map", hint: "colours"),
      Binding(.previousColorMap, "P", "Use the colour map before"),
      Binding(.raiseAlpha, "+ =", "Show more of the heatmap", hint: "alpha"),
      Binding(.lowerAlpha, "-", "Show more of the photograph"),
      pullInUse,
    ],
    .files: [
      Binding(.activate, "enter", "Open the picture or directory", hint: "open"),
      Binding(.filter, "/", "Show only names that hold a text", hint: "filter"),
      Binding(
        .examine, "b", "Examine all pictures of this directory, for the gallery",
        hint: "examine all"),
      fullResolution,
      Binding(
        .recent, "v", "List photographs opened lately, or the directory again", hint: "recent"),
      Binding(.hidden, "H", "Show or hide hidden files"),
    ],
    .scaling: [
      Binding(
        .nextView, "v",
        "Show stages, a sweep, Figures 3, 4, 8, the grid search, the best within the cost",
        hint: "view"),
      Binding(.previousView, "V", "Show the view before"),
      Binding(.nextBase, "B", "Scale the next network", hint: "base"),
      Binding(
        .compound, "D", "Scale the dimensions together by φ, or each alone", hint: "dimensions"),
      Binding(.timeLayers, "r", "Measure the latency, with random weights", hint: "measure"),
      Binding(
        .activate, "enter", "Put the slider back, or take a candidate of the search", hint: "reset"),
    ],
    .results: [
      Binding(.nextView, "v", "Show the next table", hint: "table"),
      Binding(.previousView, "V", "Show the table before"),
      Binding(.plot, "i", "Show the diagram, or the table", hint: "diagram"),
      Binding(.sort, "s", "Sort by the next column", hint: "sort"),
      Binding(.reverseSort, "S", "Sort the other way round"),
      Binding(.filter, "/", "Show only rows that hold a text", hint: "filter"),
      Binding(
        .axis, "X", "Draw over MACs or parameters, by ratios or differences; another data set",
        hint: "axis"),
      Binding(
        .timeLayers, "r", "Measure this network's latency, with random weights", hint: "measure"),
      Binding(.measureAll, "R", "Measure every network of Table 4, smallest first"),
    ],
    .settings: [
      Binding(.activate, "enter", "Set the option to its next value", hint: "change")
    ],
    .gallery: [
      Binding(.activate, "enter", "Show the image's map", hint: "map"),
      Binding(.filter, "/", "Show only images that fulfil conditions", hint: "filter"),
      Binding(.mark, "space", "Mark the image, or not", hint: "mark"),
      Binding(.export, "e", "Write a report on the marked images", hint: "report"),
      Binding(
        .overlayChannel, "o", "Show overlays, photographs, or both", hint: "overlay"),
      Binding(.compare, "x", "Show the marked images side by side", hint: "compare"),
      Binding(.sort, "s", "Sort by the next column", hint: "sort"),
      Binding(.reverseSort, "S", "Sort in the other direction"),
      Binding(.wrongOnly, "E", "Show only errors, or all", hint: "errors"),
      Binding(.borderOnly, "T", "Show only maps that touch the border, or all", hint: "touching"),
      Binding(.markedOnly, "O", "Show only marked images, or all", hint: "only marked"),
      Binding(.unmarkAll, "U", "Take all marks away"),
      Binding(.nextLayout, "v", "Show tiles, or a list", hint: "view"),
      Binding(.raiseAlpha, "+ =", "Show larger tiles", hint: "size"),
      Binding(.lowerAlpha, "-", "Show more and smaller tiles"),
    ],
  ]

  /// The weights of the network in use.
  private static let pullInUse = Binding(.pull, "d", "Download the weights of the network in use")

  private static let fullResolution = Binding(
    .fullResolution, "f", "Show the picture in the terminal's own pixels", hint: "full size",
    group: .look)

  private static let ofMoreScreens: [Binding] = [
    // Moving
    Binding(.up, "k up", "Move up", group: .move),
    Binding(.down, "j down", "Move down", group: .move),
    Binding(.left, "h left", "Move left, close, or go to the parent", group: .move),
    Binding(
      .right, "l right", on: Set(ScreenID.allCases).subtracting([.cam]), "Move right, or open",
      group: .move),
    // On CAM the letter lists the layers.
    Binding(.right, "right", on: [.cam], "Move right", group: .move),
    Binding(.pageUp, "pgup ctrl-b", "Move up by a page", group: .move),
    Binding(.pageDown, "pgdn ctrl-f", "Move down by a page", group: .move),
    Binding(.top, "g home", "Go to the first", group: .move),
    Binding(.bottom, "G end", "Go to the last", group: .move),
    Binding(
      .findNext, "n", on: [.variants, .architecture, .predict, .files, .results],
      "Go to the next match", group: .move),
    Binding(
      .findPrevious, "N", on: [.variants, .architecture, .predict, .files, .results],
      "Go to the match before", group: .move),
    Binding(.nextPane, "tab", "Go to the next pane", group: .move),
    Binding(.previousPane, "shift-tab", "Go to the pane before", group: .move),
    // Looking
    Binding(.nextImage, ".", "Open the next picture of the directory", group: .look),
    Binding(.previousImage, ",", "Open the picture before", group: .look),
    Binding(.zoom, "z", "Show one pane on the whole screen, or all again", group: .look),
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
    Binding(.messages, "!", "Show the messages of this session", group: .program),
    Binding(.help, "? f1", "Show the keys of this screen", hint: "help", group: .program),
    Binding(.palette, ":", "Find a command by name", hint: "commands", group: .program),
    Binding(.back, "esc", "Close, clear or go back", group: .program),
    Binding(.redraw, "ctrl-l", "Draw the screen again", group: .program),
    Binding(.suspend, "ctrl-z", "Suspend the program", group: .program),
    Binding(.retry, "ctrl-r", "Read again, and try what failed or was cancelled", group: .program),
    Binding(.interrupt, "ctrl-c", "Cancel what is running, or quit", group: .program),
    Binding(.quit, "q", "Quit", hint: "quit", group: .program),
  ]
}
