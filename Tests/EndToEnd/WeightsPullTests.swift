import Foundation
import Testing

/// `weights pull` from a server that behaves well and badly.
@Suite struct WeightsPullTests {
  private func expectInstalled(_ server: PullServer, _ outcome: Program.Outcome) {
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(server.files == ["lite0"], "nothing else is left: \(server.files)")
  }

  private func expectFailure(_ outcome: Program.Outcome, _ status: Int32, _ part: String) {
    #expect(outcome.status == status, "\(outcome.errors)")
    let last = outcome.errors.split(separator: "\n").last ?? ""
    #expect(last.hasPrefix("effscope: error: "), "\(outcome.errors)")
    #expect(last.contains(part), "\(outcome.errors)")
  }

  @Test(arguments: ["ok", "slow", "moved", "busy", "limit"])
  func weightsComeOverHTTPSInSpiteOf(how: String) throws {
    let server = try PullServer()
    expectInstalled(server, try server.pull(how))
    let verified = try Program.run(["weights", "verify"], environment: server.environment)
    #expect(verified.output.hasPrefix("lite0  ok  57934424"), "\(verified.errors)")
  }

  @Test func connectionsThatBreakOffAreResumedWhereTheyStopped() throws {
    let server = try PullServer()
    expectInstalled(server, try server.pull("cut"))
    let third = 18_826_032 / 3
    #expect(
      try server.requests() == [
        "/cut/lite0.pth whole", "/cut/lite0.pth bytes=\(third)-",
        "/cut/lite0.pth bytes=\(2 * third)-",
      ])
  }

  @Test func aServerWithoutRangesIsAskedForTheWholeFileAgain() throws {
    let server = try PullServer()
    expectInstalled(server, try server.pull("whole"))
    #expect(try server.requests().last == "/whole/lite0.pth whole")
  }

  @Test func otherBytesThanThePublishedAreRefusedAndRemoved() throws {
    let server = try PullServer()
    expectFailure(try server.pull("wrong"), 65, "SHA-256")
    #expect(server.files.isEmpty)
  }

  @Test func aPartOfAnotherFileIsGivenUpOnce() throws {
    let server = try PullServer()
    try FileManager.default.createDirectory(at: server.store, withIntermediateDirectories: true)
    try Data(repeating: 7, count: 1000).write(
      to: server.store.appendingPathComponent(".part-lite0"))
    expectInstalled(server, try server.pull("ok"))
    #expect(try server.requests() == ["/ok/lite0.pth bytes=1000-", "/ok/lite0.pth whole"])
  }

  @Test func whatIsNotThereIsExitCode66WithAdvice() throws {
    let server = try PullServer()
    expectFailure(try server.pull("nowhere"), 66, "--mirror")
    #expect(server.files.isEmpty)
  }

  @Test func aServerThatStaysDownIsExitCode75() throws {
    let server = try PullServer()
    expectFailure(try server.pull("down"), 75, "status 503")
    #expect(try server.requests().count == 5)
  }

  @Test func nobodyThereOrNobodyToTrustIsExitCode69() throws {
    let server = try PullServer()
    expectFailure(try server.pull("round"), 69, "redirects more than 10 times")
    expectFailure(try server.pull("plain"), 69, "can't be")
    let other = try PullServer()
    let untrusted = other.environment.filter { $0.key != "EFFSCOPE_HOME" }
    expectFailure(try server.pull("ok", environment: untrusted), 69, "can't be trusted")
    let none = ["CURL_CA_BUNDLE": "/dev/null", "SSL_CERT_FILE": "/dev/null"]
    expectFailure(try server.pull("ok", environment: none), 69, "this machine's certificates")
    let silent = try Program.run(
      ["weights", "pull", "lite0", "--from", "https://127.0.0.1:9/x.pth"],
      environment: server.environment)
    expectFailure(silent, 69, "can't be reached")
    #expect(server.files.isEmpty)
  }

  @Test func proxiesOfTheEnvironmentAreUsed() throws {
    let server = try PullServer()
    let proxy = ["https_proxy": "http://127.0.0.1:9", "no_proxy": "", "NO_PROXY": ""]
    expectFailure(try server.pull("ok", environment: proxy), 69, "can't be reached")
    #expect(try server.requests().isEmpty)
  }

  @Test func twoPullsAtOnceFetchOnce() throws {
    let server = try PullServer()
    let pull = "'\(Program.executable.path)' weights pull lite0 --from '\(server.address("slow"))'"
    let text = try PullServer.run(
      "sh", ["-c", "\(pull) & first=$!; \(pull); echo $?; wait $first; echo $?"],
      environment: server.environment)
    #expect(text == "0\n0\n")
    #expect(server.files == ["lite0"])
    #expect(try server.requests().count == 1)
  }

  @Test func anInterruptedPullLeavesAPartThatIsResumed() throws {
    let server = try PullServer()
    let pull = "'\(Program.executable.path)' weights pull lite0 --from '\(server.address("slow"))'"
    let status = try PullServer.run(
      "sh", ["-c", "timeout --signal=INT --preserve-status 1 \(pull); echo $?"],
      environment: server.environment)
    #expect(status == "130\n")
    #expect(server.files == [".part-lite0"])
    expectInstalled(server, try server.pull("ok"))
    #expect(try server.requests().last?.contains("bytes=") == true)
  }

  @Test func weightsComeFromAFileOrAMirrorToo() throws {
    let server = try PullServer()
    let path = try PullServer.lite0()
    let file = try Program.run(
      ["weights", "pull", "lite0", "--from", path], environment: server.environment)
    expectInstalled(server, file)
    let mirror = try Program.run(
      ["weights", "pull", "lite0", "--force", "--mirror", "https://127.0.0.1:\(server.port)/ok"],
      environment: server.environment)
    expectInstalled(server, mirror)
    #expect(try server.requests() == ["/ok/efficientnet-lite0-57934424.pth whole"])
    let other = try Program.run(
      ["weights", "pull", "lite1", "--from", path], environment: server.environment)
    expectFailure(other, 65, "SHA-256")
  }

  @Test func addressesThatAreNoneAreUsageErrors() throws {
    for address in ["ftp://example.org/x", "https://exa mple.org/x"] {
      let outcome = try Program.run(["weights", "pull", "lite0", "--force", "--from", address])
      expectFailure(outcome, 64, "no https address")
    }
  }
}
