import Architectures
import Checkpoints
import Tensors
import Testing

@Suite struct SeededWeightsTests {
  /// The first three and the last element of b0's tensors in Tests/Golden/seeded_weights.py.
  @Test(
    arguments: [
      ("conv_stem.weight", 1, [0xbea6_f9da, 0xbde3_95e8, 0x3eba_212a, 0xbeba_997a]),
      ("bn1.running_var", 1, [0x3fad_46e4, 0x3f5e_c707, 0x3fbc_0ac6, 0x3f9f_7da8]),
      ("blocks.1.1.bn3.weight", 7, [0x3e31_3c74, 0x3e2a_d5f5, 0x3e78_4a52, 0x3e1b_7538]),
      ("classifier.bias", 42, [0x3e3b_b434, 0xbd1b_0a28, 0xbd28_2eb0, 0x3c0b_9d60]),
    ] as [(String, UInt64, [UInt32])])
  func equalThoseOfThePythonScriptBitForBit(name: String, seed: UInt64, bits: [UInt32]) throws {
    let network = try #require(Variant.named("b0")).network()
    let parameter = try #require(network.parameters.first { $0.name == name })
    let elements = SeededWeights(seed: seed).tensor(for: parameter).elements
    #expect((elements.prefix(3) + elements.suffix(1)).map(\.bitPattern) == bits)
  }

  @Test func supplyEveryParameterOfANetwork() throws {
    let network = try #require(Variant.named("lite0")).network()
    let weights = SeededWeights(seed: 3).stateDictionary(for: network)
    #expect(weights.count == network.parameters.count)
    #expect(network.parameters.allSatisfy { weights[$0.name]?.shape == $0.shape })
  }
}
