/// What the store knows of installed weights.
public struct WeightRecord: Hashable, Sendable {
  /// The variant's name.
  public var variant: String
  /// Their dialect.
  public var dialect: Dialect
  /// The file's name, as published.
  public var fileName: String
  /// The file's SHA-256, 64 hexadecimal digits.
  public var sha256: String
  /// Where they come from, for people.
  public var source: String
  /// Under which licence they are published.
  public var licence: String?
  /// Published top-1 accuracy on ImageNet's validation set, in percent.
  public var topOne: Double?
  /// Bytes.
  public var size = 0
  /// The file's time of last change when it was installed, in nanoseconds.
  var modified = 0

  /// What is known of weights before they are installed.
  public init(
    variant: String, dialect: Dialect, fileName: String, sha256: String, source: String,
    licence: String? = nil, topOne: Double? = nil
  ) {
    self.variant = variant
    self.dialect = dialect
    self.fileName = fileName
    self.sha256 = sha256
    self.source = source
    self.licence = licence
    self.topOne = topOne
  }

  init?(_ json: JSONValue) {
    guard let variant = json["variant"]?.string,
      let dialect = json["dialect"]?.string.flatMap(Dialect.init(rawValue:)),
      let fileName = json["file"]?.string, let sha256 = json["sha256"]?.string,
      let source = json["source"]?.string, let size = json["size"]?.integer,
      let modified = json["modified"]?.integer
    else { return nil }
    self.init(
      variant: variant, dialect: dialect, fileName: fileName, sha256: sha256, source: source,
      licence: json["licence"]?.string, topOne: json["topOne"]?.number)
    self.size = size
    self.modified = modified
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init(key: "variant", value: .string(variant)),
      .init(key: "dialect", value: .string(dialect.rawValue)),
      .init(key: "file", value: .string(fileName)),
      .init(key: "sha256", value: .string(sha256)),
      .init(key: "source", value: .string(source)),
      .init(key: "size", value: .integer(size)),
      .init(key: "modified", value: .integer(modified)),
    ]
    if let licence { members.append(.init(key: "licence", value: .string(licence))) }
    if let topOne { members.append(.init(key: "topOne", value: .number(topOne))) }
    return .object(members)
  }
}
