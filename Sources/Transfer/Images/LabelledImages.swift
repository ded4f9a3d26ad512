import Foundation
import Support

/// Images with classes, from a folder with one subfolder a class or from a CSV.
package struct LabelledImages: Sendable {
  package struct Item: Hashable, Sendable {
    package let path: String
    package let label: Int
  }

  /// Sorted class names.
  package let classes: [String]
  /// Sorted by class and name if read from a folder, else in the order of the CSV.
  package let items: [Item]

  /// Reads the folder or CSV at `path`; throws if it has fewer than `fewestClasses`.
  package init(reading path: String, fewestClasses: Int = 2) throws(Failure) {
    guard let isFolder = Self.isFolder(path) else {
      throw Failure(
        .noInput, Self.what, path, because: "no such file or folder", advice: "check the path")
    }
    let named = isFolder ? try Self.folder(path) : try Self.table(path)
    classes = Set(named.map(\.label)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
    items = named.compactMap { item in
      numbers[item.label].map { Item(path: item.path, label: $0) }
    }
    guard classes.count >= fewestClasses else {
      throw Failure(
        .badData, Self.what, path,
        because: "it has \(classes.count == 1 ? "one class" : "no class"), and "
          + "\(fewestClasses == 1 ? "one is" : "two are") the fewest",
        advice: "make one subfolder a class")
    }
  }

  /// The same images with the numbers that `classes` give their classes.
  ///
  /// Throws for a class that is not among them.
  package func named(by classes: [String]) throws(Failure) -> LabelledImages {
    let numbers = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
    if let unknown = self.classes.first(where: { numbers[$0] == nil }) {
      throw Failure(
        .badData, "can't test the class", unknown,
        because: "the classifier is not trained on it",
        advice: nearestName(to: unknown, among: classes).map { "is it '\($0)'?" }
          ?? "give the test the same names of classes")
    }
    return LabelledImages(
      classes: classes,
      items: items.compactMap { item in
        numbers[self.classes[item.label]].map { Item(path: item.path, label: $0) }
      })
  }

  private init(classes: [String], items: [Item]) { (self.classes, self.items) = (classes, items) }

  private static let what = "can't read the classes"

  /// True for a folder, false for a file; nil if there is neither.
  private static func isFolder(_ path: String) -> Bool? {
    FileSystem.isFolder(path)
  }

  private static func folder(_ path: String) throws(Failure) -> [(path: String, label: String)] {
    var found: [(path: String, label: String)] = []
    for name in try names(in: path) {
      let folder = path + "/" + name
      guard isFolder(folder) == true else { continue }
      let files = try names(in: folder).map { folder + "/" + $0 }.filter { isFolder($0) == false }
      guard !files.isEmpty else {
        throw Failure(
          .badData, what, folder, because: "the class has no image",
          advice: "put images into it or remove it")
      }
      found += files.map { ($0, name) }
    }
    return found
  }

  /// The sorted names in a folder without hidden ones.
  private static func names(in folder: String) throws(Failure) -> [String] {
    guard let names = FileSystem.names(in: folder) else {
      throw Failure(
        .noInput, what, folder, because: "the folder can't be read", advice: "check its permissions"
      )
    }
    return names.filter { !$0.hasPrefix(".") }
  }

  private static func table(_ path: String) throws(Failure) -> [(path: String, label: String)] {
    let bytes = try InputFile.readRegular(path, what: what)
    let images = try ImageTable(bytes, path: path, what: what)
    let folder = path.contains("/") ? path.directoryPath + "/" : ""
    return images.rows.map { image, label in
      (image.hasPrefix("/") ? image : folder + image, label)
    }
  }
}
