import Support

/// Where the true classes of images are told.
package enum TruthSource: Hashable, Sendable {
  /// The names of the images' folders.
  case folders
  /// A CSV with the columns image and label.
  case table(String)
  /// One class, of every image.
  case index(Int)

  /// Reads `folders`, a class's index or the path of a CSV.
  package init(_ text: String) {
    self = text == "folders" ? .folders : Int(text).map(Self.index) ?? .table(text)
  }

  /// As on a command line.
  package var text: String {
    switch self {
    case .folders: "folders"
    case .table(let path): path
    case .index(let index): String(index)
    }
  }

  /// The true classes for `network`; reads the table.
  package func labels(_ network: LoadedNetwork) throws(Failure) -> TrueLabels {
    switch self {
    case .folders: return .folders(network)
    case .table(let path): return try .table(path, network)
    case .index(let index):
      guard (0..<network.network.classes).contains(index) else {
        throw Failure(
          .usage, "\(OptionName.truth) is \(index)",
          because: "the network has \(network.network.classes) classes, from 0")
      }
      return .constant(index, network)
    }
  }
}
