import Assets
import Support
import Synchronization

/// Finds classes by index, WordNet id, name, synonym, or part of a name.
package struct ClassSearch: Sendable {
  /// A class and how it was found.
  package struct Match: Hashable, Sendable {
    package let index: Int
    /// True if the text is only a part of the class's name.
    package let isPart: Bool

    package init(index: Int, isPart: Bool) { (self.index, self.isPart) = (index, isPart) }
  }

  private let names: ClassNames
  /// Normalized name and synonyms of each class, the name first.
  private let words: [[String]]
  /// Classes by normalized name, synonym or WordNet id.
  private let byWord: [String: Set<Int>]

  package init(_ names: ClassNames) {
    self.names = names
    let imageNet = ImageNetWords.all
    let isImageNet = imageNet.fits(names)
    var words: [[String]] = []
    var byWord: [String: Set<Int>] = [:]
    for (index, name) in names.names.enumerated() {
      var own = [name] + name.split(separator: ",").map(String.init)
      if isImageNet { own += imageNet.synonyms[index] }
      let keys = own.map(Self.key)
      words.append(keys)
      for key in keys where !key.isEmpty { byWord[key, default: []].insert(index) }
      if isImageNet { byWord[imageNet.identifiers[index]] = [index] }
    }
    self.words = words
    self.byWord = byWord
  }

  /// The search in `names`; the last one is kept, since each photograph of a run asks for it.
  static func over(_ names: ClassNames) -> ClassSearch {
    last.withLock { last in
      if let last, last.names.names == names.names { return last }
      let search = ClassSearch(names)
      last = search
      return search
    }
  }

  private static let last = Mutex<ClassSearch?>(nil)

  /// The only class among the first `count` with this index, name, synonym or WordNet id; nil if
  /// there is none or several.
  package func exact(_ text: String, count: Int) -> Int? {
    if let index = Int(text) { return (0..<count).contains(index) ? index : nil }
    let found = byWord[Self.key(text)] ?? []
    return found.count == 1 ? found.first : nil
  }

  /// The class that `query` names among the first `count` classes.
  ///
  /// A whole name or synonym wins over whole words in names, and these over parts of words. Throws
  /// if no class or several match, and lists them.
  package func match(_ query: String, count: Int) throws(Failure) -> Match {
    let what = "can't choose the class"
    if let index = Int(query) {
      guard (0..<count).contains(index) else {
        throw Failure(
          .usage, what, query, because: "the network has \(count) classes, 0 to \(count - 1)")
      }
      return Match(index: index, isPart: false)
    }
    let wanted = Self.key(query)
    let (candidates, isPart) = candidates(wanted, count)
    guard !candidates.isEmpty else {
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
    return Match(index: candidates[0], isPart: isPart)
  }

  /// The classes that `wanted` names, in ascending order, by the best kind of match.
  private func candidates(_ wanted: String, _ count: Int) -> (classes: [Int], isPart: Bool) {
    guard !wanted.isEmpty else { return ([], false) }
    let whole = (byWord[wanted] ?? []).filter { $0 < count }.sorted()
    if !whole.isEmpty { return (whole, false) }
    let known = words.indices.prefix(max(0, count))
    let inWords = known.filter { words[$0].contains { " \($0) ".contains(" \(wanted) ") } }
    if !inWords.isEmpty { return (inWords, true) }
    return (known.filter { words[$0].contains { $0.contains(wanted) } }, true)
  }

  /// Lower case, with single spaces instead of spaces, `_`, `-` and `+`.
  private static func key(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var isAtGap = false
    for byte in text.lowercased().utf8 {
      if " _-+".utf8.contains(byte) {
        isAtGap = true
      } else {
        if isAtGap && !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
        isAtGap = false
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The words for ImageNet-1k's classes besides their names, in class order.
struct ImageNetWords: Sendable {
  /// WordNet's words, and the name in Effscope 0.1.
  let synonyms: [[String]]
  /// WordNet ids: `n02123159`.
  let identifiers: [String]
  /// Names in Effscope 0.1.
  let formerNames: [String]

  static let all = ImageNetWords()

  private init() {
    let rows = (try? Records(csv: Assets.imageNetClasses))?.rows ?? []
    identifiers = rows.map { $0["wnid"] }
    formerNames = rows.map { $0["former"].isEmpty ? $0["name"] : $0["former"] }
    synonyms = rows.map { row in
      row["synonyms"].split(separator: ";").map(String.init)
        + (row["former"].isEmpty ? [] : [row["former"]])
    }
  }

  /// True if `names` are ImageNet's, in today's spelling or that of Effscope 0.1, or with synonyms.
  func fits(_ names: ClassNames) -> Bool {
    guard names.names.count == identifiers.count else { return false }
    let today = ClassNames.imageNet.names
    return names.names.indices.allSatisfy { index in
      let name = names.names[index]
      let first = name.split(separator: ",").first.map(String.init) ?? name
      return [name, first].contains {
        $0 == today[index] || $0 == formerNames[index] || synonyms[index].contains($0)
      }
    }
  }
}

extension ExplanationRequest {
  /// A line for each class that was named by a part of its name.
  package func partialMatches(in network: LoadedNetwork) -> [String] {
    var texts = classes.compactMap { if case .query(let text) = $0 { text } else { nil } }
    if let versus { texts.append(versus) }
    guard texts.contains(where: { Int($0) == nil }) else { return [] }
    let search = ClassSearch.over(network.classNames)
    return texts.compactMap { text in
      guard let match = try? search.match(text, count: network.network.classes), match.isPart else {
        return nil
      }
      return "'\(text)' is part of the name of class \(match.index), "
        + "\(network.classNames[match.index])"
    }
  }
}

extension ClassNames {
  /// Finds a class by index, name, synonym, WordNet id, or part of a name, among the first `count`.
  ///
  /// Throws if none or several match, and lists them.
  package func index(matching query: String, count: Int) throws(Failure) -> Int {
    // An index needs no search, which a batch would build for every image.
    if let index = Int(query), (0..<count).contains(index) { return index }
    return try ClassSearch.over(self).match(query, count: count).index
  }

  /// The name of class `index` in Effscope 0.1, whose files hold it; nil if it was the same.
  func formerName(of index: Int) -> String? {
    guard names.indices.contains(index), ImageNetWords.all.fits(self),
      ImageNetWords.all.formerNames[index] != self[index]
    else {
      return nil
    }
    return ImageNetWords.all.formerNames[index]
  }

  /// The names by which files recognise this list: ImageNet's in the spelling of Effscope 0.1.
  package var recordedNames: [String] {
    names == Self.imageNet.names ? ImageNetWords.all.formerNames : names
  }

  /// These names with another one for class `index`.
  func renaming(_ index: Int, to name: String) -> ClassNames {
    var names = names
    if names.indices.contains(index) { names[index] = name }
    return ClassNames(names)
  }
}
