extension State {
  mutating func performInPredict(_ action: Action) -> [Effect] {
    switch action {
    case .activate:
      screens.cam.choice.target = .rank(screens.predict.cursor)
      show(.cam, keepsTrail: true)
    case .chooseClass: dialog = .classes(ClassPicker())
    case .axis: screens.predict.scale = ClassScale.allCases.neighbour(of: screens.predict.scale, 1)
    default: break
    }
    return []
  }
}
