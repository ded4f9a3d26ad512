import Checkpoints
import Support
import Testing

/// Small files that would take much memory or work end at the limit for their size.
@Suite struct BudgetTests {
  private func expectOverBudget(_ bytes: [UInt8], _ resource: ReadingBudget.Resource = .memory) {
    let file = FileBytes(bytes)
    let limit = (64 << 20) + 16 * bytes.count
    let error = #expect(throws: CheckpointError.self) { try CheckpointContents(reading: file) }
    #expect(error == .overBudget(resource, limit: limit), "\(String(describing: error))")
    #expect(error?.status == .badData)
    #expect(error?.description.contains("the limit for a file of its size") == true)
  }

  @Test func theLimitsGrowWithTheFile() {
    let budget = ReadingBudget(fileSize: 1000)
    #expect(budget.limit == 67_108_864 + 16_000)
    #expect(budget.allocated == 0)
    #expect(budget.taken == 0)
  }

  @Test(arguments: [
    "zip-f32.pth", "zip-f16.pth", "legacy-f64.pth", "f32.safetensors", "small.onnx", "small.tflite",
    "training.pth",
  ])
  func ordinaryFilesTakeASmallPart(name: String) throws {
    let file = FileBytes(try Fixture.bytes(name))
    _ = try CheckpointContents(reading: file)
    #expect(file.budget.allocated > 0)
    #expect(file.budget.allocated < 1 << 20, "\(file.budget.allocated)")
    #expect(file.budget.taken < 1 << 16, "\(file.budget.taken)")
  }

  @Test func aNetworkOfUsualSizeTakesASmallPart() throws {
    let file = FileBytes(try SyntheticCheckpoint(.timm, "b0").safetensors)
    _ = try Checkpoint.load(file, name: "b0.safetensors")
    // Its 16 MB of tensors as float32, and their names.
    #expect(file.budget.allocated < 2 * file.count, "\(file.budget.allocated)")
    #expect(file.budget.taken < 4 << 20, "\(file.budget.taken)")
  }

  // MARK: - Pickles

  private static let storage =
    PickleBytes.mark + PickleBytes.text("storage") + PickleBytes.global("torch", "FloatStorage")
    + PickleBytes.text("0") + PickleBytes.text("cpu") + [0x4B, 4, 0x74, 0x51]

  /// The tensor of the storage, shape and strides with these numbers in the memo.
  private static func tensor(storage: UInt8, shape: UInt8) -> [UInt8] {
    PickleBytes.global("torch._utils", "_rebuild_tensor_v2") + PickleBytes.mark
      + PickleBytes.get(storage) + [0x4B, 0] + PickleBytes.get(shape) + PickleBytes.get(shape)
      + [0x74] + PickleBytes.reduce
  }

  private static func archive(_ pickle: [UInt8]) -> [UInt8] {
    PickleBytes.zip([
      ("a/data.pkl", PickleBytes.proto(2) + pickle + PickleBytes.stop),
      ("a/data/0", [UInt8](repeating: 0, count: 16)),
    ])
  }

