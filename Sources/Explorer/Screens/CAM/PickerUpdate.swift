import Terminal

extension State {
  /// Opens the list of methods or layers at the chosen one.
  mutating func openPicker(_ subject: MapPicker.Subject) {
    let screen = camScreen
    screens.cam.grid = nil
    dialog = .maps(
      MapPicker(
        subject: subject, former: screens.cam.choice,
        cursor: subject == .method
          ? screens.cam.choice.method : screen.layers.firstIndex(of: screen.layer) ?? 0))
  }

  mutating func handle(_ key: Key, _ picker: MapPicker) -> [Effect] {
    let action = action(for: key)
    switch action {
    case .back, .quit:
      screens.cam.choice = picker.former
      dialog = nil
    case .activate:
      dialog = nil
      // The list and the strip over the photograph have shown the cost.
      if camScreen.pendingForecast != nil, let question = camScreen.question {
        screens.cam.maps.allowed.insert(question)
      }
    case .chooseMethod where picker.subject == .method,
      .chooseLayer where picker.subject == .layer:
      dialog = nil
    case .export, .fullResolution, .help, .palette, .chooseTheme, nil: break
    case let action?:
      let count = picker.subject == .method ? screens.cam.methods.count : camScreen.layers.count
      let cursor = moved(picker.cursor, by: action, count: count)
      if cursor != picker.cursor { preview(cursor, picker) }
    }
    return []
  }

  /// Shows the map of a row of the list; expensive ones show their cost and wait.
  mutating func preview(_ row: Int, _ picker: MapPicker) {
    var picker = picker
    picker.cursor = row
    dialog = .maps(picker)
    screens.cam.choice = picker.former
    switch picker.subject {
    case .method: screens.cam.choice.method = row
    case .layer:
      guard let layer = camScreen.layers.dropFirst(row).first else { return }
      screens.cam.choose(layer: layer, on: camScreen)
    }
  }
}

extension CAMState {
  /// Chooses a layer, and a method that explains it; returns what was changed besides the layer.
  @discardableResult
  mutating func choose(layer: String, on screen: CAMScreen) -> String? {
    choice.layer = layer
    probe = nil
    guard let method = screen.method, let able = screen.method(at: layer), able != method else {
      return nil
    }
    choose(method: able.name)
    return method.isPixelLevel
      ? "\(method.title) explains the pixels: \(able.title) at \(layer)"
      : "\(method.title) explains \(screen.stages.last ?? "the last stage") only: "
        + "\(able.title) at \(layer)"
  }
}
