import Support

/// Where the user's private files are.
enum UserHome {
  /// Folders below the root with devices, other processes and sockets.
  static let closed: Set<RawPath> = [
    RawPath("dev"), RawPath("proc"), RawPath("run"), RawPath("sys"),
  ]

  /// The home folder as the environment names it and without links.
  static var folders: [RawPath] {
    guard let home = BaseFolder.environment("HOME"), home.hasPrefix("/") else { return [] }
    let path = RawPath(home).absolute
    return Array(Set([path, path.resolved ?? path]))
  }

  /// The folders around the home folder, without the root.
  static var ancestors: [RawPath] {
    var found: Set<RawPath> = []
    for home in folders {
      var folder = home.folder
      while folder != RawPath("/"), folder != RawPath(".") {
        found.insert(folder)
        folder = folder.folder
      }
    }
    return Array(found)
  }

  /// Whether the home folder is `folder` or lies below it.
  static func lies(in folder: RawPath) -> Bool {
    let whole = folder.resolved ?? folder.absolute
    return folders.contains { $0.lies(in: whole) }
  }

  /// The hidden folder of the home folder that `path` lies in; nil if it lies in none.
  static func hiddenFolder(around path: RawPath) -> RawPath? {
    let whole = path.resolved ?? path.absolute
    for home in folders where whole != home && whole.lies(in: home) {
      let rest = whole.bytes.dropFirst(home.bytes.count).drop { $0 == UInt8(ascii: "/") }
      guard rest.first == UInt8(ascii: ".") else { return nil }
      return home.appending(RawPath(rest.prefix { $0 != UInt8(ascii: "/") }))
    }
    return nil
  }
}