  @Test func aShapeOfMoreThan64AxesIsRefused() throws {
    let ones = { (count: Int) in
      PickleBytes.mark + [UInt8](repeating: 0, count: 0)
        + (0..<count).flatMap { _ in [0x4B, 1] as [UInt8] } + [0x74]
    }
    for (axes, isRead) in [(64, true), (65, false)] {
      let pickle =
        Self.storage + PickleBytes.put(1) + PickleBytes.pop + ones(axes) + PickleBytes.put(2)
        + PickleBytes.pop + PickleBytes.emptyDictionary + PickleBytes.text("x")
        + Self.tensor(storage: 1, shape: 2) + [0x73]
      let contents = Result { () throws(CheckpointError) in
        try CheckpointContents(reading: FileBytes(Self.archive(pickle)))
      }
      switch contents {
      case .success(let contents):
        #expect(isRead)
        #expect(contents.groups.first?.tensors.first?.shape.count == axes)
      case .failure(let error):
        #expect(!isRead)
        #expect(error.description.contains("65 axes"), "\(error)")
      }
    }
    let header = "1" + String(repeating: ",1", count: 64)
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointContents(
        reading: FileBytes(
          PickleBytes.safetensors(
            #"{"x":{"dtype":"F32","shape":[\#(header)],"data_offsets":[0,4]}}"#, zeros: 4)))
    }
    #expect(error?.description.contains("65 axes") == true)
  }

  @Test func modulesThatShareTheirParametersCountForEach() {
    var pickle =
      Self.storage + PickleBytes.put(1) + PickleBytes.pop + PickleBytes.mark + [0x4B, 1, 0x74]
      + PickleBytes.put(2) + PickleBytes.pop + Self.tensor(storage: 1, shape: 2)
      + PickleBytes.put(3) + PickleBytes.pop + PickleBytes.emptyDictionary + PickleBytes.mark
    for index in 0..<4000 { pickle += PickleBytes.text("p\(index)") + PickleBytes.get(3) }
    pickle += [0x75] + PickleBytes.put(4) + PickleBytes.pop
    let module = { (children: [UInt8]) in
      PickleBytes.global("__main__", "Net") + PickleBytes.emptyTuple + PickleBytes.newObject
        + PickleBytes.emptyDictionary + PickleBytes.mark + PickleBytes.text("_parameters")
        + PickleBytes.get(4) + PickleBytes.text("_modules") + children + [0x75] + PickleBytes.build
    }
    var children = PickleBytes.emptyDictionary + PickleBytes.mark
    for index in 0..<64 {
      children += PickleBytes.text(String(repeating: "m", count: 300) + "\(index)")
      children += module(PickleBytes.emptyDictionary)
    }
    expectOverBudget(Self.archive(pickle + module(children + [0x75])))
  }

  @Test func aPickleOfTuplesInTuplesIsRefused() {
    let nested = (0..<600_000).map { _ in 0x85 as UInt8 }
    expectOverBudget(
      PickleBytes.proto(2) + PickleBytes.emptyTuple + nested + PickleBytes.stop)
  }

  @Test func aListOfNamesUnderManyKeysIsRefused() {
    var pickle = PickleBytes.emptyList + PickleBytes.mark + PickleBytes.text("n")
    pickle += PickleBytes.put(1)
    for _ in 0..<6000 { pickle += PickleBytes.get(1) }
    pickle += [0x65] + PickleBytes.put(2) + PickleBytes.pop + PickleBytes.emptyDictionary
    pickle += PickleBytes.mark
    for index in 0..<2000 {
      pickle += PickleBytes.text("d\(index)") + PickleBytes.emptyDictionary
      pickle += PickleBytes.text("classes") + PickleBytes.get(2) + [0x73]
    }
    expectOverBudget(Self.archive(pickle + [0x75]))
  }

  // MARK: - Other formats

  @Test func emptyMessagesOfONNXAreCountedBeforeTheyAreDecoded() {
    func field(_ number: UInt8, _ data: [UInt8]) -> [UInt8] {
      var size: [UInt8] = []
      var length = data.count
      while length > 0x7F {
        size.append(UInt8(length & 0x7F) | 0x80)
        length >>= 7
      }
      return [number << 3 | 2] + size + [UInt8(length)] + data
    }
    let start: [UInt8] = [0x08, 0x08] + field(2, [0x78])
    let pairs = { (one: UInt8, other: UInt8) in
      (0..<600_000).flatMap { _ in [one, other] }
    }
    expectOverBudget(start + field(7, pairs(0x0A, 0)))
    expectOverBudget(start + field(7, field(1, pairs(0x2A, 0))))
  }

  @Test func axesAndScalesThatTensorsOfTFLiteShareAreNotCopiedForEach() throws {
    let few = FlatBytes.model(tensors: 1, axes: 1, scales: 1)
    // Both are read as far as the graph, which has no operators.
    for bytes in [few, FlatBytes.model(tensors: 100, axes: 1, scales: 1)] {
      let error = #expect(throws: CheckpointError.self) {
        try CheckpointContents(reading: FileBytes(bytes))
      }
      if case .overBudget = error { Issue.record("\(String(describing: error))") }
    }
    let axes = FlatBytes.model(tensors: 10_000, axes: 20_000, scales: 1)
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointContents(reading: FileBytes(axes))
    }
    #expect(error?.description.contains("20000 axes") == true)
    // More scales than channels are refused before they are copied.
    let scales = FileBytes(FlatBytes.model(tensors: 10_000, axes: 1, scales: 20_000))
    #expect(throws: CheckpointError.self) { try CheckpointContents(reading: scales) }
    #expect(scales.budget.allocated < 4 << 20)
  }

  @Test func aDocumentTakesOnlyTheMemoryItMay() throws {
    let text = Array("[\(Array(repeating: "[]", count: 1000).joined(separator: ","))]".utf8)
    try text.withUnsafeBytes { bytes in
      var memory = 1 << 20
      _ = try JSON(parsing: bytes, memory: &memory)
      let taken = 1 << 20 - memory
      #expect(taken > 24_000 && taken < 200_000, "\(taken)")
      var less = taken - 1
      #expect(throws: JSONError.tooLarge) { _ = try JSON(parsing: bytes, memory: &less) }
    }
  }

  @Test func manyPlacesOfOneNameAreBounded() throws {
    let name = String(repeating: "p", count: 20_000)
    let rows = (0..<400).map { index in
      #""\#(name)\#(index).conv_stem.weight":{"dtype":"F32","shape":[0,3,3,3],"data_offsets":[0,0]}"#
    }
    let file = FileBytes(PickleBytes.safetensors("{\(rows.joined(separator: ","))}"))
    #expect(throws: CheckpointError.self) { try Checkpoint.load(file, name: "x") }
    #expect(file.budget.allocated <= file.budget.limit + 1 << 16)
    #expect(file.budget.taken <= file.budget.limit + 1 << 16)
  }

  @Test func asManyDescriptionsAsNamesAreReadAtOnce() throws {
    let names = (0..<20_000).map { "\"n\($0)\"" }
    let text =
      #"{"label_names":[\#(names.joined(separator: ","))],"label_descriptions":{"#
      + names.map { "\($0):\"d\"" }.joined(separator: ",") + "}}"
    let clock = ContinuousClock()
    var labels: [String]?
    let time = clock.measure { labels = ClassLabels.names(inJSON: Array(text.utf8)) }
    #expect(labels?.count == 20_000)
    #expect(labels?.last == "d")
    #expect(time < .seconds(5), "\(time)")
  }
}
