import Checkpoints
import Foundation
import Testing

/// What `weights inspect` says other programs would run, over the files of Golden/verdicts.py.
@Suite struct VerdictTests {
  /// A file of the fixture with the answer that is expected.
  struct Row: Decodable {
    let file: String
    let answer: String
    let names: [String]
    let kinds: [String]
    let needsHdf5: Bool
    let offset: Int
    let size: Int
  }

  private struct Table: Decodable {
    let facts: [String: [String]]
    let cases: [Row]
  }

  private static func table() throws -> Table {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Table.self, from: Data(try Fixture.bytes("verdicts.json")))
  }

  private func verdict(_ bytes: [UInt8], named name: String = "file.pth") async throws
    -> FileVerdict
  {
    try await withTemporaryFolder { folder in
      let path = "\(folder)/\(name)"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return try CheckpointInspection(file: path).verdict
    }
  }

  /// The program's own test runs the files of Keras, which need `effscope-hdf5`.
  @Test func everyFileHasTheExpectedAnswer() async throws {
    let bytes = try Fixture.bytes("verdicts.bin")
    let rows = try Self.table().cases.filter { !$0.needsHdf5 }
    #expect(rows.count > 140)
    for row in rows {
      let file = Array(bytes[row.offset..<row.offset + row.size])
      let verdict = try await verdict(file, named: row.file)
      #expect(verdict.answer.rawValue == row.answer, "\(row.file): \(verdict.text)")
      #expect(
        Set(row.names).isSubset(of: verdict.findings.map(\.name)), "\(row.file): \(verdict)")
      #expect(
        Set(row.kinds).isSubset(of: verdict.findings.map(\.kind.rawValue)),
        "\(row.file): \(verdict)")
    }
  }

  /// A break after the first call still runs it, so no cut of an attack may be called harmless
  /// once its call is complete.
  @Test func noCutOfAnAttackIsHarmless() async throws {
    let bytes = try Fixture.bytes("verdicts.bin")
    let rows = try Self.table().cases
    for name in ["reduce-2.pkl", "print-stack-global-memo.pkl", "zip-data.pth", "tar.pth"] {
      let row = try #require(rows.first { $0.file == name })
      for count in stride(from: 1, to: row.size, by: max(1, row.size / 150)) {
        let cut = try await verdict(Array(bytes[row.offset..<row.offset + count]))
        #expect(cut.answer != .harmless, "\(name) cut to \(count): \(cut.text)")
      }
    }
  }

  @Test func theTablesAreThoseOfTheLibraries() throws {
    let facts = try Self.table().facts
    let listed = WeightsOnly.names.flatMap { module, names in names.map { "\(module).\($0)" } }
    #expect(listed.sorted() == facts["torch"])
    let layers = Set(try #require(facts["keras"]))
    #expect(layers.subtracting(KerasBuiltIns.classes) == KerasBuiltIns.runningLayers)
  }

  @Test func aSkippedGlobalIsCalledByTorch() async throws {
    let namespace =
      PickleBytes.global("argparse", "Namespace") + PickleBytes.emptyTuple + PickleBytes.newObject
    let verdict = try await verdict(PickleBytes.proto(2) + namespace + PickleBytes.stop)
    #expect(
      verdict.text
        == "not harmless: torch.load without weights_only would call argparse.Namespace (at 2)")
    #expect(verdict.weightsOnlyRefusal == "argparse.Namespace")
    let finding = try #require(verdict.findings.first)
    #expect((finding.kind, finding.offset, finding.program) == (.call, 2, .torchLoad))
  }

  @Test func placesNameTheWayToAFinding() async throws {
    let attack =
      PickleBytes.proto(2) + PickleBytes.global("posix", "getcwd") + PickleBytes.emptyTuple
      + PickleBytes.reduce + PickleBytes.stop
    let outer = PickleBytes.proto(4) + PickleBytes.bytes(attack) + PickleBytes.stop
    let verdict = try await verdict(PickleBytes.zip([("a/data.pkl", outer)]))
    #expect(
      verdict.findings.map(\.text) == [
        "a program that unpickles this part would call posix.getcwd (a/data.pkl, bytes at 7, at 2)"
      ])
    #expect(verdict.weightsOnlyRefusal == "operation binBytes at 2")
  }

  @Test func shardsAreExaminedToo() async throws {
    let attack =
      PickleBytes.proto(2) + PickleBytes.global("posix", "getcwd") + PickleBytes.emptyTuple
      + PickleBytes.reduce + PickleBytes.stop
    let verdict = try await withTemporaryFolder { folder in
      let shard = PickleBytes.zip([("a/data.pkl", attack)])
      try Data(shard).write(to: URL(fileURLWithPath: "\(folder)/pytorch_model-1.bin"))
      let index = "{\"weight_map\": {\"a\": \"pytorch_model-1.bin\"}}"
      let path = "\(folder)/pytorch_model.bin.index.json"
      try Data(index.utf8).write(to: URL(fileURLWithPath: path))
      return try CheckpointInspection(file: path).verdict
    }
    #expect(verdict.findings.map(\.name) == ["posix.getcwd"])
    #expect(verdict.findings.map(\.place) == ["pytorch_model-1.bin, a/data.pkl"])
  }

  @Test func aPickleOfManyStartsIsExaminedInBoundedSteps() async throws {
    // Each byte begins a pickle that reads on to the end: quadratic without a limit of steps.
    let starts = [UInt8](repeating: 0, count: 1 << 18).indices.map { UInt8($0 % 2 == 0 ? 0x80 : 4) }
    let clock = ContinuousClock()
    var answer: FileVerdict.Answer?
    let time = try await clock.measure {
      answer = try await verdict(PickleBytes.proto(2) + [0x4E, 0x2E] + starts).answer
    }
    #expect(answer == .notExamined)
    #expect(time < .seconds(60))
  }
}
