import Foundation

/// A local HTTPS server with the real lite0 weights and a certificate of its own; it ends with the test.
final class PullServer {
  let port: Int
  /// Trusts the server's certificate and keeps the weights in a folder of the test's own.
  let environment: [String: String]
  let store: URL
  private let folder: TemporaryFolder
  private let process = Process()
  private let input = Pipe()

  /// Where lite0 is installed, which `make test` sees to.
  static func lite0() throws -> String {
    let outcome = try Program.run(["weights", "list", "lite0", "--installed", "--format", "json"])
    let rows = try JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]]
    guard let path = rows?.first(where: { $0["name"] as? String == "lite0" })?["path"] as? String
    else { throw MissingWeights() }
    return path
  }

  init() throws {
    folder = try TemporaryFolder()
    let certificate = folder.path("certificate.pem")
    let key = folder.path("key.pem")
    try Self.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
      ])
    let script = Program.root.appendingPathComponent("Tests/EndToEnd/https_server.py").path
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script, certificate, key, try Self.lite0()]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) {
      line += byte
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw MissingServer() }
    self.port = port
    let home = folder.path("home")
    store = URL(fileURLWithPath: home).appendingPathComponent("weights")
    environment = [
      "CURL_CA_BUNDLE": certificate, "SSL_CERT_FILE": certificate, "EFFSCOPE_HOME": home,
      "no_proxy": "127.0.0.1",
    ]
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  func address(_ how: String) -> String { "https://127.0.0.1:\(port)/\(how)/lite0.pth" }

  /// `weights pull lite0 --from` the server's file, served as `how` says.
  func pull(_ how: String, environment extra: [String: String] = [:]) throws -> Program.Outcome {
    try Program.run(
      ["weights", "pull", "lite0", "--from", address(how)],
      environment: environment.merging(extra) { $1 })
  }

  /// The requests so far: path and range.
  func requests() throws -> [String] {
    let certificate = environment["CURL_CA_BUNDLE"] ?? ""
    let text = try Self.run(
      "curl", ["-s", "--cacert", certificate, "https://127.0.0.1:\(port)/log"])
    return text.split(separator: "\n").map(String.init)
  }

  /// What lies in the store, hidden files included.
  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: store.path)) ?? []).sorted()
  }

  /// Runs a program to its end and returns its output.
  @discardableResult
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  struct MissingServer: Error, CustomStringConvertible {
    var description: String { "the test server did not start; are python3 and openssl there?" }
  }

  struct MissingWeights: Error, CustomStringConvertible {
    var description: String { "lite0 is not installed; run 'make test', which pulls it" }
  }
}
