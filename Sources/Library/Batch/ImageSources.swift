import Glibc
import Support

/// What a batch was told to examine: folders, lists of paths, images.
public struct ImageSources: Sendable {
  /// One of them.
  enum Source: Hashable, Sendable {
    case folder(RawPath)
    case list(RawPath)
    case image(RawPath)
  }

  let sources: [Source]

  /// Tells folders, images and lists apart; `-` is a list on standard input.
  public init(_ arguments: [String]) throws(Failure) {
    var sources: [Source] = []
    for argument in arguments {
      let path = RawPath(argument)
      guard argument != "-" else {
        sources.append(.list(path))
        continue
      }
      var status = stat()
      guard stat(argument, &status) == 0 else {
        throw Failure(
          .noInput, "can't read", argument,
          because: errno == ENOENT ? "no such file or folder" : String(cString: strerror(errno)),
          advice: "check the path")
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        sources.append(.folder(path.absolute))
      } else {
        sources.append(ImageNames.isImage(path) ? .image(path.absolute) : .list(path))
      }
    }
    self.sources = sources
  }

  /// Whether they can be gone through twice, as counting them takes.
  public var isCountable: Bool { !sources.contains(.list(RawPath("-"))) }

  /// The images' paths from the root, one after the other; those in the folder `output`, where results
  /// go, are none.
  package func walk(excluding output: RawPath? = nil) -> ImageWalk {
    ImageWalk(sources, excluding: output)
  }
}

/// The images of several sources, one after the other.
package struct ImageWalk: Sequence, IteratorProtocol {
  /// Folders and lists that could not be read.
  private(set) var failures: [Failure] = []
  private let output: RawPath?
  private var rest: ArraySlice<ImageSources.Source>
  private var folders: FolderWalk?
  private var list: PathList?

  init(_ sources: [ImageSources.Source], excluding output: RawPath?) {
    rest = sources[...]
    self.output = output
  }

  /// The next path from the root; nil after the last.
  package mutating func next() -> RawPath? {
    while true {
      if let path = folders?.next() { return path }
      if let walk = folders {
        failures += walk.failures
        folders = nil
      }
      if let path = list?.next() { return path.absolute }
      list = nil
      guard let source = rest.popFirst() else { return nil }
      switch source {
      case .image(let path): return path
      case .folder(let path):
        // Folders that follow each other are one walk, so that none is read twice.
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
