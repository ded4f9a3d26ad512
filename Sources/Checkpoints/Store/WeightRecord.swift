import Support

/// The store's record of installed weights.
public struct WeightRecord: Hashable, Sendable {
  /// The name of the variant.
  public var variant: String
  /// The dialect of the weights.
  public var dialect: Dialect
  /// The published name of the file.
  public var fileName: String
  /// The file's SHA-256, 64 hexadecimal digits.
  public var sha256: String
  /// The publisher, or `imported`; for display.
  public var source: String
  /// The licence of the publication.
  public var licence: String?
  /// Published top-1 accuracy on ImageNet's validation set, in percent.
  public var topOneAccuracy: Double?
  /// Size of the file, and of its shards, in bytes.
  public var size = 0
  /// The file's modification time after installation, in nanoseconds.
  var modified = 0

  /// Creates a record; the store sets size and modification time on installation.
  public init(
    variant: String, dialect: Dialect, fileName: String, sha256: String, source: String,
    licence: String? = nil, topOneAccuracy: Double? = nil
  ) {
    self.variant = variant
    self.dialect = dialect
    self.fileName = fileName
    self.sha256 = sha256
    self.source = source
    self.licence = licence
    self.topOneAccuracy = topOneAccuracy
  }

  init?(_ json: JSON) {
    guard let variant = json["variant"]?.string,
      let dialect = json["dialect"]?.string.flatMap(Dialect.init(rawValue:)),
      let fileName = json["file"]?.string, let sha256 = json["sha256"]?.string,
      let source = json["source"]?.string, let size = json["size"]?.integer,
      let modified = json["modified"]?.integer
    else { return nil }
    self.init(
      variant: variant, dialect: dialect, fileName: fileName, sha256: sha256, source: source,
      licence: json["licence"]?.string, topOneAccuracy: json["topOne"]?.number)
    self.size = size
    self.modified = modified
  }

  var json: JSON {
    var members: [(String, JSON)] = [
      ("variant", .string(variant)),
      ("dialect", .string(dialect.rawValue)),
      ("file", .string(fileName)),
      ("sha256", .string(sha256)),
      ("source", .string(source)),
      ("size", .integer(size)),
      ("modified", .integer(modified)),
    ]
    if let licence { members.append(("licence", .string(licence))) }
    if let topOneAccuracy { members.append(("topOne", .number(topOneAccuracy))) }
    return .object(members)
  }
}
