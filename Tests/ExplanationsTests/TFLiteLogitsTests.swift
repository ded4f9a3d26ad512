import Architectures
import Checkpoints
import Foundation
import Imaging
import Support
import Testing

/// Networks of Keras that TensorFlow's converter wrote as TFLite files.
@Suite struct TFLiteLogitsTests {
  private static let archive = GoldenArchive.tfliteGraphs

  /// Tests/Golden/form_networks.py, which has the same networks as Keras archives.
  @Test(arguments: FormLogitsTests.keras)
  func everyFamilyGivesItsLogitsForAPicture(name: String) throws {
    let loaded = try FormLogitsTests.load("\(name).tflite")
    #expect(loaded.dialect.dialect == .keras)
    #expect(loaded.dialect.reason == .names)
    #expect(loaded.recipe.resize == .exact(PixelSize(square: 64)))
    #expect(loaded.options.padding == .same)
    #expect(loaded.options.outputActivation == .softmax)
    #expect(loaded.outputs.reason == .file)
    let logits = try GoldenArchive.forms.pictureLogits(loaded)
    #expect(relativeDifference(logits, try GoldenArchive.forms.logits(name)) < 1e-4)
    // A factor alone is folded into the first convolution; what is outside is not in the file.
    let isStated = name == "keras-v2-b0" || name == "keras-v2-s"
    #expect(loaded.warnings.count == (isStated ? 0 : 1))
    let said = loaded.warnings.first?.description ?? ""
    #expect(said.contains("0…255") == (name == "keras-b0"))
    #expect(said.contains("normalised") == (name == "keras-v2-s-outside"))
  }

  static let heads: [(String, OutputActivation?)] = [
    ("plain", nil), ("norm", .softmax), ("norm-relu", nil), ("hidden-norm", nil),
    ("sigmoid", .sigmoid),
    ("gelu", nil), ("tanh", .sigmoid), ("hardswish", nil), ("max", nil), ("both", nil),
    ("sum", nil), ("average", nil),
    ("temperature", .softmax), ("published", nil), ("free", nil), ("adapted", nil),
  ]

  @Test(arguments: heads)
  func everyHeadAndScalingGivesWhatTFLiteGives(name: String, ending: OutputActivation?) throws {
    let loaded = try Self.archive.load("\(name).tflite")
    #expect(loaded.outputs.reason == (ending == nil ? .assumed : .file))
    if let ending { #expect(loaded.options.outputActivation == ending) }
    try Self.expectOutputs(name, loaded, ending, tolerance: 1e-4)
  }

  /// TFLite rounds the inputs of layers with 8-bit weights, too; here only the weights are rounded.
  @Test(arguments: [("float16", Float(1e-4)), ("int8-weights", 3e-2)])
  func smallNumbersOfWeightsGiveWhatTFLiteGives(name: String, tolerance: Float) throws {
    try Self.expectOutputs(
      name, try Self.archive.load("\(name).tflite"), nil, tolerance: tolerance)
  }

  private static func expectOutputs(
    _ name: String, _ loaded: LoadedCheckpoint, _ ending: OutputActivation?, tolerance: Float
  ) throws {
    var outputs = try archive.pictureLogits(loaded)
    switch ending {
    case .softmax:
      let terms = outputs.map { exp($0) }
      outputs = terms.map { $0 / terms.reduce(0, +) }
    case .sigmoid:
      outputs = outputs.map { 1 / (1 + exp(-$0)) }
      // One logit has two sides, of which the file gives the second.
      if loaded.options.isTwoSided { outputs.removeFirst() }
    default: break
    }
    #expect(relativeDifference(outputs, try archive.logits(name)) < tolerance)
  }

  @Test func theGraphsScalingIsTheRecipe() throws {
    let published = try Self.archive.load("published.tflite").recipe
    for (mean, expected) in zip(published.mean, [0.485, 0.456, 0.406]) {
      #expect(abs(Double(mean) - expected) < 1e-6)
    }
    // A mean below 1 is one of pixels in 0…1.
    let adapted = try Self.archive.load("adapted.tflite").recipe
    for (mean, expected) in zip(adapted.mean, [0.1, 0.2, 0.3]) {
      #expect(abs(Double(mean) - expected) < 1e-6)
    }
    for (deviation, variance) in zip(adapted.standardDeviation, [0.3, 0.2, 0.1]) {
      #expect(abs(Double(deviation) - variance.squareRoot()) < 1e-6)
    }
  }

  /// The first operator that differs, as the message names it.
  static let refused: [(file: String, names: String)] = [
    ("elu", "ELU (operator"), ("flatten", "RESHAPE (operator"),
    ("unit", "SQUARE (operator"), ("layer-norm", "MEAN (operator"),
    ("resized", "RESIZE_BILINEAR (operator 0)"), ("beta", "SOFTMAX (operator"),
  ]

  @Test(arguments: refused)
  func theFirstOperatorThatDiffersIsNamed(file: String, names: String) throws {
    let error = #expect(throws: CheckpointError.self) {
      try Self.archive.load("\(file).tflite")
    }
    guard case .otherOperator(let found?, _)? = error else {
      Issue.record("\(file): \(String(describing: error))")
      return
    }
    #expect(found.hasPrefix(names), "\(found)")
    #expect(error?.status == .badData)
  }

  @Test func anActivationThatIsJoinedWithALayerIsNamed() throws {
    let error = #expect(throws: CheckpointError.self) {
      try FormLogitsTests.load("relu.tflite")
    }
    #expect(
      error?.why.contains("relu in CONV_2D (operator") == true, "\(String(describing: error))")
    #expect(error?.why.contains("the activation silu") == true)
  }

  @Test func integerNetworksAreRefusedByName() throws {
    let error = #expect(throws: CheckpointError.self) { try Self.archive.load("int8.tflite") }
    #expect(
      error?.why == "its network is quantised (QUANTIZE (operator 0))",
      "\(String(describing: error))")
  }

  @Test func aWeightThatNoOperatorReadsIsNamedOrIgnored() throws {
    let error = #expect(throws: CheckpointError.self) { try Self.archive.load("unread.tflite") }
    #expect(error == .unexplainedTensors(["left/over"]))
    var reading = CheckpointReading()
    reading.ignoredTensors = ["left/*"]
    let loaded = try Self.archive.load("unread.tflite", reading: reading)
    try Self.expectOutputs("plain", loaded, nil, tolerance: 1e-4)
  }

  @Test func severalGraphsAreRefused() {
    #expect(
      throws: CheckpointError.unsupported("TFLite model", feature: "2 graphs in place of one")
    ) { try Self.archive.load("twice.tflite") }
  }
}
