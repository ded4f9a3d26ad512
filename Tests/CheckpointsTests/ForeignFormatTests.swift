import Checkpoints
import Foundation
import Support
import Testing

/// Files and folders that are no checkpoints are refused by their own name.
@Suite struct ForeignFormatTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let kind: ForeignFormat.Kind
    var sign: String?
    let bytes: [UInt8]

    init(_ name: String, _ kind: ForeignFormat.Kind, sign: String? = nil, _ bytes: [UInt8]) {
      (testDescription, self.kind, self.sign, self.bytes) = (name, kind, sign, bytes)
    }

    init(_ name: String, _ kind: ForeignFormat.Kind, sign: String? = nil, zip: [String]) {
      self.init(name, kind, sign: sign, StoredZip(zip.map { ($0, [1, 2, 3]) }).bytes)
    }

    init(_ name: String, _ kind: ForeignFormat.Kind, text: String) {
      self.init(name, kind, Array(text.utf8))
    }
  }

  private static let padding = [UInt8](repeating: 0, count: 300)
  static let cases: [Case] = [
    Case(
      "torch.export", .exportedProgram,
      zip: ["x/data/weights/weight_0", "x/models/model.json", "x/archive_format"]),
    Case("npz", .numPyArchive, zip: ["conv.npy", "bias.npy"]),
    Case(
      "zip around weights", .archive, sign: "run/model.safetensors",
      zip: ["run/notes.txt", "run/model.safetensors"]),
    Case("zip of something else", .archive, zip: ["notes.txt"]),
    Case("zipped SavedModel", .savedModel, zip: ["m/saved_model.pb", "m/fingerprint.pb"]),
    Case(
      "saved_model.pb", .savedModel,
      [0x08, 0x01, 0x12, 0x0C, 0x0A, 0x0A] + Array("0123456789".utf8)),
    Case(
      "mlmodel", .coreML, [0x08, 0x04, 0x12, 0x04, 0x0A, 0x02, 0x0A, 0x00, 0x1A, 0x08] + padding),
    Case(
      "graph", .tensorFlowGraph,
      [0x0A, 0x10, 0x0A, 0x01, 0x78, 0x12, 0x0B] + Array("Placeholder".utf8) + padding),
    Case(
      "checkpoint index", .tensorFlowCheckpoint,
      padding + [0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB]),
    Case("gzip", .compressed, sign: "gzip", [0x1F, 0x8B, 8, 0] + padding),
    Case("zstd", .compressed, sign: "zstd", [0x28, 0xB5, 0x2F, 0xFD] + padding),
    Case("tar", .tar, Array(padding[..<257]) + Array("ustar".utf8) + padding),
    Case("npy", .numPyArray, [0x93] + Array("NUMPY".utf8) + padding),
    Case("TensorRT", .tensorRT, Array("ftrt".utf8) + padding),
    Case(
      "Git LFS", .gitPointer,
      text: "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 21000000\n"),
    Case(
      "page", .webPage, text: "\u{FEFF}\n<!DOCTYPE html><html><head><title>x</title></head></html>"),
    Case("page without a type", .webPage, text: "<head></head>\n<HTML><body>Sign in</body></HTML>"),
    Case(
      "storage's error", .serverMessage,
      text: "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"),
    Case("hub's error", .serverMessage, text: "{\"error\":\"Repository not found\"}"),
    Case("configuration", .document, text: "{\"architectures\":[\"EfficientNet\"]}"),
    Case(
      "OpenVINO", .openVINO, text: "<?xml version=\"1.0\"?>\n<net name=\"x\" version=\"11\"></net>"),
  ]

  @Test(arguments: cases)
  func aForeignFileIsRefusedByItsName(file: Case) throws {
    let error = #expect(throws: CheckpointError.self) {
      try CheckpointContents(reading: FileBytes(file.bytes))
    }
    guard case .foreign(let format)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(format.kind == file.kind)
    #expect(format.sign == file.sign)
    let failure = Failure(CheckpointError.foreign(format), subject: "x")
    #expect(failure.status == .badData)
  }

  @Test func theMessageSaysWhatItIsAndWhatToDo() throws {
    func line(_ name: String) throws -> String {
      let file = try #require(Self.cases.first { $0.testDescription == name })
      let error = #expect(throws: CheckpointError.self) {
        try CheckpointContents(reading: FileBytes(file.bytes))
      }
      return "\(error?.why ?? ""); \(error?.advice ?? "")"
    }
    #expect(
      try line("Git LFS")
        == "the file is a Git LFS pointer, not the weights; run git lfs pull in its folder")
    #expect(
      try line("zip around weights")
        == "it is a zip archive around 'run/model.safetensors'; unzip it first")
    #expect(
      try line("page")
        == "a web page was saved in place of the weights; download the file itself again")
  }

  @Test func namesAndNeighboursShowFilesWithoutASignature() async throws {
    try await withTemporaryFolder { plain in
      let folder = plain.hasSuffix("/") ? plain : plain + "/"
      let plain: [UInt8] = [7, 7, 7, 7]
      let model = Array("<?xml?>\n<net name=\"x\">".utf8)
      let files: [(String, [UInt8], ForeignFormat.Kind?)] = [
        ("x.data-00000-of-00001", plain, .tensorFlowCheckpoint), ("x.engine", plain, .tensorRT),
        ("model.bin", plain, nil), ("model.xml", model, .openVINO), ("model.bin", plain, .openVINO),
      ]
      for (name, bytes, kind) in files {
        try Data(bytes).write(to: URL(fileURLWithPath: folder + name))
        let error = #expect(throws: CheckpointError.self) {
          try Checkpoint.load(file: folder + name)
        }
        var found: ForeignFormat.Kind?
        if case .foreign(let format)? = error { found = format.kind }
        #expect(found == kind, "\(name)")
      }
    }
  }

  @Test(arguments: [
    (["saved_model.pb", "variables"], ForeignFormat.Kind.savedModel),
    (["x.index", "x.data-00000-of-00001"], .tensorFlowCheckpoint),
    (["model.xml", "model.bin"], .openVINO), (["Manifest.json", "Data"], .coreML),
  ])
  func foldersOfOtherProgramsAreRefusedByTheirName(
    names: [String], kind: ForeignFormat.Kind
  ) async throws {
    try await withTemporaryFolder { plain in
      let folder = plain.hasSuffix("/") ? plain : plain + "/"
      for name in names { try Data([1]).write(to: URL(fileURLWithPath: folder + name)) }
      let error = #expect(throws: CheckpointError.self) { try Checkpoint.load(file: folder) }
      guard case .foreign(let format)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(format.kind == kind)
    }
  }

  @Test func aFileCutAnywhereNeverTraps() {
    for file in Self.cases {
      for length in 0..<file.bytes.count {
        _ = try? CheckpointContents(reading: FileBytes(Array(file.bytes[..<length])))
      }
    }
  }
}
