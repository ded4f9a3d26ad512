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

  /// The session in a file; an empty one if it can't be read.
  package static func load(_ path: String?) -> LastSession {
    guard let path, let text = ConfigurationFile.text(of: path),
      let table = try? TOMLTable(string: text)
    else { return LastSession() }
    return LastSession(
      variant: table["variant"]?.string, checkpoint: table["checkpoint"]?.string,
      picture: table["picture"]?.string, directory: table["directory"]?.string,
      screen: table["screen"]?.string,
      recent: table["recent"]?.array?.compactMap { $0.string } ?? [],
      isToured: table["toured"]?.bool ?? false)
  }

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
    LastSession(
      variant: subject.network.variant, checkpoint: subject.network.checkpoint,
      picture: subject.picture?.path, directory: screens.files.directory,
      screen: screen.action.name, recent: screens.files.recent, isToured: welcome.isToured)
  }
}
