extension State {
  mutating func performInPredict(_ action: Action) -> [Effect] {
    let count = subject.currentAnswer?.classes.count ?? 0
    if move(\.screens.predict.cursor, by: action, count: count) { return [] }
    switch action {
    case .activate:
      screens.cam.choice.target = .rank(screens.predict.cursor)
      show(.cam)
    case .chooseClass: dialog = .classes(ClassPicker())
    default: break
    }
    return []
  }
}
