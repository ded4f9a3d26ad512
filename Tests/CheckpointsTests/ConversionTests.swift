import Architectures
import Checkpoints
import Foundation
import Imaging
import Tensors
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
      // Below the smallest normal float16 the step is constant.
      #expect(pairs.allSatisfy { abs($0 - $1) <= max(abs($0) * error, 0x1p-25) }, "\(name)")
    }
  }

  @Test func classNamesAndPreprocessingOfAConfigurationAreKept() async throws {
    let file = try SyntheticCheckpoint(.timm, "lite0", classes: 3)
    let configuration = """
      {"architecture": "tf_efficientnet_lite0", "label_names": ["ant", "bee", "cat"], "pretrained_cfg":
      {"input_size": [3, 96, 96], "interpolation": "bilinear", "crop_pct": 0.75, "mean": [0.1, 0.2, 0.3],
      "std": [0.4, 0.5, 0.6]}}
      """
    try await withTemporaryFolder { folder in
      try Data(file.safetensors).write(to: URL(filePath: folder + "/model.safetensors"))
      try Data(configuration.utf8).write(to: URL(filePath: folder + "/config.json"))
      let before = try Checkpoint.load(file: folder + "/model.safetensors")
      #expect(before.labels == ["ant", "bee", "cat"])
      try await withTemporaryFolder { elsewhere in
        let path = elsewhere + "/out.safetensors"
        _ = try WeightConversion(before).write(to: path)
        let after = try Checkpoint.load(file: path)
        #expect(after.labels == before.labels)
        #expect(after.recipe == before.recipe)
        #expect(after.recipe.crop == PixelSize(square: 96))
        #expect(after.dialect.dialect == .timmTF)
        // A second conversion, from the converted file.
        _ = try WeightConversion(after, type: .float16).write(to: elsewhere + "/half.safetensors")
        let half = try Checkpoint.load(file: elsewhere + "/half.safetensors")
        #expect(half.labels == before.labels)
        #expect(half.recipe == before.recipe)
      }
    }
  }

  @Test func anOwnEpsilonIsKeptUnlessAnotherDialectIsAsked() async throws {
    let metadata =
      #""__metadata__":{"effscope.dialect":"timm","effscope.epsilon":"0.002","effscope.ranges":"x"}"#
    let file = try SyntheticCheckpoint(.timm, "lite0", metadata: metadata)
    let before = try Checkpoint.load(FileBytes(file.safetensors), name: "x")
    #expect(before.options.batchNormEpsilon == 0.002)
    try await withTemporaryFolder { folder in
      let path = folder + "/out.safetensors"
      _ = try WeightConversion(before).write(to: path)
      let after = try Checkpoint.load(file: path)
      #expect(after.options == before.options)
      #expect(after.metadata["effscope.ranges"] == "x")
      let asked = try Checkpoint.load(file: path, dialect: .timmTF)
      #expect(asked.options.batchNormEpsilon == 1e-3)
      #expect(asked.recipe == Dialect.timmTF.recipe(for: asked.variant))
    }
  }

  @Test(arguments: ["0", "1e-3", "-1", "2", "nan", "", "many"])
  func anEpsilonThatMakesNoSenseIsTheDialects(text: String) throws {
    let metadata = #""__metadata__":{"effscope.dialect":"timm","effscope.epsilon":"\#(text)"}"#
    let file = try SyntheticCheckpoint(.timm, "lite0", metadata: metadata)
    let loaded = try Checkpoint.load(FileBytes(file.safetensors), name: "x")
    #expect(loaded.options.batchNormEpsilon == (text == "1e-3" ? 1e-3 : 1e-5))
  }

  @Test(arguments: [
    PreprocessingRecipe(resize: .none, crop: nil),
    PreprocessingRecipe(resize: .shorterSide(256), crop: PixelSize(square: 224)),
    PreprocessingRecipe(
      resize: .exact(PixelSize(square: 300)), crop: nil, interpolation: .bilinear),
    PreprocessingRecipe(
      resize: .centralSquare(padding: 32), crop: PixelSize(square: 224), mean: [0, 0.1, 1 / 3],
      standardDeviation: [1, 2, 128 / 255]),
  ])
  func aRecipeIsReadBackAsItWasSaved(recipe: PreprocessingRecipe) {
    #expect(PreprocessingRecipe(saved: recipe.savedText) == recipe)
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"resize":"shorter side to 0","interpolation":"bicubic","mean":[0,0,0]}"#,
    #"{"resize":"none","interpolation":"bicubic","mean":[0,0,0],"std":[1,0,1]}"#,
    #"{"resize":"99999999×2","interpolation":"bicubic","mean":[0,0,0],"std":[1,1,1]}"#,
    #"{"resize":"central square, padding 1","interpolation":"bicubic","mean":[0,0,0],"std":[1,1,1]}"#,
  ])
  func otherTextsAreNoRecipes(text: String) {
    #expect(PreprocessingRecipe(saved: text) == nil)
  }

  @Test func aFolderThatCannotBeWrittenIsAnErrorThatLeavesNothing() throws {
    let weights = Checkpoint.random(seed: 1, variant: try #require(Variant.named("lite0")))
    let error = #expect(throws: CheckpointError.self) {
      try WeightConversion(weights).write(to: "/no/such/folder/x.safetensors")
    }
    #expect(error?.status == .cannotCreate)
  }
}
