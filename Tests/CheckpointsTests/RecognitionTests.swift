import Architectures
import Checkpoints
import Tensors
import Testing

@Suite struct RecognitionTests {
  static let cases: [(NamingScheme, String)] = [
    (.timm, "b0"), (.timm, "b1"), (.timm, "lite0"), (.torchvision, "b0"), (.torchvision, "b1"),
    (.lukemelas, "b0"), (.lukemelas, "b1"), (.lukemelas, "lite0"), (.transformers, "b0"),
  ]

  @Test(arguments: cases)
  func namesAndVariantAreFoundFromTheTensors(scheme: NamingScheme, variant: String) throws {
    let file = try SyntheticCheckpoint(scheme, variant, prefix: "module.model.")
    let loaded = try Checkpoint.load(FileBytes(file.safetensors), name: "weights.safetensors")
    #expect(loaded.variant.name == variant)
    #expect(loaded.options.classes == 7)
    let expected = SeededWeights(seed: 5).stateDictionary(for: loaded.network)
    #expect(loaded.weights.names == expected.names)
    #expect(
      loaded.weights.names.allSatisfy { loaded.weights[$0]?.elements == expected[$0]?.elements })
  }

  @Test func theErrorForAnotherVariantHasTheMismatchAndTheFittingVariant() throws {
    let file = try SyntheticCheckpoint(.timm, "b1")
    let b0 = try #require(Variant.named("b0"))
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(FileBytes(file.safetensors), name: "x", variant: b0)
    }
    guard case .wrongVariant("b0", "b1", let mismatch)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(mismatch.name == "blocks.0.1.bn1.bias")
    #expect(mismatch.expected == nil)
  }

  @Test(arguments: [
    ("efficientnet_b0_ra-3dd342df.pth", Dialect.timm, DialectChoice.Reason.fileName),
    ("tf_efficientnet_b0_ns-c0e6a31c.pth", .timmTF, .fileName),
    ("model.safetensors", .timm, .assumption),
  ])
  func theFileNameDistinguishesTimmsDialects(
    name: String, dialect: Dialect, reason: DialectChoice.Reason
  ) throws {
    let file = try SyntheticCheckpoint(.timm, "b0")
    let loaded = try Checkpoint.load(FileBytes(file.safetensors), name: name)
    #expect(loaded.dialect.dialect == dialect)
    #expect(loaded.dialect.reason == reason)
    #expect(loaded.options.padding == (dialect == .timm ? .symmetric : .same))
  }
}
