import Architectures
import Inference
import Tensors

// Whole plans under a sanitiser (Scripts/sanitize.sh): forward, tapped, resumed and backward, on one thread
// and several, which must agree to the bit.

/// An image of seeded values.
func image(side: Int) -> Tensor {
  let tensor = Tensor(zeros: [1, 3, side, side])
  var state: UInt32 = 7
  for index in 0..<tensor.count {
    state = state &* 1_664_525 &+ 1_013_904_223
    tensor.storage.mutableBuffer[index] = Float(state >> 8) / Float(1 << 23) - 1
  }
  return tensor
}

func check(_ holds: Bool, _ what: String) {
  if !holds { fatalError(what) }
}

func run(_ name: String, side: Int, on set: InstructionSet) throws {
  guard let variant = Variant.named(name) else { fatalError("no variant \(name)") }
  let network = variant.network(NetworkOptions(classes: 10))
  let model = try Model(
    network: network, weights: SeededWeights(seed: 1).stateDictionary(for: network),
    configuration: EngineConfiguration(instructionSet: .only(set)))
  let picture = image(side: side)
  let middle = network.stages[network.stages.count / 2].output
  let options = SessionOptions(taps: [middle], resumePoints: [middle])
  var answers: [[Float]] = []
  for threads in [1, 2, 3] {
    let plain = try Session(model: model, height: side, width: side, threads: threads)
    answers.append(try plain.run(picture).logits.elements)
    let tapped = try Session(
      model: model, height: side, width: side, options: options, threads: threads)
    let pass = try tapped.run(picture)
    if let activation = pass.activation(of: middle) {
      let again = try tapped.resume(from: middle, activation: activation)
      check(again.logits.elements == pass.logits.elements, "\(name): a resumed pass differs")
    }
    let recording = try RecordingSession(
      model: model, height: side, width: side, layers: [middle], threads: threads)
    let logits = try recording.run(picture)
    let gradients = recording.gradients(seed: logits.indices.map { $0 == 3 ? 1 : 0 })
    answers.append(gradients[middle]?.elements ?? [])
  }
  for index in stride(from: 2, to: answers.count, by: 2) {
    check(answers[index] == answers[0], "\(name): logits depend on the threads")
    check(answers[index + 1] == answers[1], "\(name): gradients depend on the threads")
  }
  print("\(name) on \(set.rawValue): \(network.layers.count) layers")
}

for set in InstructionSet.supported where set != .scalar {
  try run("b0", side: 64, on: set)
}
try run("b0", side: 33, on: .scalar)
for name in ["b0", "lite0", "mobilenet-v2", "resnet-50"] {
  try run(name, side: 97, on: .detected)
}
