import Foundation
import Testing

/// `weights inspect --strict` over the files of Golden/verdicts.py.
@Suite struct WeightsVerdictTests {
  private static let fixtures = Program.root.appendingPathComponent(
    "Tests/CheckpointsTests/Fixtures")

  private struct Table: Decodable {
    struct Row: Decodable {
      let file: String
      let answer: String
      let names: [String]
      let offset: Int
      let size: Int
    }

    let cases: [Row]
  }

  /// 1 for a file that is not harmless; a harmless one is read (0) or refused for its contents (65).
  @Test func strictEndsWithOneUnlessTheFileIsHarmless() throws {
    let folder = try TemporaryFolder()
    let bytes = try Data(contentsOf: Self.fixtures.appendingPathComponent("verdicts.bin"))
    let table = try JSONDecoder().decode(
      Table.self, from: Data(contentsOf: Self.fixtures.appendingPathComponent("verdicts.json")))
    #expect(table.cases.count > 150)
    for row in table.cases {
      let path = try folder.write(row.file, bytes[row.offset..<row.offset + row.size])
      let outcome = try Program.run(["weights", "inspect", path, "--strict", "--format", "json"])
      let report = try #require(
        JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any], "\(row.file)")
      let safety = try #require(report["safety"] as? [String: Any])
      #expect(safety["answer"] as? String == row.answer, "\(row.file): \(safety)")
      #expect(safety["is_harmless"] as? Bool == (row.answer == "harmless"))
      let findings = try #require(safety["findings"] as? [[String: Any]])
      let names = Set(findings.compactMap { $0["name"] as? String })
      #expect(names.isSuperset(of: row.names), "\(row.file): \(names)")
      let allowed: Set<Int32> = row.answer == "harmless" ? [0, 65] : [1]
      #expect(allowed.contains(outcome.status), "\(row.file): \(outcome.status) \(outcome.errors)")
    }
  }

  @Test func theTextSaysWhatEachProgramDoes() throws {
    let folder = try TemporaryFolder()
    let namespace =
      Data([0x80, 2]) + Data("cargparse\nNamespace\n".utf8) + Data([0x29, 0x81, 0x2E])
    let path = try folder.write("settings.pth", namespace)
    let outcome = try Program.run(["weights", "inspect", path])
    let lines = outcome.output.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex(of: "safety"))
    #expect(
      Array(lines[start...start + 4]) == [
        "safety", "  effscope runs nothing of it",
        "  torch.load with weights_only refuses argparse.Namespace",
        "  torch.load without weights_only would call argparse.Namespace (at 2)",
        "verdict   not harmless: torch.load without weights_only would call argparse.Namespace (at 2)",
      ])
    #expect(!outcome.output.contains("safe:"))
  }
}
