import Terminal

extension State {
  /// A key while something lies in front of the screen.
  mutating func handleInOverlay(_ key: Key) -> [Effect] {
    guard let overlay else { return [] }
    switch overlay {
    case .help(let scroll): return handle(key, help: scroll)
    case .comparison(let scroll): return handle(key, comparison: scroll)
    case .palette(let palette): return handle(key, palette)
    case .themes(let picker): return handle(key, picker)
    case .classes(let picker): return handle(key, picker)
    case .export(let dialog): return handle(key, dialog)
    case .weights(let dialog): return handle(key, dialog)
    case .pixels(let preview): return handle(key, preview)
    case .welcome(let dialog): return handle(key, dialog)
    case .tour(let step): return handle(key, tour: step)
    }
  }

  mutating func pasteIntoOverlay(_ text: String) {
    switch overlay {
    case .palette(var palette):
      palette.query.insert(text)
      palette.cursor = 0
      overlay = .palette(palette)
    case .classes(var picker):
      picker.query.insert(text)
      picker.cursor = 0
      overlay = .classes(picker)
    case .export(var dialog):
      dialog.field = .path
      dialog.path.insert(text)
      dialog.confirmsReplacing = false
      overlay = .export(dialog)
    case .help, .comparison, .themes, .weights, .welcome, .tour, .pixels, nil: break
    }
  }

  private mutating func handle(_ key: Key, help scroll: Int) -> [Effect] {
    switch keymap.action(for: key, on: screen) {
    case .up: overlay = .help(scroll: max(0, scroll - 1))
    case .down: overlay = .help(scroll: min(helpScrollLimit, scroll + 1))
    case .pageUp: overlay = .help(scroll: max(0, scroll - page))
    case .pageDown: overlay = .help(scroll: min(helpScrollLimit, scroll + page))
    case .top: overlay = .help(scroll: 0)
    case .bottom: overlay = .help(scroll: helpScrollLimit)
    case .help, .back, .quit, .activate: overlay = nil
    default: break
    }
    return []
  }

  private mutating func handle(_ key: Key, _ dialog: WelcomeDialog) -> [Effect] {
    var dialog = dialog
    if key.code == .enter { return accept(dialog) }
    switch keymap.action(for: key, on: screen) {
    case .back:
      overlay = nil
      isToured = true
    case .quit: return [.quit]
    case let action?:
      let count = welcomeChoices.count
      dialog.cursor =
        Self.moved(dialog.cursor, by: action, count: count, page: page) ?? dialog.cursor
      overlay = .welcome(dialog)
    case nil: break
    }
    return []
  }

  private mutating func handle(_ key: Key, tour step: Int) -> [Effect] {
    switch keymap.action(for: key, on: screen) {
    case .back, .quit: overlay = nil
    case .left, .up, .previousPane: startTour(max(0, step - 1))
    case .activate, .right, .down, .nextPane, .play: startTour(step + 1)
    default: if key.code == .enter { startTour(step + 1) }
    }
    return []
  }

  private mutating func handle(_ key: Key, comparison scroll: Int) -> [Effect] {
    let action = keymap.action(for: key, on: screen)
    if action == .copyCommand {
      let command = "effscope architecture " + variants.marked.joined(separator: " ")
      notice = Notice(.done, "copied: \(command)")
      return [.copy(command)]
    }
    if action == .back || action == .quit || action == .compare || action == .activate {
      overlay = nil
    } else if let action,
      let moved = Self.moved(scroll, by: action, count: comparisonLimit + 1, page: page)
    {
      overlay = .comparison(scroll: moved)
    }
    return []
  }

  private mutating func handle(_ key: Key, _ palette: Palette) -> [Effect] {
    var palette = palette
    let matches = paletteEntries(palette.query.text)
    switch key.code {
    case .escape: overlay = nil
    case .enter:
      overlay = nil
      guard matches.indices.contains(palette.cursor) else { return [] }
      return perform(matches[palette.cursor].action)
    default:
      if let cursor = Self.listCursor(palette.cursor, key, count: matches.count, page: page) {
        palette.cursor = cursor
      } else if palette.query.handle(key) {
        palette.cursor = 0
      }
      overlay = .palette(palette)
    }
    return []
  }

  private mutating func handle(_ key: Key, _ picker: ThemePicker) -> [Effect] {
    var picker = picker
    switch keymap.action(for: key, on: screen) {
    case .back, .quit:
      look.theme = picker.former
      overlay = nil
    case .activate, .chooseTheme:
      overlay = nil
      return ConfigurationOption.named("theme").map { set($0, look.theme.identifier) } ?? []
    case let action?:
      let identifiers = ThemeCatalogue.identifiers
      guard
        let cursor = Self.moved(picker.cursor, by: action, count: identifiers.count, page: page)
      else { return [] }
      picker.cursor = cursor
      look.theme = ThemeCatalogue.theme(identifiers[cursor]) ?? look.theme
      overlay = .themes(picker)
    case nil: if key.code == .enter { overlay = nil }
    }
    return []
  }

  private mutating func handle(_ key: Key, _ picker: ClassPicker) -> [Effect] {
    var picker = picker
    let matches = picker.matches(in: subject.currentAnswer?.classes ?? [])
    switch key.code {
    case .escape: overlay = nil
    case .enter:
      overlay = nil
      guard matches.indices.contains(picker.cursor) else { return [] }
      if picker.isRival {
        cam.versus = matches[picker.cursor].index
      } else {
        cam.target = .index(matches[picker.cursor].index)
      }
      show(.cam)
    default:
      if let cursor = Self.listCursor(picker.cursor, key, count: matches.count, page: page) {
        picker.cursor = cursor
      } else if picker.query.handle(key) {
        picker.cursor = 0
      }
      overlay = .classes(picker)
    }
    return []
  }

  private mutating func handle(_ key: Key, _ dialog: ExportDialog) -> [Effect] {
    var dialog = dialog
    switch key.code {
    case .escape: overlay = nil
    case .enter:
      guard !dialog.path.text.isEmpty else { return [] }
      return export(dialog)
    case .up: dialog.move(-1)
    case .down, .tab: dialog.move(key.modifiers.contains(.shift) ? -1 : 1)
    case .left where dialog.field != .path: dialog.change(-1)
    case .right where dialog.field != .path: dialog.change(1)
    case .character(" ") where dialog.field != .path: dialog.change(1)
    default:
      if dialog.field == .path, dialog.path.handle(key) { dialog.confirmsReplacing = false }
    }
    if overlay != nil { overlay = .export(dialog) }
    return []
  }

  private mutating func handle(_ key: Key, _ dialog: WeightsDialog) -> [Effect] {
    var dialog = dialog
    if key.code == .enter { return decide(dialog) }
    switch keymap.action(for: key, on: screen) {
    case .back, .quit: overlay = nil
    case let action?:
      let count = dialog.choices.count
      if let cursor = Self.moved(dialog.cursor, by: action, count: count, page: page) {
        dialog.cursor = cursor
      }
      overlay = .weights(dialog)
    case nil: break
    }
    return []
  }

  /// A list's cursor while letters go into a text field: arrows and pages only.
  private static func listCursor(_ cursor: Int, _ key: Key, count: Int, page: Int) -> Int? {
    let action: Action? =
      switch (key.code, key.modifiers) {
      case (.up, []), (.character("p"), .control): .up
      case (.down, []), (.character("n"), .control), (.tab, []): .down
      case (.pageUp, []): .pageUp
      case (.pageDown, []): .pageDown
      default: nil
      }
    return action.flatMap { moved(cursor, by: $0, count: count, page: page) }
  }
}
