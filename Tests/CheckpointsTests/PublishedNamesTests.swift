import Architectures
import Checkpoints
import Foundation
import Testing

/// Compares translated names with those of torchvision and timm (Tests/Golden/published_names.py).
@Suite struct PublishedNamesTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let variant: String
    let scheme: String
    let reference: String
    let tensors: Int
    let names: String
    var testDescription: String { "\(variant) of \(reference)" }
  }

  static let rows: [Row] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/published-names.csv")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",").map(String.init)
      return Row(
        variant: fields[0], scheme: fields[1], reference: fields[2], tensors: Int(fields[3]) ?? 0,
        names: fields[4])
    }
  }()

  @Test(arguments: rows)
  func namesAreTranslatedToThoseOfTheLibrary(row: Row) throws {
    let scheme = try #require(NamingScheme(rawValue: row.scheme))
    let variant = try #require(Variant.named(row.variant))
    #expect(scheme.variants.contains(variant))
    let network = variant.network()
    let blocks = BlockIndices(network, scheme: scheme)
    let lines = network.parameters.map { parameter in
      "\(scheme.name(of: parameter.name, in: blocks)):"
        + parameter.shape.map(String.init).joined(separator: "x")
    }
    #expect(lines.count == row.tensors)
    #expect(Self.fingerprint(lines) == row.names)
  }

  @Test func everyLibraryOfTheCatalogueIsThere() {
    #expect(Self.rows.count == 52)
  }

  @Test(arguments: NamingScheme.shared.variants.filter { $0.family != .amoebaNet }.map(\.name))
  func theFirstConvolutionDistinguishesSharedNames(name: String) throws {
    let variant = try #require(Variant.named(name))
    let stem = try #require(variant.network().parameters.first).name
    #expect(NamingScheme.shared.stemWeights.contains(stem))
    let others = NamingScheme.allCases.filter { $0 != .shared }.flatMap(\.stemWeights)
    #expect(!others.contains(stem))
  }

  /// FNV-1a of the sorted lines, the same as in the script.
  private static func fingerprint(_ lines: [String]) -> String {
    let sorted = lines.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    let digits = String(FNV1a.hash(sorted.joined(separator: "\n").utf8), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
