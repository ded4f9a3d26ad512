extension State {
  mutating func performInPredict(_ action: Action) -> [Effect] {
    switch action {
    case .activate:
      screens.cam.choice.target = .rank(screens.predict.cursor)
      show(.cam, keepsTrail: true)
    case .chooseClass: dialog = .classes(ClassPicker())
    default: break
    }
    return []
  }
}
