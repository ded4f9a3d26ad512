extension State {
  mutating func performInSettings(_ action: Action) -> [Effect] {
    switch action {
    case .activate, .right: return change(screens.settings.option, step: 1)
    case .left: return change(screens.settings.option, step: -1)
    default: return []
    }
  }

  private mutating func change(_ option: ConfigurationOption, step: Int) -> [Effect] {
    set(option, option.neighbour(of: option.value(preferences.settings), step: step))
  }

  /// Sets an option, puts it into effect and saves it in the configuration file.
  mutating func set(_ option: ConfigurationOption, _ value: String) -> [Effect] {
    guard option.accepts(value) else { return [] }
    var changed = preferences.settings
    option.set(&changed, value)
    apply(changed)
    return [.saveSetting(name: option.name, value: value)]
  }
}
