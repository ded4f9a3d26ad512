import Support
import TOMLKit

/// What the next start of the explorer restores.
package struct LastSession: Equatable, Sendable {
  package var variant: String?
  package var checkpoint: String?
  package var picture: String?
  package var directory: String?
  package var screen: String?
  /// Paths of recently opened photographs, the newest first.
  package var recent: [String] = []
  /// Paths of recently opened libraries, the newest first.
  package var libraries: [String] = []
  /// Whether the tour was seen or skipped.
  package var isToured = false
  /// The keymap that the user knows; 1 is that of versions before 0.2.
  package var keymap = 1

  /// An empty session.
  package init() {}

  /// The session in a file; an empty one if it can't be read.
  package static func load(_ path: String?) -> LastSession {
    guard let path, let text = ConfigurationFile.text(of: path),
      let table = try? TOMLTable(string: text)
    else { return LastSession() }
    var session = LastSession()
    (session.variant, session.checkpoint) = (
      table["variant"]?.string, table["checkpoint"]?.string
    )
    (session.picture, session.directory) = (table["picture"]?.string, table["directory"]?.string)
    session.screen = table["screen"]?.string
    session.recent = table["recent"]?.array?.compactMap { $0.string } ?? []
    session.libraries = table["libraries"]?.array?.compactMap { $0.string } ?? []
    session.isToured = table["toured"]?.bool ?? false
    session.keymap = table["keymap"]?.int ?? 1
    return session
  }

  package func save(_ path: String) throws(Failure) {
    let table = TOMLTable()
    table["variant"] = variant
    // The next start may be in another folder.
    table["checkpoint"] = checkpoint?.absolutePath
    table["picture"] = picture?.absolutePath
    table["directory"] = directory?.absolutePath
    table["screen"] = screen
    table["recent"] = TOMLArray(recent.map(\.absolutePath))
    table["libraries"] = TOMLArray(libraries.map(\.absolutePath))
    table["toured"] = isToured
    table["keymap"] = keymap
    try ConfigurationFile.write(table.convert(), to: path, what: "can't save the session")
  }
}

extension String {
  /// The path from the root.
  fileprivate var absolutePath: String { String(escaping: RawPath(self).absolute.bytes) }
}

extension State {
  /// What the next start restores; random weights are for one session.
  package var lastSession: LastSession {
    var session = LastSession()
    if !subject.network.isUntrained {
      (session.variant, session.checkpoint) = (subject.network.variant, subject.network.checkpoint)
    }
    (session.picture, session.directory) = (subject.picture?.path, screens.files.directory)
    session.screen = screen.action.name
    (session.recent, session.libraries) = (screens.files.recent, screens.gallery.recent)
    (session.isToured, session.keymap) = (welcome.isToured, Keymap.version)
    return session
  }
}
