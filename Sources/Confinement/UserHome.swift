import Support

/// Where the user's private files are.
enum UserHome {
  /// Folders below the root with devices, other processes and sockets.
  static let closed: Set<RawPath> = [
    RawPath("dev"), RawPath("proc"), RawPath("run"), RawPath("sys"),
  ]

  /// The home folder as the environment names it and without links.
  private static let folders: [RawPath] = {
    guard let home = BaseFolder.environment("HOME"), home.hasPrefix("/") else { return [] }
    let path = RawPath(home).absolute
    return Array(Set([path, path.resolved ?? path]))
  }()

  /// The home folder and those around it, without the root.
  static let chain: [RawPath] = {
    var found: Set<RawPath> = []
    for home in folders {
      var folder = home
      while folder != RawPath("/"), folder != RawPath(".") {
        found.insert(folder)
        folder = folder.folder
      }
    }
    return Array(found)
  }()

  /// Whether the absolute path `path`, a link or not, leads to the home folder or a folder around it.
  static func isAround(_ path: RawPath, isLink: Bool) -> Bool {
    isLink ? lies(in: path) : chain.contains(path)
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
      return home.child(RawPath(rest.prefix { $0 != UInt8(ascii: "/") }))
    }
    return nil
  }
}
