// libFuzzer targets for every reader of Checkpoints, for `.npy` files and for pictures; Scripts/fuzz.sh builds this file
// together with the readers, instrumented, and EFFSCOPE_FUZZ chooses the reader.
//
// A reader may refuse its input in any way it likes; a trap, a read out of bounds, too much memory or too
// much time is a finding.

import Architectures
import Glibc
import Imaging
import Support

private typealias Reader = @Sendable (FileBytes) throws -> Void

/// Reads every tensor that was found, as loading would.
private func readAll(_ contents: CheckpointContents) {
  for tensor in contents.groups.flatMap(\.tensors) { _ = try? tensor.tensor() }
  if let graph = contents.graph { walk(graph, isTFLite: contents.format == .tflite) }
}

/// Holds a graph against a network, as loading would.
private func walk(_ graph: ComputationGraph, isTFLite: Bool = false) {
  _ = try? GraphMatch(graph, names: [], isTFLite: isTFLite, reading: CheckpointReading())
    .match(asked: network)
  // Small graphs have no network's convolutions, so the head's walk begins at the image.
  var comparison = GraphComparison(graph, with: network.network())
  if let scaling = try? InputScaling(&comparison, isChannelsLast: isTFLite) {
    _ = try? scaling.largestValue(before: nil, title: nil)
  }
  _ = try? comparison.features()
  var whole = GraphComparison(graph, with: network.network())
  _ = try? GraphHead(behind: 0, in: &whole)
}

/// B0 with seven narrow blocks.
private let network = Variant(
  name: "tiny", title: "tiny", family: .efficientNet, design: .mobile(.efficientNet),
  scaling: SizeMultipliers(width: 0.02, depth: 0.1), resolution: 64)

/// Fails if reading went on far beyond a limit.
///
/// A count may pass its limit by the one allocation that ends the reading. `-malloc_limit_mb` and
/// `-rss_limit_mb` find what is allocated without being counted.
private func checkBudget(of bytes: FileBytes) {
  let budget = bytes.budget
  let slack = 16 << 20
  if budget.allocated > budget.limit + slack || budget.taken > budget.limit + slack {
    fatalError("\(budget.allocated) bytes, \(budget.taken) steps of \(budget.limit)")
  }
}

/// As the program does it: a reader gets what it recognises.
private func read(_ bytes: FileBytes, by reader: any CheckpointReader.Type) throws {
  if reader.recognises(bytes) { readAll(try reader.read(bytes)) }
}

private let readers: [String: Reader] = [
  "safetensors": { try read($0, by: SafetensorsReader.self) },
  "zip": { bytes in
    _ = PickleSurvey(of: bytes)
    try read(bytes, by: TorchZipReader.self)
  },
  "pickle": { bytes in
    _ = PickleSurvey(of: bytes)
    try read(bytes, by: TorchLegacyReader.self)
  },
  // The description of a Keras model, without its tensors.
  "keras": { bytes in
    let names = KerasNames(TensorGroup(path: "", tensors: []))
    let model = try JSON(bytes, of: "fuzz")
    if let keras = try KerasGraph(model, tensors: names, budget: bytes.budget) { walk(keras.graph) }
  },
  "onnx": { try read($0, by: OnnxReader.self) },
  "tflite": { try read($0, by: TFLiteReader.self) },
  "json": { bytes in
    let value = try JSON(bytes, of: "fuzz")
    // What is written must read back as the same.
    let text = FileBytes(Array(value.text().utf8))
    guard let again = try? JSON(text, of: "fuzz"), again.text() == value.text() else {
      fatalError("a document does not read back as it was written")
    }
  },
  "npy": { bytes in _ = try NumPyFile.tensor(from: Array(bytes.buffer)) },
  "picture": { bytes in
    _ = try Picture.decode(Array(bytes.buffer), pixelLimit: 4_000_000)
  },
  "budget": { bytes in
    defer { checkBudget(of: bytes) }
    let contents = try CheckpointContents(reading: bytes)
    readAll(contents)
    _ = try CheckpointLoading(contents, of: bytes, name: "fuzz").load(
      variant: nil, choice: nil, reading: CheckpointReading())
  },
  "verdict": { _ = FileVerdict(of: $0, .failure(.noTensors)) },
  "content": { readAll(try CheckpointContents(reading: $0)) },
]

private let chosen: Reader = {
  let name = getenv("EFFSCOPE_FUZZ").map { String(cString: $0) } ?? "content"
  guard let reader = readers[name] else {
    fatalError("EFFSCOPE_FUZZ must be one of \(readers.keys.sorted())")
  }
  return reader
}()

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard count > 0 else { return 0 }
  // A copy of exactly this size, so that the address sanitizer sees a step beyond it.
  try? chosen(FileBytes(Array(UnsafeBufferPointer(start: data, count: count))))
  return 0
}
