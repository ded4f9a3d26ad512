import Architectures
import Checkpoints
import Foundation
import Testing

/// Files written by the real libraries, with the logits that they computed.
@Suite struct CheckpointLogitsTests {
  static let dialects: [Dialect] = [
    .timm, .timmTF, .torchvision, .lukemelas, .huggingface, .lite,
  ]

  static let torchFiles: [(Dialect, String, CheckpointFormat, Float)] = dialects.flatMap {
    dialect in
    [
      (dialect, "f32.safetensors", .safetensors, 1e-4), (dialect, "f32.pth", .torchZip, 1e-4),
      (dialect, "legacy.pth", .torchLegacy, 1e-4),
      (dialect, "f16.safetensors", .safetensors, 4e-3), (dialect, "f16.pth", .torchZip, 4e-3),
      (dialect, "bf16.safetensors", .safetensors, 3e-2), (dialect, "bf16.pth", .torchZip, 3e-2),
      (dialect, "folded.onnx", .onnx, 1e-4), (dialect, "unfolded.onnx", .onnx, 1e-4),
      (dialect, "dynamo.onnx", .onnx, 1e-4),
    ]
  }

  @Test(arguments: torchFiles)
  func everyFormatAndDialectOfPyTorchGivesItsLogits(
    dialect: Dialect, file: String, format: CheckpointFormat, tolerance: Float
  ) throws {
    // Names do not distinguish timm's dialects, so it is given; a graph's padding distinguishes.
    let isAmbiguous = dialect == .timmTF && format != .onnx
    let loaded = try GoldenArchive.torch.load(
      "\(dialect.rawValue)-\(file)", isLite: dialect == .lite,
      dialect: isAmbiguous ? .timmTF : nil)
    #expect(loaded.dialect.dialect == dialect)
    #expect(loaded.options.classes == 5)
    guard case .file(_, let found, _, _) = loaded.source else { return }
    #expect(found == format)
    let difference = relativeDifference(
      try loaded.goldenLogits(), try GoldenArchive.torch.logits(dialect.rawValue))
    #expect(difference < tolerance)
  }

  static let kerasFiles: [(String, String, CheckpointFormat)] = [
    ("keras3.h5", "plain", .hdf5), ("keras3.keras", "plain", .keras),
    ("keras3.weights.h5", "plain", .hdf5), ("keras2.h5", "plain", .hdf5),
    ("keras2.keras", "plain", .keras), ("keras2.weights.h5", "plain", .hdf5),
    ("keras2-legacy.h5", "plain", .hdf5), ("tuned.h5", "plain", .hdf5),
    ("tuned.keras", "plain", .keras), ("tuned.weights.h5", "plain", .hdf5),
    ("published3.h5", "published", .hdf5), ("published3.keras", "published", .keras),
    ("published3.weights.h5", "published", .hdf5), ("published2.h5", "published", .hdf5),
    ("published2.keras", "published", .keras), ("published2.weights.h5", "published", .hdf5),
  ]

