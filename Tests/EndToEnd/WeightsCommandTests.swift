import Foundation
import Testing

@Suite struct WeightsCommandTests {
  @Test func listShowsPublishedWeightsWithTheirHashes() throws {
    let outcome = try Program.run(["weights", "list", "--format", "json"])
    #expect(outcome.status == 0)
    let rows = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    let lite0 = try #require(rows.first { $0["name"] as? String == "lite0" })
    #expect(lite0["installed"] as? Bool == true, "run 'make test', which pulls lite0")
    #expect((lite0["sha256"] as? String)?.hasPrefix("57934424") == true)
  }

  @Test func verifyHashesWhatIsInstalled() throws {
    let outcome = try Program.run(["weights", "verify", "lite0"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("lite0  ok  57934424"))
  }

  @Test func pullingWhatIsInstalledDoesNothing() throws {
    let outcome = try Program.run(["weights", "pull", "lite0"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("is installed"))
  }

  @Test func unknownNamesAreExitCode66() throws {
    for command in ["pull", "verify", "remove"] {
      let outcome = try Program.run(["weights", command, "nothing-like-this"])
      #expect(outcome.status == 66, "\(command): \(outcome.errors)")
    }
  }

  @Test func inspectSaysWhatAFileIs() throws {
    let outcome = try Program.run(["weights", "inspect", "lite0", "--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    #expect(object["variant"] as? String == "lite0")
    #expect(object["classes"] as? Int == 1000)
    #expect((object["tensors"] as? [Any])?.count == 296)
    #expect((object["sha256"] as? String)?.hasPrefix("57934424") == true)
  }
}
