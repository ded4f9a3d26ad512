internal import SystemPackage

extension String {
  /// The last component of a path; the path itself if it has none.
  package var lastPathComponent: String {
    let path = FilePath(self)
    return path.lastComponent?.string ?? path.string
  }

  /// The folder of a path, everything before the last slash; `.` if there is none.
  package var directoryPath: String {
    // A path that ends in a slash names what is in the folder.
    let folder = FilePath(hasSuffix("/") ? self + "." : self).removingLastComponent()
    return folder.isEmpty ? "." : folder.string
  }
}
