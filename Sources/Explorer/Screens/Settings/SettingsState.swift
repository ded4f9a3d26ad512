/// The option under the Settings screen's cursor, and the mistakes in the configuration file.
package struct SettingsState: Equatable, Sendable {
  package var cursor = 0
  package var mistakes: [ConfigurationMistake] = []

  package var option: ConfigurationOption {
    let all = ConfigurationOption.all
    return all[max(0, min(cursor, all.count - 1))]
  }
}
