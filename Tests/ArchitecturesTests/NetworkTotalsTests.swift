import Architectures
import Foundation
import Testing

/// Compares networks with the reference libraries' (fixture from Tests/Golden/networks.py).
@Suite struct NetworkTotalsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let reference: String
    let side: Int
    let parameters: Int
    let macs: Int
    let tensors: Int
    let names: String
    var testDescription: String { name }
  }

  static let rows: [Row] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/networks.csv")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Row(
        name: fields[0], reference: fields[1], side: Int(fields[2]) ?? 0,
        parameters: Int(fields[3]) ?? 0, macs: Int(fields[4]) ?? 0, tensors: Int(fields[5]) ?? 0,
        names: fields[6])
    }
  }()

  @Test(arguments: rows)
  func totalsAndTensorNamesMatchTheReference(row: Row) throws {
    let variant = try #require(Variant.named(row.name))
    let network = variant.network()
    #expect(variant.resolution == row.side)
    #expect(network.parameterCount == row.parameters)
    if row.macs > 0 {
      #expect(network.cost(height: row.side, width: row.side).macs == row.macs)
    }
    guard !row.names.isEmpty else { return }
    #expect(network.parameters.count == row.tensors)
    #expect(Self.fingerprint(network) == row.names)
  }

  /// FNV-1a hash of the sorted lines "name:shape", as in Tests/Golden/networks.py.
  static func fingerprint(_ network: Network) -> String {
    let lines = network.parameters.map { parameter in
      "\(parameter.name):\(parameter.shape.map(String.init).joined(separator: "x"))"
    }.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in lines.joined(separator: "\n").utf8 {
      value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  @Test(arguments: Variant.catalogue.map(\.name))
  func layerAndTensorNamesAreUnique(name: String) throws {
    let network = try #require(Variant.named(name)).network()
    #expect(network.name == name)
    #expect(Set(network.layers.map(\.name)).count == network.layers.count)
    let parameters = network.parameters.map(\.name)
    #expect(Set(parameters).count == parameters.count)
    for stage in network.stages {
      for name in [stage.name] + stage.blocks.flatMap({ [$0.name, "\($0.name).output"] }) {
        #expect(network.layer(named: name) != nil, "\(name)")
      }
    }
    for layer in network.layers { #expect(network.layer(named: layer.name) != nil) }
  }

  @Test func stagesCoverAllLayersWithoutGaps() {
    for variant in Variant.catalogue {
      let network = variant.network()
      #expect(network.stages.map(\.layers.lowerBound).first == 0)
      #expect(network.stages.last?.layers.upperBound == network.layers.count)
      for (earlier, later) in zip(network.stages, network.stages.dropFirst()) {
        #expect(earlier.layers.upperBound == later.layers.lowerBound, "\(variant.name)")
      }
      for stage in network.stages { #expect(stage.layers.contains(stage.output)) }
    }
  }

  @Test func punctuationInNamesIsIgnored() {
    #expect(Variant.named("resnet50")?.name == "resnet-50")
    #expect(Variant.named("ResNet-152")?.name == "resnet-152")
    #expect(Variant.named("efficientnet_v2_s")?.name == "v2-s")
    #expect(Variant.named("EfficientNetV2-B3")?.name == "v2-b3")
    #expect(Variant.named("mobilenet_v2")?.name == "mobilenet-v2")
    #expect(Variant.named("squeezenet1_1")?.name == "squeezenet-1.1")
    #expect(Variant.named("resnet-51") == nil)
  }
}
