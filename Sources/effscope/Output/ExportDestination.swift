import Explanations
import Support

/// Where files go: one file, or a folder with one file an explanation.
struct ExportDestination {
  private enum Kind {
    case nowhere
    case file(String)
    case folder(String)
  }

  private let kind: Kind
  private let fileExtension: String
  private let namesLayer, isNumbered: Bool
  private var taken: Set<String> = []
  private var count = 0

  /// `output` is a folder if it is one already, ends in a slash, or must hold several files.
  ///
  /// Numbered names start with 0001, 0002, … in the order of the output.
  init(
    _ output: String?, isSeveral: Bool, namesLayer: Bool, fileExtension: String,
    isNumbered: Bool = false
  ) throws(Failure) {
    self.fileExtension = fileExtension
    self.namesLayer = namesLayer
    self.isNumbered = isNumbered
    guard let output else {
      kind = .nowhere
      return
    }
    let ending = FileEnding(of: output)
    let isFolder = FileSystem.isFolder(output) == true
    if isFolder || output.hasSuffix("/") || isSeveral {
      if !isFolder, let ending {
        throw Failure(
          .usage, "can't write several files into", output,
          because: "its name ends in .\(ending.text), as one file's does",
          advice: "name a folder, or end the name in /")
      }
      try OutputFile.makeFolder(output)
      kind = .folder(output.hasSuffix("/") ? String(output.dropLast()) : output)
    } else {
      try ending?.check(
        against: fileExtension, of: output,
        accepting: fileExtension == "png" ? ["jpg", "jpeg", "pdf", "svg"] : [])
      kind = .file(output)
    }
  }

  /// The format of pictures that are written here.
  var pictureFormat: FigureFormat {
    if case .file(let path) = kind { FigureFormat(path: path) ?? .png } else { .png }
  }

  /// Writes the `bytes` of an explanation's `what`; returns the path, nil where none is wanted.
  mutating func save(
    _ explanation: Explanation, _ what: String, _ bytes: @autoclosure () throws(Failure) -> [UInt8]
  ) throws(Failure) -> String? {
    guard let path = path(explanation) else { return nil }
    try OutputFile.write(try bytes(), to: path, what: "can't save the \(what)")
    return path
  }

  /// The path for the next explanation; nil where none is wanted.
  private mutating func path(_ explanation: Explanation) -> String? {
    switch kind {
    case .nowhere: return nil
    case .file(let path): return path
    case .folder(let folder):
      count += 1
      var name = name(explanation)
      if isNumbered {
        name = "\(String(repeating: "0", count: max(0, 4 - String(count).count)))\(count)-\(name)"
      }
      // Images of one name from two folders must not overwrite each other.
      var unique = name
      var copy = 2
      while !taken.insert(unique).inserted {
        unique = "\(name)-\(copy)"
        copy += 1
      }
      return "\(folder)/\(unique).\(fileExtension)"
    }
  }

  /// Image, method and class, and what else tells the command's explanations apart.
  private func name(_ explanation: Explanation) -> String {
    let image = explanation.examination.photograph.name
    let file = image == "-" ? "stdin" : image.lastPathComponent
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    var name = "\(stem.isEmpty ? file : stem)-\(explanation.method)-\(explanation.target.index)"
    if let versus = explanation.versus { name += "-versus-\(versus.index)" }
    if namesLayer { name += "-\(explanation.layer)" }
    return name
  }
}
