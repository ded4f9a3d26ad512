import Checkpoints
import Tensors
import Testing

@Suite struct FormatTests {
  static let files = ["zip-%.pth", "legacy-%.pth", "%.safetensors"].flatMap { pattern in
    ["f32", "f16", "bf16", "f64"].map { (pattern.replacing("%", with: $0), $0) }
  }

  @Test(arguments: files)
  func everyFormatAndTypeGivesTheSameTensors(file: String, type: String) throws {
    let contents = try Fixture.contents(file)
    let group = try #require(contents.groups.first)
    #expect(contents.groups.count == 1)
    func tensor(_ name: String) throws -> Tensor {
      try #require(group.tensors.first { $0.name == name }).tensor()
    }
    let plain = try tensor("plain")
    #expect(plain.shape == [2, 3])
    #expect(plain.elements == [0, 1, 2, 3, 4, 5])
    let transposed = try tensor("transposed")
    #expect(transposed.shape == [2, 3])
    #expect(transposed.elements == [0, 2, 4, 1, 3, 5])
    #expect(try tensor("slice").elements == [4, 5, 6, 7, 8, 9])
    #expect(try tensor("scalar").shape == [])
    #expect(try tensor("scalar").elements == [7])
    #expect(try tensor("batches").elements == [3])
    let expected: [Float] =
      switch type {
      case "f16": [-1.5, 0, 65504, 0x1p-23, 3]
      case "bf16": [-1.5, 0, 65536, Float(bitPattern: 0x33D7_0000), 3]
      default: [-1.5, 0, 65504, 1e-7, 3]
      }
    #expect(try tensor("negative").elements == expected)
  }

  @Test func aTrainingFileGivesItsStateDictionaryAndSkipsTheRest() throws {
    let contents = try Fixture.contents("training.pth")
    #expect(contents.groups.first?.path == "state_dict")
    #expect(contents.groups.first?.tensors.count == 6)
    #expect(contents.metadata["arch"] == "tf_efficientnet_b0")
    #expect(contents.metadata["args.model"] == "efficientnet_b0")
    let skipped = contents.globals.filter { $0.verdict == .skipped }.map(\.name)
    #expect(skipped.contains("argparse.Namespace"))
  }

  @Test(arguments: files.map(\.0) + ["training.pth"])
  func aFileCutAnywhereIsRefusedWithoutATrap(file: String) throws {
    let bytes = try Fixture.bytes(file)
    for length in 0..<bytes.count {
      #expect(throws: CheckpointError.self) {
        let contents = try CheckpointContents(reading: FileBytes(Array(bytes[..<length])))
        for tensor in contents.groups.flatMap(\.tensors) { _ = try tensor.tensor() }
        if contents.groups.flatMap(\.tensors).isEmpty { throw CheckpointError.noTensors }
      }
    }
  }

  @Test func everyWayInWhichONNXStoresATensorIsRead() throws {
    let contents = try Fixture.contents("small.onnx")
    #expect(contents.format == .onnx)
    let tensors = try #require(contents.groups.first).tensors
    func elements(_ name: String) throws -> [Float] {
      try #require(tensors.first { $0.name == name }).tensor().elements
    }
    #expect(try elements("stem.weight") == [0, 0.125, 0.25, 0.375, 0.5, 0.625])
    #expect(try elements("bn.weight") == [1, 0.5])
    #expect(try elements("bn.bias") == [0.25, -0.25])
    #expect(try elements("bn.mean") == [0.5, 2])
    #expect(try elements("bn.variance") == [1, 4])
    #expect(try elements("fc.bias") == [1, 2, 3])
    #expect(throws: CheckpointError.missingCompanion("beside.onnx.data")) {
      try Fixture.contents("beside.onnx")
    }
  }

  @Test func aTFLiteGraphsTensorsAreRead() throws {
    let contents = try Fixture.contents("small.tflite")
    #expect(contents.format == .tflite)
    let tensors = try #require(contents.groups.first).tensors
    func elements(_ shape: [Int]) throws -> [Float] {
      try #require(tensors.first { $0.shape == shape && $0.type == .float32 }).tensor().elements
    }
    // (O, H, W, I) order, where Keras has (H, W, I, O).
    #expect(try elements([2, 1, 1, 3]) == [0, 0.25, 0.5, 0.125, 0.375, 0.625])
    #expect(try elements([3, 2]) == [0, 0.375, 0.125, 0.5, 0.25, 0.625])
    #expect(try elements([3]) == [0, 0.125, 0.25])
  }

  /// The rule that each graph breaks.
  static let brokenGraphs = [
    ("cycle", "Add 'first' reads 'b', which nothing before it gives"),
    ("unconnected", "Relu 'lonely' reads 'nowhere', which nothing before it gives"),
    ("no-output", "an operator must give its output 'b'"),
  ]

  @Test(arguments: brokenGraphs)
  func aGraphWithoutAnOrderOrAnEndIsBroken(name: String, rule: String) {
    #expect(throws: CheckpointError.malformed("ONNX graph", offset: 0, rule: rule)) {
      try Fixture.contents("graph-\(name).onnx")
    }
  }

  @Test func aValueThatTwoOperatorsGiveIsRefused() {
    #expect(throws: CheckpointError.duplicate("ONNX graph", name: "b")) {
      try Fixture.contents("graph-twice.onnx")
    }
  }

  @Test(arguments: ["small.onnx", "small.tflite", "graph-head.onnx", "graph-unknown.onnx"])
  func aGraphCutAnywhereNeverTraps(file: String) throws {
    let bytes = try Fixture.bytes(file)
    for length in 0..<bytes.count {
      let contents = try? CheckpointContents(reading: FileBytes(Array(bytes[..<length])))
      for tensor in contents?.groups.flatMap(\.tensors) ?? [] { _ = try? tensor.tensor() }
    }
  }

  @Test(
    arguments: files.map(\.0) + ["training.pth", "small.onnx", "small.tflite", "graph-head.onnx"])
  func aFileWithAnyByteFlippedNeverTraps(file: String) throws {
    let bytes = try Fixture.bytes(file)
    for index in bytes.indices {
      for flip: UInt8 in [0xFF, 0x01, 0x80] {
        var changed = bytes
        changed[index] ^= flip
        let contents = try? CheckpointContents(reading: FileBytes(changed))
        for tensor in contents?.groups.flatMap(\.tensors) ?? [] { _ = try? tensor.tensor() }
      }
    }
  }
}
