import Foundation
import Support
import Terminal

/// Lists the directories and pictures of a directory.
package struct ListingJob: Job {
  package static let kind = JobKind("listing", .files, "reading the directory", isKept: true)
  package var directory: String

  package static func desired(in state: State) -> ListingJob? {
    state.screens.files.listing == nil ? ListingJob(directory: state.screens.files.directory) : nil
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> Listing {
    try DirectoryReader.listing(of: directory)
  }

  package func finish(_ listing: Listing, in state: inout State) {
    let former = state.screens.files.listing?.directory
    state.screens.files.listing = listing
    // A picture may have been replaced since it was decoded.
    state.screens.files.previews = PreviewCache()
    state.screens.files.directory = listing.directory
    guard former != listing.directory else { return }
    state.screens.files.filter = FilterField()
    // After moving up from a directory the cursor stands on it, otherwise on the open picture.
    state.screens.files.cursor =
      listing.entries.first { $0.path == former || $0.path == state.subject.wantedPicture }?.path
      ?? listing.entries.first { $0.kind == .picture }?.path
  }
}

package struct FileEntry: Equatable, Sendable {
  package enum Kind: Equatable, Sendable { case parent, directory, picture }

  package var name, path: String
  package var kind: Kind
  package var bytes: Int
  /// The name as filters compare it, without case; made once, when the directory is read.
  package let folded: String

  package init(name: String, path: String, kind: Kind, bytes: Int = 0) {
    (self.name, self.path, self.kind, self.bytes) = (name, path, kind, bytes)
    folded = Self.folded(name)
  }

  /// A text without case, its accents in one form.
  static func folded(_ text: String) -> String {
    let lower = text.lowercased()
    return lower.utf8.allSatisfy { $0 < 0x80 } ? lower : lower.precomposedStringWithCanonicalMapping
  }
}

/// The entries of a directory that the explorer can open.
package struct Listing: Equatable, Sendable {
  package var directory: String
  package var entries: [FileEntry]

  package init(directory: String, entries: [FileEntry]) {
    (self.directory, self.entries) = (directory, entries)
  }
}
