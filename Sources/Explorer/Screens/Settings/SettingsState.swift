/// Which option the Settings screen points at.
package struct SettingsView: Equatable, Sendable {
  package var cursor = 0
  /// What is wrong in the configuration file.
  package var mistakes: [ConfigurationMistake] = []

  package init() {}

  /// The option under the cursor.
  package var option: ConfigurationOption {
    let all = ConfigurationOption.all
    return all[max(0, min(cursor, all.count - 1))]
  }
}
