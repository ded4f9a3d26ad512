import Architectures
import Checkpoints
import Testing

@Suite struct ConversionTests {
  private func converted(
    _ scheme: NamingScheme, _ name: String, _ type: ElementType, metadata: String = ""
  ) async throws -> (before: LoadedCheckpoint, after: LoadedCheckpoint) {
    let file = try SyntheticCheckpoint(scheme, name)
    let before = try Checkpoint.load(FileBytes(file.safetensors), name: "weights.safetensors")
    return try await withTemporaryFolder { folder in
      let path = folder + "/out.safetensors"
      let summary = try WeightConversion(before, type: type).write(to: path)
      #expect(summary.tensors == before.weights.count)
      #expect(summary.overflows == 0)
      return (before, try Checkpoint.load(file: path))
    }
  }

  @Test(arguments: [
    (NamingScheme.torchvision, "b0"), (.lukemelas, "lite0"), (.lukemelas, "b0"),
    (.transformers, "b0"), (.timm, "b0"),
  ])
  func convertedWeightsAreTheSameBitForBitAndKeepTheirDialect(
    scheme: NamingScheme, variant: String
  ) async throws {
    let (before, after) = try await converted(scheme, variant, .float32)
    #expect(after.variant == before.variant)
    #expect(after.dialect.dialect == before.dialect.dialect)
    #expect(after.dialect.reason == .metadata)
    #expect(after.options == before.options)
    #expect(after.recipe == before.recipe)
    #expect(after.weights.names == before.weights.names)
    #expect(
      after.weights.names.allSatisfy {
        after.weights[$0]?.elements == before.weights[$0]?.elements
      })
  }

  @Test(arguments: [(ElementType.float16, Float(0x1p-11)), (.bfloat16, 0x1p-8)])
  func shorterNumbersAreRoundedToNearest(type: ElementType, error: Float) async throws {
    let (before, after) = try await converted(.timm, "lite0", type)
    for name in before.weights.names {
      let pairs = zip(before.weights[name]?.elements ?? [], after.weights[name]?.elements ?? [])
      // Below the smallest normal half the step is fixed.
      #expect(pairs.allSatisfy { abs($0 - $1) <= max(abs($0) * error, 0x1p-25) }, "\(name)")
    }
  }

  @Test func aFolderThatCannotBeWrittenIsAnErrorThatLeavesNothing() throws {
    let weights = Checkpoint.random(seed: 1, variant: try #require(Variant.named("lite0")))
    let error = #expect(throws: CheckpointError.self) {
      try WeightConversion(weights).write(to: "/no/such/folder/x.safetensors")
    }
    #expect(error?.kind == .cannotCreate)
  }
}
