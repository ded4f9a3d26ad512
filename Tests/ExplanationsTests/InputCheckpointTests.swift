import Architectures
import Checkpoints
import Foundation
import Imaging
import Inference
import Tensors
import Testing

/// Other inputs, norms of single operators and whole modules (Tests/Golden/input_networks.py),
/// against the logits that the real libraries computed.
@Suite struct InputCheckpointTests {
  private static let archive = GoldenArchive.inputs

  /// The logits for `image-N.npy`, which is the input of the file's own network.
  private func expectLogits(_ name: String, _ loaded: LoadedCheckpoint, channels: Int = 3) throws {
    let path = Self.archive.path("image-\(channels).npy")
    let image = try NumPyFile.tensor(from: [UInt8](try Data(contentsOf: URL(filePath: path))))
    let model = try Model(network: loaded.network, weights: loaded.weights)
    let logits = try Session(model: model, height: 64, width: 64)
      .run(loaded.recipe.arrays?(image) ?? image).logits.elements
    #expect(relativeDifference(logits, try Self.archive.logits(name)) < 1e-4, "\(name)")
  }

  @Test(arguments: [
    ("grey.pth", "grey", 1), ("four.pth", "four", 4), ("grey.onnx", "grey", 1),
    ("grey-new.onnx", "grey-new", 1), ("four.onnx", "four", 4),
  ])
  func networksOfOneAndFourChannelsGiveTheirLogits(
    file: String, golden: String, channels: Int
  ) throws {
    let loaded = try Self.archive.load(file, dialect: .timm)
    #expect(loaded.network.inputChannels == channels)
    #expect(loaded.recipe.arrays == nil)
    try expectLogits(golden, loaded, channels: channels)
  }

  /// A graph with its own normalisation; mean and deviation of red for values of 0…1.
  static let normalised: [(name: String, channels: Int, mean: Float, deviation: Float)] = [
    ("standard", 3, 0.48, 0.23), ("bytes", 3, 0.48, 0.23), ("product", 3, 0.5, 0.5),
    ("minus-one", 3, 0.5, 0.5), ("grey-standard", 1, 0.4, 0.2),
  ]

  @Test(arguments: normalised)
  func aNormalisationInTheGraphBecomesPreprocessing(
    name: String, channels: Int, mean: Float, deviation: Float
  ) throws {
    let loaded = try Self.archive.load("\(name).onnx")
    try expectLogits(name, loaded, channels: channels)
    #expect(abs(loaded.recipe.mean[0] - mean) < 1e-6)
    #expect(abs(loaded.recipe.standardDeviation[0] - deviation) < 1e-6)
    let range = name == "bytes" ? "0 to 255" : "0 to 1,"
    #expect(loaded.warnings.contains { $0.description.contains("images of \(range)") })
  }

  @Test func aConvertedFileKeepsTheNormalisationOfArrays() throws {
    let before = try Self.archive.load("four-standard.onnx")
    try expectLogits("four-standard", before, channels: 4)
    let path = Self.archive.path("four-standard-converted.safetensors")
    _ = try WeightConversion(before).write(to: path)
    let after = try Checkpoint.load(file: path, variant: GoldenArchive.variant())
    #expect(after.recipe == before.recipe)
    #expect(after.recipe.arrays?.scale.count == 4)
    try expectLogits("four-standard", after, channels: 4)
  }

  @Test(arguments: ["norm-12", "norm-plain", "norm-hidden", "norm-formula", "shared"])
  func graphsOfSingleOperatorsGiveTheirLogits(name: String) throws {
    let loaded = try Self.archive.load("\(name).onnx")
    try expectLogits(name, loaded)
    let norms = loaded.options.head?.operators.compactMap { operation -> Double? in
      if case .vector(.layerNormalization(let norm)) = operation { norm.epsilon } else { nil }
    }
    let epsilon = ["norm-12": 1e-3, "norm-formula": 1e-2][name] ?? 1e-5
    #expect((norms?.count ?? 0) == (name == "shared" ? 0 : 1))
    for found in norms ?? [] { #expect(abs(found / epsilon - 1) < 1e-3) }
  }

  static let refused = [
    ("fifth", "Div"), ("negative", "Sub"), ("mixed", "Mul"), ("position", "Add"),
    ("norm-mixed", "ReduceMean"),
  ]

  @Test(arguments: refused)
  func whatIsNoNormalisationOfImagesOrVectorsIsNamed(name: String, type: String) throws {
    let error = #expect(throws: CheckpointError.self) { try Self.archive.load("\(name).onnx") }
    guard case .otherOperator(let found?, _)? = error else {
      Issue.record("\(name): \(String(describing: error))")
      return
    }
    #expect(found.hasPrefix(type), "\(found)")
  }

  @Test(arguments: ["module-parallel", "module-averaged"])
  func wrappersOfPyTorchItselfGiveTheirLogits(name: String) throws {
    try expectLogits(name, try Self.archive.load("\(name).pth"))
  }

  static let unknown = [
    ("module-own", "__main__.Own"), ("module-own-head", "__main__.Own '1'"),
    ("module-changed", "timm.models.efficientnet.EfficientNet"),
    ("module-hooked", "torch.nn.modules.conv.Conv2d 'conv_stem'"),
  ]

  @Test(arguments: unknown)
  func aModuleThatRunsCodeOfItsOwnIsRefusedByName(name: String, title: String) throws {
    let error = #expect(throws: CheckpointError.self) { try Self.archive.load("\(name).pth") }
    #expect(error == .unknownClass(title))
    #expect(error?.status == .badData)
    #expect(error?.why.contains(title) == true)
    #expect(error?.advice?.contains("state_dict") == true)
    var reading = CheckpointReading()
    reading.ignoresClasses = true
    let loaded = try Self.archive.load("\(name).pth", reading: reading)
    #expect(loaded.network.classes == (name == "module-own-head" ? 3 : 5))
  }

  @Test(arguments: [
    ("keras-cycle", "'block1a_bn' reads 'top_activation', which nothing before it gives"),
    ("keras-self", "'block1a_bn' reads 'block1a_bn', which nothing before it gives"),
    ("keras-unknown", "'block1a_bn' reads 'nowhere', which nothing before it gives"),
  ])
  func aKerasModelWithACycleOrAnUnknownLayerIsBroken(name: String, rule: String) async throws {
    let error = await #expect(throws: CheckpointError.self) {
      try await onOwnThread { try Self.archive.load("\(name).keras") }
    }
    #expect(error == .malformed("Keras model's description", offset: 0, rule: rule))
    #expect(error?.status == .badData)
  }
}
