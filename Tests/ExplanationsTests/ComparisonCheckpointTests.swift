import Architectures
import Checkpoints
import Foundation
import Imaging
import Inference
import Tensors
import Testing

/// Checkpoints of the comparison networks and of EfficientNetV2.
@Suite struct ComparisonCheckpointTests {
  /// Variant, whose names, and the side of the image of Tests/Golden/comparison_logits.py.
  static let cases: [(String, NamingScheme, Int)] = [
    ("mobilenet-v2", .torchvisionMobileNet, 130), ("mobilenet-v2", .timm, 130),
    ("mnasnet-b1", .torchvisionMnasNet, 128), ("mnasnet-b1", .timm, 128),
    ("mnasnet-a1", .timm, 127), ("shufflenet-v2", .shared, 129), ("squeezenet-1.0", .shared, 111),
    ("squeezenet-1.1", .shared, 128), ("resnet-50", .shared, 127), ("densenet-169", .shared, 97),
    ("inception-v3", .shared, 139),
  ]

  @Test(arguments: cases)
  func filesWithLibraryNamesGiveTheLibrarysLogits(
    name: String, scheme: NamingScheme, side: Int
  ) throws {
    let variant = try #require(Variant.named(name))
    let loaded = try Checkpoint.load(
      FileBytes(Self.file(variant, scheme, prefix: "module.")), name: "model.safetensors")
    #expect(loaded.variant == variant)
    #expect(loaded.options.padding == .symmetric)
    let isShared = scheme == .shared
    let isPublishedOnce = ["shufflenet-v2", "squeezenet-1.0", "squeezenet-1.1"].contains(name)
    #expect(loaded.dialect.dialect == (scheme == .timm ? .timm : .torchvision))
    #expect(loaded.dialect.reason == (isPublishedOnce ? .variant : isShared ? .assumption : .names))
    let model = try Model(network: loaded.network, weights: loaded.weights)
    let image = SeededWeights(seed: 11).image(side: side)
    let logits = try Session(model: model, height: side, width: side).run(image).logits.elements
    #expect(relativeDifference(logits, try Self.golden(name)) < 1e-4)
  }

  @Test func densenetsFirstNamesAreReadToo() throws {
    let variant = try #require(Variant.named("densenet-121"))
    let new = Self.names(variant, .shared)
    let old = new.mapValues { name in
      name.replacing("norm1.", with: "norm.1.").replacing("norm2.", with: "norm.2.")
        .replacing("conv1.", with: "conv.1.").replacing("conv2.", with: "conv.2.")
    }
    #expect(Set(old.values) != Set(new.values))
    let loaded = try Checkpoint.load(
      FileBytes(Self.file(variant, names: old)), name: "densenet121-a639ec97.pth")
    #expect(loaded.variant == variant)
    #expect(loaded.dialect.dialect == .torchvision)
    #expect(loaded.dialect.reason == .fileName)
  }

  @Test func inceptionsSecondClassifierIsLeftOut() throws {
    let variant = try #require(Variant.named("inception-v3"))
    var weights = StateDictionary()
    weights["AuxLogits.fc.weight"] = Tensor(
      shape: [1000, 768], [Float](repeating: 0, count: 768_000))
    let loaded = try Checkpoint.load(
      FileBytes(Self.file(variant, names: Self.names(variant, .shared), beside: weights)),
      name: "inception_v3_google-0cc3c7bd.pth")
    #expect(loaded.variant == variant)
    // torchvision's transform_input makes ImageNet's range Inception's.
    #expect(loaded.recipe.mean == [0.5, 0.5, 0.5])
    #expect(loaded.recipe.resize == .shorterSide(342))
    #expect(loaded.recipe.interpolation == .bilinear)
  }

  @Test(arguments: [
    ("resnet50-0676ba61.pth", Dialect.torchvision, 256, 224, Interpolation.bilinear),
    ("resnet50-11ad3fa6.pth", .torchvision, 232, 224, .bilinear),
    ("resnet50_a1_0-14fe96d1.pth", .timm, 288, 288, .bicubic),
    ("resnet50_a3_0-59cae1ef.pth", .timm, 235, 224, .bicubic),
  ])
  func publishedFileNamesDecideThePreprocessing(
    file: String, dialect: Dialect, resize: Int, crop: Int, filter: Interpolation
  ) throws {
    let variant = try #require(Variant.named("resnet-50"))
    let recipe = dialect.recipe(for: variant, names: [file])
    #expect(recipe.resize == .shorterSide(resize))
    #expect(recipe.crop == PixelSize(square: crop))
    #expect(recipe.interpolation == filter)
    #expect(try Publication.named(file).dialect == dialect)
  }

