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
  /// Whether the tour was seen or skipped.
  package var isToured = false

  package init() {}

  /// The session in a file; an empty one if it can't be read.
  package static func load(_ path: String?) -> LastSession {
    var session = LastSession()
    guard let path, let text = ConfigurationFile.text(of: path),
      let table = try? TOMLTable(string: text)
    else { return session }
    session.variant = table["variant"]?.string
    session.checkpoint = table["checkpoint"]?.string
    session.picture = table["picture"]?.string
    session.directory = table["directory"]?.string
    session.screen = table["screen"]?.string
    session.recent = table["recent"]?.array?.compactMap { $0.string } ?? []
    session.isToured = table["toured"]?.bool ?? false
    return session
  }

  /// Writes the session.
  package func save(_ path: String) throws(Failure) {
    let table = TOMLTable()
    table["variant"] = variant
    table["checkpoint"] = checkpoint
    table["picture"] = picture
    table["directory"] = directory
    table["screen"] = screen
    table["recent"] = TOMLArray(recent)
    table["toured"] = isToured
    try ConfigurationFile.write(table.convert(), to: path, what: "can't save the session")
  }
}

extension State {
  /// What the next start restores.
  package var lastSession: LastSession {
    var session = LastSession()
    session.variant = subject.network.variant
    session.checkpoint = subject.network.checkpoint
    session.picture = subject.picture?.path
    session.directory = screens.files.directory
    session.screen = screen.action.name
    session.recent = screens.files.recent
    session.isToured = welcome.isToured
    return session
  }
}
