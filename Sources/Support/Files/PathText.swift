extension String {
  /// The name after the last slash of a path; a slash at the end is ignored.
  package var lastPathComponent: String {
    let trimmed = count > 1 && hasSuffix("/") ? String(dropLast()) : self
    guard let slash = trimmed.lastIndex(of: "/") else { return trimmed }
    let rest = trimmed[trimmed.index(after: slash)...]
    return rest.isEmpty ? trimmed : String(rest)
  }

  /// The folder of a path, everything before the last slash; `.` if there is none.
  package var directoryPath: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
