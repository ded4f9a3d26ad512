/// The names of a network's classes, and the search for the one that a person means.
public struct ClassNames: Sendable {
  /// Names by class index; a name may hold several synonyms.
  public let names: [String]

  /// Names in index order.
  public init(_ names: [String]) { self.names = names }

  /// The name of class `index`, or `class 17` where the file names fewer classes.
  public subscript(index: Int) -> String {
    names.indices.contains(index) ? names[index] : "class \(index)"
  }

  /// Parses CSV with the columns index, wnid and name, as `Assets/imagenet-1k.csv` has them.
  public init(csv bytes: [UInt8]) {
    var names: [String] = []
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .dropFirst()
    {
      let fields = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      var name = String(fields[2])
      if name.hasPrefix("\""), name.hasSuffix("\""), name.count >= 2 {
        name = String(name.dropFirst().dropLast()).replacing("\"\"", with: "\"")
      }
      names.append(name)
    }
    self.init(names)
  }

  /// Parses a file of names: CSV under the heading `index,…` or `name`, or one name a line.
  public init(file bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if text.hasPrefix("index,") {
      self.init(csv: bytes)
    } else {
      var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      while lines.last?.isEmpty == true { lines.removeLast() }
      self.init(lines.map(String.init))
    }
  }

  /// The class that `query` means among `count` classes: an index, a name, or part of one name.
  ///
  /// A whole name wins over a part of one; several candidates of equal standing are an error that
  /// lists them.
  public func index(matching query: String, count: Int) throws(Failure) -> Int {
    let what = "can't choose the class"
    if let index = Int(query) {
      guard (0..<count).contains(index) else {
        throw Failure(
          .usage, what, query, because: "the network has \(count) classes, 0 to \(count - 1)")
      }
      return index
    }
    let wanted = query.lowercased()
    let known = names.prefix(count).map { $0.lowercased() }
    let whole = known.indices.filter { known[$0] == wanted }
    let candidates = whole.isEmpty ? known.indices.filter { known[$0].contains(wanted) } : whole
    if wanted.isEmpty || candidates.isEmpty {
      throw Failure(
        .usage, what, query, because: "no class has this name",
        advice: "give part of a name, or an index from 0 to \(count - 1)")
    }
    guard candidates.count == 1 else {
      let listed = candidates.prefix(5).map { "\($0) \(names[$0])" }.joined(separator: ", ")
      throw Failure(
        .usage, what, query,
        because: "\(candidates.count) classes match: \(listed)\(candidates.count > 5 ? ", …" : "")",
        advice: "give more of the name, or its index")
    }
    return candidates[0]
  }
}
