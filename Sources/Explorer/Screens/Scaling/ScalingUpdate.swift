import Architectures
import Scaling
import Terminal

extension State {
  mutating func performInScaling(_ action: Action) -> [Effect] {
    let (candidates, cursor) = (screens.scaling.candidates, screens.scaling.searchCursor)
    if action == .activate, list != nil, candidates.indices.contains(cursor) {
      screens.scaling.take(candidates[cursor].rule)
      return []
    }
    if action == .timeLayers {
      return screens.scaling.network.map { measure($0.variant) } ?? []
    }
    screens.scaling.perform(action)
    return []
  }

  mutating func drag(to column: Int) {
    guard let index = screens.scaling.dragged, screens.scaling.sliders.indices.contains(index),
      let track = canvas.area(of: .slider(index))
    else { return }
    screens.scaling.cursor = index
    let fraction = Double(column - track.x) / Double(max(1, track.width - 1))
    screens.scaling.set(screens.scaling.sliders[index], fraction: max(0, min(1, fraction)))
  }
}

extension ScalingState {
  fileprivate mutating func perform(_ action: Action) {
    switch action {
    case .up: cursor = max(0, cursor - 1)
    case .down: cursor = min(sliders.count - 1, cursor + 1)
    case .left: turn(slider, by: -1)
    case .right: turn(slider, by: 1)
    case .pageUp: turn(slider, by: 10)
    case .pageDown: turn(slider, by: -10)
    case .top: set(slider, hundredths: slider.range.lowerBound)
    case .bottom: set(slider, hundredths: slider.range.upperBound)
    case .activate: set(slider, hundredths: slider.standard)
    case .nextBase: nextBase(1)
    case .compound: toggleMode()
    case .nextView: page = Page.allCases.neighbour(of: page, 1)
    case .previousView: page = Page.allCases.neighbour(of: page, -1)
    default: break
    }
  }
}
