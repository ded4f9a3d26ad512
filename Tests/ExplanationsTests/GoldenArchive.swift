import Architectures
import Checkpoints
import Foundation
import Imaging
import Inference
import Tensors

/// A fixture of many small files in one archive, unpacked once.
struct GoldenArchive: Sendable {
  let folder: URL

  /// Networks of PyTorch's libraries, by Tests/Golden/checkpoint_networks.py.
  static let torch = GoldenArchive("checkpoint-networks")
  /// Networks of Keras, by Tests/Golden/keras_networks.py.
  static let keras = GoldenArchive("keras-networks")
  /// EfficientNet-Lite by TensorFlow's converter, by Tests/Golden/tflite_networks.py.
  static let tflite = GoldenArchive("tflite-networks")
  /// Keras' networks by TensorFlow's converter, by Tests/Golden/tflite_graphs.py.
  static let tfliteGraphs = GoldenArchive("tflite-graphs")
  /// Heads and settings beside the network, by Tests/Golden/head_networks.py.
  static let heads = GoldenArchive("head-networks")
  /// EfficientNetV2s of timm and torchvision, by Tests/Golden/v2_networks.py.
  static let v2 = GoldenArchive("v2-networks")

  /// Forms of further libraries, by Tests/Golden/form_networks.py.
  static let forms = GoldenArchive("form-networks")

  /// The network of the fixtures: B0 or Lite0 with seven narrow blocks.
  static func variant(isLite: Bool = false) -> Variant {
    Variant(
      name: "tiny", title: isLite ? "EfficientNet-Lite" : "EfficientNet-TINY",
      family: isLite ? .efficientNetLite : .efficientNet,
      design: .mobile(isLite ? .efficientNetLite : .efficientNet),
      scaling: SizeMultipliers(width: 0.02, depth: 0.1), resolution: 64)
  }
  /// Networks whose files describe their operators, by Tests/Golden/graph_networks.py.
  static let graphs = GoldenArchive("graph-networks")

  /// Other inputs, norms of single operators and whole modules, by Tests/Golden/input_networks.py.
  static let inputs = GoldenArchive("input-networks")

  private init(_ name: String) {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let archive = fixtures.appending(path: "Fixtures/\(name).tar.xz").path
    folder = FileManager.default.temporaryDirectory.appending(
      path: "effscope-\(name)-\(ProcessInfo.processInfo.processIdentifier)")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-m", "tarfile", "-e", archive, folder.path]
    do { try process.run() } catch { fatalError("python3 must unpack \(archive): \(error)") }
    process.waitUntilExit()
    precondition(process.terminationStatus == 0, "python3 must unpack \(archive)")
    atexit {
      for archive in [
        GoldenArchive.torch, .keras, .v2, .tflite, .tfliteGraphs, .heads, .graphs, .forms, .inputs,
      ] {
        try? FileManager.default.removeItem(at: archive.folder)
      }
    }
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// The file `name`, read as the fixtures' network.
  func load(
    _ name: String, isLite: Bool = false, dialect: Dialect? = nil,
    reading: CheckpointReading = CheckpointReading()
  ) throws -> LoadedCheckpoint {
    try Checkpoint.load(
      file: path(name), variant: Self.variant(isLite: isLite), dialect: dialect, reading: reading)
  }

  /// The logits for `photo.npy`, (64, 64, 3) pixels of 0…255, after the recipe's scaling.
  func pictureLogits(_ loaded: LoadedCheckpoint) throws -> [Float] {
    let photo = try NumPyFile.tensor(
      from: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path("photo.npy")))))
    let pixels = photo.elements
    var planes = [Float](repeating: 0, count: pixels.count)
    for position in 0..<64 * 64 {
      for channel in 0..<3 {
        planes[channel * 64 * 64 + position] =
          (pixels[position * 3 + channel] / 255 - loaded.recipe.mean[channel])
          / loaded.recipe.standardDeviation[channel]
      }
    }
    let model = try Model(network: loaded.network, weights: loaded.weights)
    return try Session(model: model, height: 64, width: 64)
      .run(Tensor(shape: [1, 3, 64, 64], planes)).logits.elements
  }

  /// Logits in the `.npy` file `name`.
  func logits(_ name: String) throws -> [Float] {
    try NumPyFile.tensor(
      from: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path("\(name).npy"))))
    ).elements
  }
}

extension LoadedCheckpoint {
  /// The network's logits for the golden scripts' image.
  func goldenLogits() throws -> [Float] {
    try logits(of: GoldenArchive.torch.path("image.npy"))
  }

  /// The network's logits for the image in the `.npy` file at `path`, (1, 3, 64, 64).
  func logits(of path: String) throws -> [Float] {
    let image = try NumPyFile.tensor(
      from: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
    let model = try Model(network: network, weights: weights)
    return try Session(model: model, height: 64, width: 64).run(image).logits.elements
  }
}

/// Runs `body` on a new thread: reading HDF5 waits for a process, which must not block Swift's pool.
func onOwnThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result { try body() }) }.start()
  }
}

/// The largest absolute difference over the largest absolute logit.
func relativeDifference(_ found: [Float], _ expected: [Float]) -> Float {
  guard found.count == expected.count else { return .infinity }
  let scale = expected.map(\.magnitude).max() ?? 1
  return (zip(found, expected).map { ($0 - $1).magnitude }.max() ?? .infinity) / scale
}
