/// The published weights listed in `catalogue.csv`; docs/weights.md names the sources.
///
/// Eleven columns without quotes: name, variant, dialect, source, origin, file, sha256, size, top1,
/// licence, recipe (empty, or in `RecipeNotation`).
/// An origin is an https address or `pip:PACKAGE==VERSION#sha256=DIGITS`. A size is in bytes, or in
/// `MiB` if the publisher gives only a rounded size.
enum Catalogue {
  static let publications: [Publication] = PackageResources.catalogue_csv
    .split(separator: UInt8(ascii: "\n")).dropFirst().compactMap(publication)

  /// Parses one row; nil if it breaks the rules above.
  static func publication(_ row: ArraySlice<UInt8>) -> Publication? {
    // Splits bytes, not characters: faster, and every process parses the whole catalogue.
    let fields = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count == 11, let dialect = Dialect(rawValue: fields[2]),
      let origin = origin(fields[4])
    else { return nil }
    return Publication(
      name: fields[0], variant: fields[1], dialect: dialect, source: fields[3], origin: origin,
      fileName: fields[5], sha256Prefix: fields[6], size: size(fields[7]),
      isSizeExact: Int(fields[7]) != nil, topOneAccuracy: Double(fields[8]), licence: fields[9],
      recipe: RecipeNotation.recipe(fields[10]))
  }

  private static func origin(_ text: String) -> Publication.Origin? {
    guard text.hasPrefix("pip:") else {
      return text.hasPrefix("https://") ? .address(text) : nil
    }
    let parts = text.dropFirst(4).split { $0 == "=" || $0 == "#" }
    guard parts.count == 4, parts[2] == "sha256" else { return nil }
    return .package(
      name: String(parts[0]), version: String(parts[1]), wheelSHA256: String(parts[3]))
  }

  private static func size(_ text: String) -> Int? {
    guard text.hasSuffix(" MiB"), let mebibytes = Double(text.dropLast(4)) else {
      return Int(text)
    }
    return Int(mebibytes * 1_048_576)
  }
}
