extension State {
  mutating func performInFiles(_ action: Action) -> [Effect] {
    switch action {
    case .examine: dialog = .examine(ExamineDialog())
    case .hidden: screens.files.showsHidden.toggle()
    case .recent:
      screens.files.showsRecent.toggle()
      screens.files.cursorIndex = 0
    case .left where screens.files.showsRecent: screens.files.showsRecent = false
    case .left: return jobs.start(ListingJob(directory: screens.files.directory.parentDirectory))
    case .activate, .right:
      guard let entry = screens.files.current else { return [] }
      guard entry.kind == .picture else { return jobs.start(ListingJob(directory: entry.path)) }
      open(entry.path)
      if action == .activate { show(.predict, keepsTrail: true) }
    default: break
    }
    return []
  }
}

extension String {
  /// The directory above this one.
  package var parentDirectory: String {
    if self == "." { return ".." }
    if self == ".." || hasSuffix("/..") { return self + "/.." }
    return directoryPath
  }
}