  @Test(arguments: kerasFiles)
  func everyLayoutOfKerasGivesItsLogitsAndItsPreprocessing(
    file: String, golden: String, format: CheckpointFormat
  ) async throws {
    let loaded = try await onOwnThread { try GoldenArchive.keras.load(file) }
    #expect(loaded.dialect.dialect == .keras)
    #expect(loaded.dialect.reason == .names)
    guard case .file(_, let found, _, _) = loaded.source else { return }
    #expect(found == format)
    #expect(
      relativeDifference(
        try loaded.goldenLogits(), try GoldenArchive.keras.logits(golden)) < 1e-4)
    // A new network has mean 0 and variance 1; the published one has ImageNet's.
    let isPublished = golden == "published"
    for (mean, expected) in zip(
      loaded.recipe.mean, isPublished ? [0.485, 0.456, 0.406] : [0, 0, 0])
    {
      #expect(abs(Double(mean) - expected) < 1e-6)
    }
    for (deviation, expected) in zip(
      loaded.recipe.standardDeviation, isPublished ? [0.229, 0.224, 0.225] : [1, 1, 1])
    {
      #expect(abs(Double(deviation) - expected) < 1e-6)
    }
  }

  /// Integers have 1/254 of a channel's range as their error, halves 2^-11.
  @Test(arguments: [
    ("float32", Float(1e-4)), ("float16", 4e-3), ("int8-weights", 3e-2), ("int8", 3e-2),
  ])
  func everyNumberTypeOfTFLiteGivesTheLogits(file: String, tolerance: Float) throws {
    let loaded = try GoldenArchive.tflite.load("\(file).tflite", isLite: true)
    guard case .file(_, let format, _, _) = loaded.source else { return }
    #expect(format == .tflite)
    #expect(loaded.dialect.dialect == .lite)
    #expect(loaded.dialect.reason == .variant)
    #expect(loaded.options.classes == 5)
    let difference = relativeDifference(
      try loaded.goldenLogits(), try GoldenArchive.tflite.logits("logits"))
    #expect(difference < tolerance)
  }

  @Test(arguments: [
    ("wrapper-timm.pth.tar", "state_dict_ema", "timm"),
    ("wrapper-torchvision.pth", "model", "torchvision"),
    ("wrapper-compiled.pth", "model_state_dict", "timm"),
    ("wrapper-lightning.ckpt", "state_dict", "timm"), ("wrapper-module.pt", "", "timm"),
  ])
  func trainingCheckpointsAreUnwrapped(file: String, path: String, golden: String) throws {
    let loaded = try GoldenArchive.torch.load(file)
    guard case .file(_, _, _, let found) = loaded.source else { return }
    #expect(found == path)
    #expect(loaded.dialect.dialect.rawValue == golden)
    #expect(
      relativeDifference(
        try loaded.goldenLogits(), try GoldenArchive.torch.logits(golden)) < 1e-4)
  }

  @Test func theConfigurationBesideAFileGivesDialectNamesAndPreprocessing() throws {
    let loaded = try GoldenArchive.torch.load("hub/model.safetensors")
    #expect(loaded.dialect.dialect == .timmTF)
    #expect(loaded.dialect.reason == .configuration)
    #expect(loaded.labels == ["ant", "bee", "cat", "dog", "elk"])
    #expect(loaded.recipe.mean == [0.5, 0.25, 0.125])
    #expect(loaded.recipe.standardDeviation == [0.5, 0.5, 0.25])
    #expect(loaded.recipe.interpolation == .bilinear)
    #expect(loaded.recipe.resize == .shorterSide(128))
    #expect(loaded.recipe.crop?.width == 96)

    let asked = try GoldenArchive.torch.load("hub/model.safetensors", dialect: .timm)
    #expect(asked.dialect.reason == .asked)
    #expect(
      relativeDifference(
        try asked.goldenLogits(), try GoldenArchive.torch.logits("variations")) < 1e-4)
  }

  @Test func aHuggingFaceFolderGivesLabelsAndItsProcessorsNumbers() throws {
    let loaded = try GoldenArchive.torch.load("transformers/model.safetensors")
    #expect(loaded.dialect.dialect == .huggingface)
    #expect(loaded.labels == (0..<5).map { "thing \($0)" })
    #expect(loaded.recipe.mean == [0.4, 0.5, 0.6])
    #expect(loaded.recipe.standardDeviation == [0.25, 0.25, 0.25])
    #expect(loaded.recipe.resize == .exact(.init(square: 80)))
  }

  @Test func aHiddenLayerInTheClassifierIsReadWithItsAssumption() throws {
    let loaded = try GoldenArchive.torch.load("hidden-layer.pth")
    #expect(
      loaded.warnings
        == [.assumedActivation(.relu, from: "classifier.1", to: "classifier.3")])
    #expect(
      loaded.warnings.first?.description
        == "the function between 'classifier.1' and 'classifier.3' is not in the file, relu is "
        + "assumed; --head-activation chooses another")
  }

  @Test func nonFiniteWeightsGiveAWarning() throws {
    let loaded = try GoldenArchive.torch.load("not-finite.pth")
    #expect(loaded.warnings == [.nonFinite(tensor: "blocks.2.0.conv_dw.weight", others: 0)])
    #expect(try GoldenArchive.torch.load("timm-f32.pth").warnings.isEmpty)
  }

  @Test(arguments: ["../dynamo.data", "/etc/passwd", "..", "a/b", ""])
  func weightsOutsideTheModelsFolderAreRefused(location: String) throws {
    let path = GoldenArchive.torch.path("timm-dynamo.onnx")
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    // The same length keeps every enclosing length of the message right.
    let name = Array("timm-dynamo.onnx.data".utf8)
    let padded = Array(location.utf8) + [UInt8](repeating: 0x2F, count: name.count - location.count)
    while let range = bytes.firstRange(of: name) { bytes.replaceSubrange(range, with: padded) }
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointContents(reading: FileBytes(bytes))
    }
    guard case .refusedPath? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aMissingSecondFileIsNamed() throws {
    let bytes = [UInt8](
      try Data(contentsOf: URL(fileURLWithPath: GoldenArchive.torch.path("timm-dynamo.onnx"))))
    #expect(throws: CheckpointError.missingCompanion("timm-dynamo.onnx.data")) {
      try CheckpointContents(reading: FileBytes(bytes))
    }
  }
}
