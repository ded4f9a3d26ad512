import Architectures
import Checkpoints
import Testing

/// Heads as people build them, in state dictionaries of the real libraries
/// (Tests/Golden/head_networks.py), against the logits that those computed.
@Suite struct HeadCheckpointTests {
  /// A file and what must be decided to read it.
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    var reading = CheckpointReading()
    /// Number of warnings about assumptions.
    var warnings = 0

    var testDescription: String { file }

    init(
      _ file: String, warnings: Int = 0, _ decide: (inout CheckpointReading) -> Void = { _ in }
    ) {
      self.file = file
      self.warnings = warnings
      decide(&reading)
    }
  }

  static let cases = [
    Case("backbone-head"), Case("biasless-head") { $0.head = "head" },
    Case("efficientnet-classifier"),
    Case("features-fc"), Case("transformers-head"), Case("children"),
    Case("hidden", warnings: 1),
    Case("hidden-tanh") { $0.headActivation = .function(.tanh) },
    Case("adjacent"), Case("norm"), Case("norm-beside"), Case("layer-norm", warnings: 1),
    Case("norm-then-relu", warnings: 1), Case("relu-then-norm", warnings: 1),
    Case("fastai", warnings: 1), Case("gem"),
    Case("max-in-args"), Case("avgmax-in-args"), Case("catavgmax"), Case("cosine", warnings: 1),
    Case("temperature", warnings: 1),
    Case("thousand") { $0.headActivation = HiddenActivation.none },
    Case("on-the-thousand", warnings: 1), Case("apart"), Case("averaged", warnings: 1),
    Case("two-layers") { $0.headActivation = .function(.gelu) },
    Case("two-heads") { $0.head = "classifier" },
    Case("distilled") { $0.tensorsUnder = "student" },
  ]

  @Test(arguments: cases)
  func theHeadIsFoundAndGivesItsLogits(example: Case) throws {
    let loaded = try GoldenArchive.heads.load("\(example.file).pth", reading: example.reading)
    #expect(loaded.warnings.count == example.warnings)
    let logits = try loaded.logits(of: GoldenArchive.heads.path("image.npy"))
    #expect(relativeDifference(logits, try GoldenArchive.heads.logits(example.file)) < 1e-4)
  }

  static let refused: [(String, CheckpointError)] = [
    ("mix-in-front", .unexplainedTensors(["conv.bias", "conv.weight"])),
    (
      "attention",
      .unexplainedTensors(["blocks.3.0.attention.bias", "blocks.3.0.attention.weight"])
    ),
    ("biasless-head", .biaslessHead("head")),
    ("two-layers", .unknownActivation(from: "fc1", to: "fc2")),
    ("two-heads", .severalHeads(["efficientnet._fc", "classifier"])),
    ("thousand", .unknownActivation(from: "net.classifier", to: "head")),
    ("distilled", .severalNetworks(["student", "teacher"])),
  ]

  @Test(arguments: refused)
  func whatTheFileLeavesOpenIsRefused(file: String, expected: CheckpointError) throws {
    #expect(throws: expected) { try GoldenArchive.heads.load("\(file).pth") }
    #expect(expected.status == .badData)
    #expect(expected.advice != nil)
  }

  @Test func ignoredTensorsMayStayUnused() throws {
    var reading = CheckpointReading()
    reading.ignoredTensors = ["*.attention.*"]
    let loaded = try GoldenArchive.heads.load("attention.pth", reading: reading)
    #expect(
      loaded.account.use(of: "blocks.3.0.attention.weight", in: "") == .harmless(.ignored))
    reading.ignoredTensors = ["*.attention.weight"]
    #expect(throws: CheckpointError.unexplainedTensors(["blocks.3.0.attention.bias"])) {
      try GoldenArchive.heads.load("attention.pth", reading: reading)
    }
  }

  @Test func aHeadOrPrefixThatIsNotThereIsAUsageError() throws {
    var reading = CheckpointReading()
    reading.head = "top"
    let error = #expect(throws: CheckpointError.self) {
      try GoldenArchive.heads.load("two-heads.pth", reading: reading)
    }
    #expect(error == .unknownHeadName("top", ["efficientnet._fc", "classifier"]))
    #expect(error?.status == .usage)
    reading = CheckpointReading()
    reading.tensorsUnder = "master"
    let other = #expect(throws: CheckpointError.self) {
      try GoldenArchive.heads.load("distilled.pth", reading: reading)
    }
    #expect(other?.status == .usage)
  }

  @Test func theAccountNamesWhatEveryTensorIs() throws {
    let loaded = try GoldenArchive.heads.load("averaged.pth")
    let account = loaded.account
    #expect(account.use(of: "model.conv_stem.weight", in: "") == .used("conv_stem.weight"))
    #expect(account.use(of: "model.bn1.num_batches_tracked", in: "") == .harmless(.counter))
    #expect(account.use(of: "model_ema.conv_stem.weight", in: "") == .harmless(.averaged))
    #expect(account.use(of: "criterion.weight", in: "") == .harmless(.loss))
    let inspection = try CheckpointInspection(
      file: GoldenArchive.heads.path("mix-in-front.pth"), variant: GoldenArchive.variant())
    #expect(inspection.account?.use(of: "conv.weight", in: "") == .unexplained)
    #expect(
      inspection.account?.use(of: "core.classifier.bias", in: "") == .used("classifier.bias"))
  }

  @Test func oneLogitHasTwoSidesUnlessItIsAPlainNumber() throws {
    let loaded = try GoldenArchive.heads.load("one-logit.pth")
    #expect(loaded.outputs == OutputChoice(.sigmoid, .oneLogit))
    #expect(loaded.options.isTwoSided)
    let logits = try loaded.logits(of: GoldenArchive.heads.path("image.npy"))
    let expected = try GoldenArchive.heads.logits("one-logit")
    #expect(relativeDifference(logits, [-expected[0], expected[0]]) < 1e-4)
    var reading = CheckpointReading()
    reading.outputActivation = .linear
    let number = try GoldenArchive.heads.load("one-logit.pth", reading: reading)
    #expect(number.options.classes == 1)
    #expect(!number.options.isTwoSided)
    reading.outputActivation = .softmax
    #expect(throws: CheckpointError.softmaxOfOne) {
      try GoldenArchive.heads.load("one-logit.pth", reading: reading)
    }
  }

  @Test func classNamesAndSettingsInTheFileAreUsed() throws {
    let loaded = try GoldenArchive.heads.load("labelled.pth")
    #expect(loaded.labels == ["ant", "bee", "cat", "dog", "elk"])
    #expect(loaded.dialect.dialect == .timmTF)
    #expect(loaded.dialect.reason == .metadata)
    #expect(loaded.recipe.mean == [0.5, 0.4, 0.3])
    #expect(loaded.recipe.standardDeviation == [0.2, 0.3, 0.4])
    #expect(loaded.recipe.interpolation == .bilinear)
    #expect(loaded.recipe.resize == .shorterSide(100))
    #expect(loaded.recipe.crop?.width == 80)
  }

  @Test func lukemelasPadsForTheNativeSizeWhateverTheInput() throws {
    let native = Variant(
      name: "tiny", title: "EfficientNet-TINY", family: .efficientNet,
      design: .mobile(.efficientNet), scaling: SizeMultipliers(width: 0.02, depth: 0.1),
      resolution: 90)
    let archive = GoldenArchive.heads
    let loaded = try Checkpoint.load(file: archive.path("native-90.pth"), variant: native)
    let expected = try archive.logits("native-90")
    #expect(
      relativeDifference(try loaded.logits(of: archive.path("image.npy")), expected) < 1e-4)
    let other = try archive.load("native-90.pth")
    #expect(
      relativeDifference(try other.logits(of: archive.path("image.npy")), expected) > 1e-3)
  }

  @Test func huggingFacesConfigurationDecidesPaddingAndOutputs() throws {
    let archive = GoldenArchive.heads
    let loaded = try archive.load("uneven/model.safetensors")
    #expect(loaded.options.padding == .uneven(symmetricBlocks: [1, 3]))
    #expect(loaded.outputs == OutputChoice(.sigmoid, .file))
    #expect(
      relativeDifference(
        try loaded.logits(of: archive.path("image.npy")), try archive.logits("uneven")) < 1e-4)
  }

  @Test(arguments: ["hidden", "gem", "cosine", "one-logit", "native-90"])
  func aConvertedFileGivesTheSameLogits(file: String) async throws {
    let archive = GoldenArchive.heads
    let before = try archive.load("\(file).pth")
    let path = archive.path("\(file)-converted.safetensors")
    _ = try WeightConversion(before).write(to: path)
    let after = try Checkpoint.load(file: path, variant: GoldenArchive.variant())
    #expect(after.options == before.options)
    let image = archive.path("image.npy")
    #expect(try after.logits(of: image) == before.logits(of: image))
  }
}
