import Foundation
import Testing

/// The options that say what a person's own checkpoint is: class names, preprocessing, dialect, head.
@Suite struct CheckpointOptionsTests {
  private static let cat = Program.photograph("chelsea.png")

  private static func first(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(["classify", cat, "--format", "jsonl"] + arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
  }

  private static func logits(_ arguments: [String]) throws -> Data {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      ["classify", cat, "--save-logits", folder.path("l.npy")] + arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return try Data(contentsOf: URL(fileURLWithPath: folder.path("l.npy")))
  }

  /// Seeded B0 as a file, of timm's dialect, whose metadata `keepsMetadata` keeps.
  private static func b0(_ folder: TemporaryFolder, keepsMetadata: Bool = true) throws -> String {
    let path = folder.path("model.safetensors")
    let outcome = try Program.run([
      "weights", "convert", "random:7", path, "--variant", "b0", "--dialect", "timm",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    if !keepsMetadata {
      var file = try SafetensorsFile(path)
      file.metadata = [:]
      try file.bytes.write(to: URL(fileURLWithPath: path))
    }
    return path
  }

  // MARK: Class names

  static let labelFiles: [(String, @Sendable ([String]) -> String)] = [
    ("lines.txt", { $0.joined(separator: "\n") + "\n" }),
    (
      "table.csv",
      { names in
        "index,name\n"
          + names.enumerated().reversed().map { "\($0.offset),\"\($0.element)\"\n" }.joined()
      }
    ),
    ("list.json", { names in "[" + names.map { "\"\($0)\"" }.joined(separator: ",") + "]" }),
    (
      "by-index.json",
      { names in
        "{"
          + names.enumerated().map { "\"\($0.offset)\":\"\($0.element)\"" }
          .joined(separator: ",") + "}"
      }
    ),
    (
      "timm/config.json",
      { names in
        #"{"architecture":"efficientnet_lite0","label_names":["#
          + names.indices.map { "\"n\($0)\"" }.joined(separator: ",")
          + #"],"label_descriptions":{"#
          + names.enumerated().map { "\"n\($0.offset)\":\"\($0.element)\"" }
          .joined(separator: ",") + "}}"
      }
    ),
    (
      "huggingface/config.json",
      { names in
        #"{"model_type":"efficientnet","id2label":{"#
          + names.enumerated().map { "\"\($0.offset)\":\"\($0.element)\"" }
          .joined(separator: ",") + "}}"
      }
    ),
  ]

  @Test(arguments: labelFiles.indices)
  func aFileOfAnyKindNamesTheClasses(index: Int) throws {
    let (name, write) = Self.labelFiles[index]
    let folder = try TemporaryFolder()
    let path = folder.path(name)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    let text = write((0..<1000).map { "thing \($0)" })
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let object = try Self.first(["--labels", path])
    let best = try #require((object["predictions"] as? [[String: Any]])?.first)
    #expect(best["index"] as? Int == 282)
    #expect(best["label"] as? String == "thing 282")
  }

  @Test func aFileThatNamesAnotherNumberOfClassesIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("three.txt", Data("a\nb\nc\n".utf8))
    let outcome = try Program.run(["classify", Self.cat, "--labels", path])
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.contains("names 3 classes, but the network has 1000"), "\(outcome.errors)")
  }

  // MARK: Preprocessing

  @Test func whatTheDialectDoesAnywayCanBeSaidInOptions() throws {
    let usual = try Self.logits([])
    #expect(
      try Self.logits([
        "--mean", "0.49803922", "--std", "0.5019608,0.5019608,0.5019608", "--interpolation",
        "bicubic", "--crop", "0.875", "--resolution", "224",
      ]) == usual)
    #expect(try Self.logits(["--input-crop", "87.5%"]) == usual)
  }

  @Test(arguments: [
    ["--mean", "0.485,0.456,0.406"], ["--std", "0.3"], ["--interpolation", "nearest"],
    ["--crop", "0.7"], ["--input-crop", "squash"], ["--resolution", "192"],
  ])
  func everyOptionChangesTheInput(option: [String]) throws {
    #expect(try Self.logits(option) != Self.logits([]))
  }

