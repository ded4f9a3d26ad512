import Architectures
import Checkpoints
import Foundation
import Support
import Testing

/// Files that describe their operators (Tests/Golden/graph_networks.py), against the logits that the
/// real libraries computed.
@Suite struct GraphCheckpointTests {
  static let onnx: [(String, OutputActivation?)] = [
    ("hidden", nil), ("gelu", nil), ("gelu-tanh", nil), ("hardswish", nil), ("norm", nil),
    ("layer-norm", nil), ("max", nil), ("catavgmax", nil), ("avgmax", nil), ("gem", nil),
    ("cosine", nil), ("temperature", nil), ("sigmoid", .sigmoid), ("softmax", .softmax),
    ("optimised", nil),
  ]

  @Test(arguments: onnx)
  func everyHeadOfAnONNXGraphGivesItsLogits(name: String, outputs: OutputActivation?) throws {
    let loaded = try GoldenArchive.graphs.load("\(name).onnx")
    try expectLogits(name, loaded)
    #expect(loaded.options.outputActivation == outputs ?? .softmax)
    #expect(loaded.outputs.reason == (outputs == nil ? .assumed : .file))
  }

  @Test(arguments: ["module-max", "module-hidden", "module-same", "module-sequential"])
  func wholeModulesGiveTheirLogits(name: String) throws {
    let loaded = try GoldenArchive.graphs.load("\(name).pth")
    try expectLogits(name, loaded)
    let pooling = loaded.options.head?.pooling ?? .average
    #expect(pooling == (name == "module-max" || name == "module-sequential" ? .maximum : .average))
    #expect(loaded.options.padding == (name == "module-same" ? .same : .symmetric))
  }

  @Test(arguments: [
    "keras-max.keras", "keras-norm.keras", "keras-hidden.keras", "keras-hidden.h5",
    "keras-layer-norm.keras", "keras-sigmoid.keras",
  ])
  func headsOfKerasGiveTheirLogits(file: String) async throws {
    let loaded = try await onOwnThread { try GoldenArchive.graphs.load(file) }
    let name = String(file.prefix { $0 != "." })
    try expectLogits(name, loaded)
    #expect(loaded.options.outputActivation == (name == "keras-sigmoid" ? .sigmoid : .softmax))
  }

  private func expectLogits(_ name: String, _ loaded: LoadedCheckpoint) throws {
    let logits = try loaded.logits(of: GoldenArchive.graphs.path("image.npy"))
    #expect(relativeDifference(logits, try GoldenArchive.graphs.logits(name)) < 1e-4)
  }

  /// The first operator that differs, as the message names it.
  static let refused: [(file: String, names: String)] = [
    ("relu.onnx", "Relu '/bn1/act/Relu'"),
    ("hardswish-blocks.onnx", "HardSwish '/bn1/act/HardSwish'"),
    ("grey.onnx", "ReduceMean"), ("clamped.onnx", "Clip"),
    ("elu.onnx", "Elu"), ("module-relu.pth", "torch.nn.modules.activation.ReLU 'bn1.act'"),
    ("module-elu.pth", "torch.nn.modules.activation.ELU 'classifier.1'"),
    ("keras-elu.keras", "Dense 'dense"),
  ]

  @Test(arguments: refused)
  func theFirstOperatorThatDiffersIsNamed(file: String, names: String) async throws {
    let error = await #expect(throws: CheckpointError.self) {
      try await onOwnThread { try GoldenArchive.graphs.load(file) }
    }
    guard case .otherOperator(let found?, _)? = error else {
      Issue.record("\(file): \(String(describing: error))")
      return
    }
    #expect(found.hasPrefix(names), "\(found)")
    #expect(error?.status == .badData)
  }

  /// `keepdims` is 0 or 1 in ONNX; other programs take other numbers for one of both.
  @Test(arguments: [UInt8(2), 127])
  func aReductionWithAnotherKeepdimsIsRefusedByName(number: UInt8) throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: GoldenArchive.graphs.path("max.onnx"))))
    // The attribute's name, then its integer: field 3 as a varint.
    let attribute = Array("keepdims".utf8) + [0x18]
    let place = try #require(bytes.firstRange(of: attribute)?.upperBound)
    #expect(bytes[place] == 1)
    bytes[place] = number
    let path = GoldenArchive.graphs.path("keepdims-\(number).onnx")
    try Data(bytes).write(to: URL(filePath: path))
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(file: path, variant: GoldenArchive.variant())
    }
    guard case .unsupported("ONNX model", let feature)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(feature.hasPrefix("Reduce"), "\(feature)")
    #expect(feature.hasSuffix("with keepdims \(number)"), "\(feature)")
  }

  @Test func aTracedModuleIsRefusedByName() {
    let error = #expect(throws: CheckpointError.self) {
      try GoldenArchive.graphs.load("traced.pt")
    }
    #expect(error == .torchScript)
    #expect(error?.why.contains("TorchScript") == true)
    #expect(error?.advice?.contains("state_dict") == true)
  }

  @Test func theMessageNamesBothOperators() {
    let error = CheckpointError.otherOperator(
      found: "Relu '/bn1/act/Relu'", expected: "the activation silu")
    #expect(
      error.why == "its graph has Relu '/bn1/act/Relu' where the network has the activation silu")
    let end = CheckpointError.otherOperator(found: nil, expected: "an image")
    #expect(end.why == "its graph ends where the network has an image")
  }
}
