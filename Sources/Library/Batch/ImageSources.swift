import Glibc
import Support

/// The inputs of a batch: folders, lists of paths, and images.
package struct ImageSources: Sendable {
  enum Source: Hashable, Sendable {
    case folder(RawPath)
    case list(RawPath)
    case image(RawPath)
  }

  let sources: [Source]

  /// Classifies each argument, `-` as a list on standard input; throws if a file is missing.
  package init(_ arguments: [String]) throws(Failure) {
    sources = try arguments.map { argument throws(Failure) in
      let path = RawPath(argument)
      if argument == "-" { return .list(path) }
      var status = stat()
      guard stat(argument.rawPath, &status) == 0 else {
        throw Failure(
          .noInput, "can't read", argument,
          because: errno == ENOENT ? "no such file or folder" : reason(errno),
          advice: "check the path")
      }
      if status.st_mode & S_IFMT == S_IFDIR { return .folder(path.absolute) }
      return ImageNames.isImage(path) ? .image(path.absolute) : .list(path)
    }
  }

  /// True if the sources can be read twice, which counting ahead needs.
  package var isCountable: Bool { !sources.contains(.list(RawPath("-"))) }

  /// The absolute paths of the images; the folder `output` is not searched.
  package func walk(excluding output: RawPath? = nil) -> ImageWalk {
    ImageWalk(sources, excluding: output)
  }
}

/// Iterates over the absolute paths of the images of all sources in order.
package struct ImageWalk: Sequence, IteratorProtocol {
  private(set) var failures: [Failure] = []
  package private(set) var others = OtherFiles()
  private let output: RawPath?
  private var rest: ArraySlice<ImageSources.Source>
  private var folders: FolderWalk?
  private var list: PathList?

  init(_ sources: [ImageSources.Source], excluding output: RawPath?) {
    rest = sources[...]
    self.output = output
  }

  package mutating func next() -> RawPath? {
    while true {
      if let path = folders?.next() { return path }
      if let walk = folders {
        failures += walk.failures
        others.add(walk.others)
        folders = nil
      }
      if let path = list?.next() { return path.absolute }
      list = nil
      guard let source = rest.popFirst() else { return nil }
      switch source {
      case .image(let path): return path
      case .folder(let path):
        // Consecutive folders share one walk, so that no folder is read twice.
        var roots = [path]
        while case .folder(let next)? = rest.first {
          roots.append(next)
          rest = rest.dropFirst()
        }
        folders = FolderWalk(roots, excluding: output)
      case .list(let path):
        do throws(Failure) {
          list = try PathList(reading: path)
        } catch {
          failures.append(error)
        }
      }
    }
  }
}