  @Test(arguments: [
    ["--mean", "a"], ["--mean", "0.5,0.5"], ["--mean", "127"], ["--std", "0"],
    ["--interpolation", "best"], ["--crop", "0"], ["--crop", "2"], ["--resolution", "4"],
    ["--resolution", "100000"], ["--dialect", "caffe"],
  ])
  func nonsenseIsAUsageError(option: [String]) throws {
    let outcome = try Program.run(["classify", Self.cat] + option)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains("'\(option[1])'"), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  // MARK: Dialect

  @Test func theDialectIsSaidAndCanBeOverridden() throws {
    let folder = try TemporaryFolder()
    let path = try Self.b0(folder)
    let found = try Self.first(["--checkpoint", path])
    #expect(found["dialect"] as? String == "timm")
    #expect(found["dialectReason"] as? String == "from the file's metadata")
    let asked = try Self.first(["--checkpoint", path, "--dialect", "timm-tf"])
    #expect(asked["dialect"] as? String == "timm-tf")
    #expect(asked["dialectReason"] as? String == "as asked")
    #expect(
      try Self.logits(["--checkpoint", path, "--dialect", "timm-tf"])
        != Self.logits(["--checkpoint", path]))
    let wrong = try Program.run(["classify", Self.cat, "--checkpoint", path, "--dialect", "lite"])
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("dialect 'lite' has no b0"), "\(wrong.errors)")
  }

  @Test func aGuessedDialectIsSaidInEveryText() throws {
    let folder = try TemporaryFolder()
    let path = try Self.b0(folder, keepsMetadata: false)
    for command in [["classify"], ["cam"]] {
      let outcome = try Program.run(command + [Self.cat, "--checkpoint", path])
      #expect(outcome.output.contains("dialect timm (assumed"), "\(outcome.output)")
      #expect(outcome.errors.contains("--dialect timm-tf"), "\(outcome.errors)")
    }
    // Whose weights the publisher's are is no question.
    let usual = try Program.run(["classify", Self.cat])
    #expect(!usual.output.contains("dialect"), "\(usual.output)")
  }

  // MARK: Heads

  @Test func aReplacedHeadOfThreeClassesIsRead() throws {
    let folder = try TemporaryFolder()
    let path = try Self.b0(folder)
    var file = try SafetensorsFile(path)
    file.replaceHead(layers: [("classifier.4", 3, 1280)])
    try file.bytes.write(to: URL(fileURLWithPath: path))
    let labels = try folder.write("labels.txt", Data("ant\nbee\ncat\n".utf8))
    let object = try Self.first(["--checkpoint", path, "--labels", labels])
    let predictions = try #require(object["predictions"] as? [[String: Any]])
    #expect(
      Set(predictions.compactMap { $0["label"] as? String }) == ["ant", "bee", "cat"])
    let unnamed = try Self.first(["--checkpoint", path])
    let names = (unnamed["predictions"] as? [[String: Any]])?.compactMap { $0["label"] as? String }
    #expect(names?.contains("class 2") == true)
  }

  @Test func theFunctionAfterAHiddenLayerIsAssumedAloud() throws {
    let folder = try TemporaryFolder()
    let path = try Self.b0(folder)
    var file = try SafetensorsFile(path)
    file.replaceHead(layers: [("classifier.1", 16, 1280), ("classifier.4", 3, 16)])
    try file.bytes.write(to: URL(fileURLWithPath: path))
    let outcome = try Program.run(["classify", Self.cat, "--checkpoint", path])
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains("the function between 'classifier.1' and 'classifier.4'"),
      "\(outcome.errors)")
    let chosen = try Program.run([
      "classify", Self.cat, "--checkpoint", path, "--head-activation", "tanh",
    ])
    #expect(chosen.status == 0)
    #expect(!chosen.errors.contains("classifier.4"), "\(chosen.errors)")
    #expect(chosen.output != outcome.output)
  }

  @Test func aWeightThatIsNoNumberIsWarnedOf() throws {
    let folder = try TemporaryFolder()
    let path = try Self.b0(folder)
    var file = try SafetensorsFile(path)
    file.tensors["blocks.1.0.conv_dw.weight"]?.data.replaceSubrange(
      0..<4, with: [0, 0, 0xC0, 0x7F])
    try file.bytes.write(to: URL(fileURLWithPath: path))
    let outcome = try Program.run(["classify", Self.cat, "--checkpoint", path])
    // Its answers are no numbers, and no answers.
    #expect(outcome.status == 65 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("not all finite"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("'blocks.1.0.conv_dw.weight' holds infinite or undefined values"),
      "\(outcome.errors)")
  }
}

/// A safetensors file taken apart, to be changed and put together again.
struct SafetensorsFile {
  struct Entry {
    var shape: [Int]
    var data: Data
  }

  var metadata: [String: String]
  var tensors: [String: Entry] = [:]

  init(_ path: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    let header = try #require(
      JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length)) as? [String: Any])
    metadata = header["__metadata__"] as? [String: String] ?? [:]
    for (name, value) in header where name != "__metadata__" {
      let fields = try #require(value as? [String: Any])
      let range = try #require(fields["data_offsets"] as? [Int])
      tensors[name] = Entry(
        shape: try #require(fields["shape"] as? [Int]),
        data: Data(bytes[8 + length + range[0]..<8 + length + range[1]]))
    }
  }

  /// New fully connected layers (name, outputs, inputs) in place of `classifier`, every weight 0.01.
  mutating func replaceHead(layers: [(String, Int, Int)]) {
    tensors["classifier.weight"] = nil
    tensors["classifier.bias"] = nil
    for (name, outputs, inputs) in layers {
      for (kind, shape) in [("weight", [outputs, inputs]), ("bias", [outputs])] {
        let numbers = [Float](repeating: 0.01, count: shape.reduce(1, *))
        tensors["\(name).\(kind)"] = Entry(
          shape: shape, data: numbers.withUnsafeBytes { Data($0) })
      }
    }
  }

  var bytes: Data {
    get throws {
      var header: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
      var data = Data()
      for (name, entry) in tensors.sorted(by: { $0.key < $1.key }) {
        header[name] = [
          "dtype": "F32", "shape": entry.shape,
          "data_offsets": [data.count, data.count + entry.data.count],
        ]
        data += entry.data
      }
      let json = try JSONSerialization.data(withJSONObject: header)
      return Data((0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }) + json + data
    }
  }
}
