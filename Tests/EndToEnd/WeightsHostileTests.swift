import Foundation
import Testing

/// `weights pull` from servers that mean harm.
@Suite struct WeightsHostileTests {
  private let folder: TemporaryFolder
  private let process = Process()
  private let input = Pipe()
  private let port: Int

  init() throws {
    folder = try TemporaryFolder()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", Program.root.appendingPathComponent("Tests/EndToEnd/hostile_server.py").path,
    ]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) {
      line += byte
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else {
      throw PullServer.MissingServer()
    }
    self.port = port
  }

  private var environment: [String: String] {
    ["EFFSCOPE_HOME": folder.path("home"), "no_proxy": "127.0.0.1"]
  }

  /// An address with a password and a key, which nothing may show.
  private func address(_ how: String) -> String {
    "http://user:s3cret@127.0.0.1:\(port)/\(how)/lite0.pth?key=s3cret"
  }

  @Test(
    arguments: [
      ("endless", 65, "more than 20,712,731 bytes"), ("long", 65, "more than 20,712,731 bytes"),
      ("short", 65, "SHA-256"), ("headers", 69, "its headers don't end"), ("old", 69, "HTTP/0.9"),
      ("file", 69, "'file:'"), ("ftp", 69, "'ftp:'"), ("round", 69, "more than 10 times"),
    ] as [(String, Int32, String)])
  func answersAreBoundedAndSaidTruly(how: String, status: Int32, words: String) throws {
    defer { try? input.fileHandleForWriting.close() }
    let outcome = try Program.run(
      ["weights", "pull", "lite0", "--from", address(how)], environment: environment)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!(outcome.output + outcome.errors).contains("s3cret"), "\(outcome.errors)")
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path("home/weights"))
    #expect(left.isEmpty, "\(left)")
  }

  @Test func addressesThatAreRefusedAreShownWithoutTheirPasswords() throws {
    defer { try? input.fileHandleForWriting.close() }
    for address in ["ftp://u:s3cret@h/x", "https://u:s3/cret@h/x", "https://u:s3cret@h h/x"] {
      let outcome = try Program.run(
        ["weights", "pull", "lite0", "--from", address], environment: environment)
      #expect(outcome.status == 64, "\(outcome.errors)")
      #expect(!outcome.errors.contains("cret"), "\(outcome.errors)")
    }
  }

  @Test func missingCertificatesOfThisMachineAreNoFaultOfTheServer() throws {
    defer { try? input.fileHandleForWriting.close() }
    let outcome = try Program.run(
      ["weights", "pull", "lite0", "--from", "https://127.0.0.1:\(port)/x"],
      environment: environment.merging(["CURL_CA_BUNDLE": "/nonexistent"]) { $1 })
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("this machine's certificates"), "\(outcome.errors)")
  }

  /// curl ends with the program after kill -9, and its arguments hold no password.
  @Test func noCurlOutlivesTheProgram() throws {
    defer { try? input.fileHandleForWriting.close() }
    let script = """
      '\(Program.executable.path)' weights pull lite0 --from '\(address("silent"))' 2>&1 & parent=$!
      for i in $(seq 100); do
        child=$(pgrep -P $parent curl) && break; sleep 0.1
      done
      tr '\\0' ' ' < /proc/$child/cmdline
      kill -9 $parent; sleep 1
      state=$(sed -n 's/^State:[[:space:]]*\\(.\\).*/\\1/p' /proc/$child/status 2>/dev/null)
      # Whether it was waited for is the first process's matter.
      [ -z "$state" ] || [ "$state" = Z ] && echo; echo "child $child ended:${state:-Z}"
      """
    let text = try PullServer.run("bash", ["-c", script], environment: environment)
    #expect(text.contains("curl --disable"), "\(text)")
    #expect(text.contains("ended:Z"), "\(text)")
    #expect(!text.contains("s3cret"), "\(text)")
  }
}