  @Test func theVariantIsDetectedByShapesAndAMismatchIsNamed() throws {
    let deep = try #require(Variant.named("resnet-101"))
    let file = FileBytes(Self.file(deep, .shared, isEmpty: true))
    #expect(try Checkpoint.load(file, name: "x.safetensors").variant == deep)
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(file, name: "x.safetensors", variant: Variant.named("resnet-50"))
    }
    guard case .wrongVariant("resnet-50", "resnet-101", let mismatch)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(mismatch.name.hasPrefix("layer3.6") || mismatch.name.hasPrefix("layer3.1"))
    let other = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(file, name: "x.safetensors", dialect: .keras)
    }
    #expect(other == .wrongDialect(.keras, variant: "resnet-101"))
  }

  @Test(arguments: [
    ("timm-tf-b0", "v2-b0", Dialect.timmTF), ("timm-tf-s", "v2-s", .timmTF),
    ("timm-s", "v2-s", .timm), ("torchvision-s", "v2-s", .torchvision),
  ])
  func efficientNetV2GivesItsLogits(file: String, base: String, dialect: Dialect) throws {
    let whole = try #require(Variant.named(base))
    let small = Variant(
      name: "tiny", title: "tiny", family: whole.family, design: whole.design,
      scaling: SizeMultipliers(width: 0.1, depth: 0.1), resolution: 64)
    let archive = GoldenArchive.v2
    let loaded = try Checkpoint.load(
      file: archive.path("\(file).pth"), variant: small,
      dialect: dialect == .timm ? .timm : nil)
    #expect(loaded.dialect.dialect == dialect)
    let logits = try loaded.logits(of: archive.path("image.npy"))
    #expect(relativeDifference(logits, try archive.logits(file)) < 1e-4)
  }

  // MARK: Files

  /// The published name of each canonical one.
  private static func names(_ variant: Variant, _ scheme: NamingScheme) -> [String: String] {
    let network = variant.network()
    let blocks = BlockIndices(network, scheme: scheme)
    return Dictionary(
      uniqueKeysWithValues: network.parameters.map {
        ($0.name, scheme.name(of: $0.name, in: blocks))
      })
  }

  private static func file(
    _ variant: Variant, _ scheme: NamingScheme, prefix: String = "", isEmpty: Bool = false
  ) -> [UInt8] {
    file(variant, names: names(variant, scheme).mapValues { prefix + $0 }, isEmpty: isEmpty)
  }

  /// Seeded weights, or zeros, under `names`.
  private static func file(
    _ variant: Variant, names: [String: String], beside: StateDictionary = StateDictionary(),
    isEmpty: Bool = false
  ) -> [UInt8] {
    var weights = beside
    for parameter in variant.network().parameters {
      guard let name = names[parameter.name] else { continue }
      weights[name] =
        isEmpty
        ? Tensor(shape: parameter.shape, [Float](repeating: 0, count: parameter.count))
        : SeededWeights(seed: 11).tensor(for: parameter)
    }
    return SafetensorsWriter.bytes(of: weights, metadata: [:])
  }

  /// The logits of Tests/Golden/comparison_logits.py.
  private static func golden(_ name: String) throws -> [Float] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../InferenceTests/Fixtures/comparison-\(name).npy")
    return try NumPyFile.tensor(from: [UInt8](try Data(contentsOf: url))).elements
  }
}

extension SeededWeights {
  /// The golden scripts' image: elements in [−2, 2], (1, 3, side, side).
  fileprivate func image(side: Int) -> Tensor {
    let source = Operator.normalization(
      BatchNormalization(name: "image", epsilon: 0), channels: 3 * side * side,
      activation: .identity)
    let values = source.parameters.first { $0.role == .runningVariance }.map(tensor(for:))
    return Tensor(
      shape: [1, 3, side, side], (values?.elements ?? []).map { ($0 - 1) * 4 })
  }
}
