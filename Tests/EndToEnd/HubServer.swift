import Foundation

/// A local server that answers as the Hugging Face hub does; it ends with the test.
final class HubServer {
  /// Repositories are the folders OWNER/NAME in here.
  let models: URL
  let environment: [String: String]
  let store: URL
  private let folder: TemporaryFolder
  private let process = Process()
  private let input = Pipe()
  private let port: Int

  init() throws {
    folder = try TemporaryFolder()
    models = URL(fileURLWithPath: folder.path("models"))
    try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", Program.root.appendingPathComponent("Tests/EndToEnd/hub_server.py").path,
      models.path,
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
    let home = folder.path("home")
    store = URL(fileURLWithPath: home).appendingPathComponent("weights")
    environment = [
      "HF_ENDPOINT": "http://127.0.0.1:\(port)/", "HF_TOKEN": "", "EFFSCOPE_HOME": home,
      "no_proxy": "127.0.0.1,localhost",
    ]
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Adds OWNER/NAME with seeded B0 of timm, in one file or two, and its configuration.
  func add(_ repository: String, isSharded: Bool = false) throws {
    let place = models.appendingPathComponent(repository)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let path = place.appendingPathComponent("model.safetensors").path
    let outcome = try Program.run([
      "weights", "convert", "random:7", path, "--variant", "b0", "--dialect", "timm",
    ])
    guard outcome.status == 0 else { throw PullServer.MissingServer() }
    let names = (0..<1000).map { "\"thing \($0)\"" }.joined(separator: ",")
    let configuration = """
      {"architecture": "tf_efficientnet_b0", "num_classes": 1000, "label_names": [\(names)],
       "pretrained_cfg": {"input_size": [3, 96, 96], "interpolation": "bilinear", "crop_pct": 0.75,
       "mean": [0.5, 0.25, 0.125], "std": [0.5, 0.5, 0.25]}}
      """
    try Data(configuration.utf8).write(to: place.appendingPathComponent("config.json"))
    var file = try SafetensorsFile(path)
    file.metadata = [:]
    guard isSharded else { return try file.bytes.write(to: URL(fileURLWithPath: path)) }
    let shard = "model-00001-of-00001.safetensors"
    try file.bytes.write(to: place.appendingPathComponent(shard))
    try FileManager.default.removeItem(atPath: path)
    let map = file.tensors.keys.sorted().map { "\"\($0)\": \"\(shard)\"" }.joined(separator: ",")
    try Data("{\"weight_map\": {\(map)}}".utf8).write(
      to: place.appendingPathComponent("model.safetensors.index.json"))
  }

  func run(_ arguments: [String], token: String = "") throws -> Program.Outcome {
    try Program.run(arguments, environment: environment.merging(["HF_TOKEN": token]) { $1 })
  }

  /// The requests so far: server, path, range, credentials.
  func requests() throws -> [String] {
    try PullServer.run("curl", ["-s", "http://127.0.0.1:\(port)/log"])
      .split(separator: "\n").map(String.init)
  }

  /// What lies in the store, hidden files included.
  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: store.path)) ?? []).sorted()
  }
}
