import Terminal

package struct ClassPicker: Equatable, Sendable {
  var search = SearchList()
  /// Whether the class is the one to contrast with.
  var isRival = false

  /// The classes that match the text, best first: by index, by the start of the name, by part of it.
  func matches(in classes: [RankedClass]) -> [RankedClass] {
    let wanted = search.query.text.lowercased()
    guard !wanted.isEmpty else { return classes }
    let index = Int(wanted)
    func score(_ item: RankedClass) -> Int? {
      if item.index == index { return 0 }
      let label = item.label.lowercased()
      if label.hasPrefix(wanted) { return 1 }
      if label.contains(" " + wanted) { return 2 }
      return label.contains(wanted) ? 3 : nil
    }
    return classes.bestFirst(score)
  }

  func draw(_ classes: [RankedClass], in area: Rect, _ canvas: inout Canvas) {
    let matches = matches(in: classes)
    let list = search.draw(
      isRival ? "Tell apart from" : "Find a class", width: 60, in: area,
      hint: "Enter explains it · Esc closes", &canvas)
    guard !matches.isEmpty else {
      return canvas.message("no class has this name or index", in: list)
    }
    canvas.list(
      matches.map { item in
        ("\(item.index)".padded(to: 5) + item.label, item.answer, .text)
      }, cursor: search.cursor, in: list)
  }
}

extension State {
  /// The classes to choose from: a class is no rival of its own.
  func offered(_ picker: ClassPicker) -> [RankedClass] {
    picker.isRival ? camScreen.rivals : subject.currentAnswer?.classes ?? []
  }

  mutating func handle(_ key: Key, _ picker: ClassPicker) -> [Effect] {
    var picker = picker
    let matches = picker.matches(in: offered(picker))
    switch key.code {
    case .escape: dialog = nil
    case .enter:
      dialog = nil
      guard matches.indices.contains(picker.search.cursor) else { return [] }
      let index = matches[picker.search.cursor].index
      if picker.isRival {
        screens.cam.choice.versus = index
      } else {
        screens.cam.choice.target = .index(index)
      }
      show(.cam)
    default:
      picker.search.handle(key, count: matches.count, page: page)
      dialog = .classes(picker)
    }
    return []
  }
}
