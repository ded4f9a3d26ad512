import Terminal

extension State {
  mutating func performInSettings(_ action: Action) -> [Effect] {
    let count = ConfigurationOption.all.count
    if let moved = Self.moved(settings.cursor, by: action, count: count, page: page) {
      settings.cursor = moved
      return []
    }
    switch action {
    case .activate, .right: return change(settings.option, step: 1)
    case .left: return change(settings.option, step: -1)
    default: return []
    }
  }

  private mutating func change(_ option: ConfigurationOption, step: Int) -> [Effect] {
    set(option, option.neighbour(of: option.value(configuration), step: step))
  }

  /// Sets an option here and in the file.
  mutating func set(_ option: ConfigurationOption, _ value: String) -> [Effect] {
    guard option.accepts(value) else { return [] }
    var changed = configuration
    option.set(&changed, value)
    apply(changed)
    return [.saveSetting(name: option.name, value: value)]
  }
}
