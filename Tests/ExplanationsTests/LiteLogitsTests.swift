import Explanations
import Foundation
import Imaging
import Support
import Tensors
import Testing

/// Real weights and real photographs against the PyTorch reference (`Tests/Golden/lite_logits.py`).
@Suite struct LiteLogitsTests {
  static let photographs = ["chelsea.png", "coffee.png", "rocket.jpg", "astronaut.png"]
  static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  @Test(arguments: ["lite0", "lite1", "lite2"])
  func logitsAgreeWithTheReference(variant: String) throws {
    let fixture = Self.tests.appendingPathComponent("Fixtures/\(variant)-logits.npy")
    let golden = try NumPyFile.tensor(from: [UInt8](try Data(contentsOf: fixture)))
    #expect(golden.shape == [4, 1000])
    // 'make test' pulls the weights.
    let network = try NetworkLoader.load(NetworkRequest(variant: variant))
    let runner = ExplanationRunner(network)
    for (row, name) in Self.photographs.enumerated() {
      let path = Self.tests.appendingPathComponent("../../Assets/\(name)").path
      let examination = try runner.examine(try Photograph(reading: path))
      let expected = golden.elements[row * 1000..<(row + 1) * 1000]
      let scale = expected.map(\.magnitude).max() ?? 1
      let difference =
        zip(examination.classification.logits, expected)
        .map { ($0 - $1).magnitude }.max() ?? .infinity
      #expect(difference / scale < 1e-4, "\(variant) \(name): \(difference / scale)")
    }
  }

  @Test func theMapsMeanAndTheBiasGiveTheLogit() throws {
    let network = try NetworkLoader.load(NetworkRequest(variant: "lite0"))
    let path = Self.tests.appendingPathComponent("../../Assets/chelsea.png").path
    let classes = [282, 285, 0, 999]
    let explanations = try ExplanationRunner(network).explain(
      try Photograph(reading: path),
      ExplanationRequest(classes: classes.map { .query(String($0)) }))
    #expect(explanations.map(\.question.target) == classes)
    for explanation in explanations {
      let index = explanation.question.target
      let mean = explanation.map.sum / Double(explanation.map.values.count)
      var seed = [Float](repeating: 0, count: 1000)
      seed[index] = 1
      let bias = try #require(network.head).bias(seed: seed)
      #expect(abs(mean + Double(bias) - Double(explanation.target.logit)) < 1e-4)
      #expect(explanation.account?.evidence == mean)
    }
  }

  @Test func aTensorFileIsUsedAsItIs() throws {
    let network = try NetworkLoader.load(NetworkRequest(variant: "lite0"))
    let path = Self.tests.appendingPathComponent("../../Assets/coffee.png").path
    let photograph = try Photograph(reading: path)
    let tensor = photograph.prepared(for: network.recipe).tensor
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let file = folder.path + ".npy"
    defer { unlink(file) }
    try OutputFile.write(NumPyFile.bytes(of: tensor), to: file, what: "can't save")
    let runner = ExplanationRunner(network)
    let fromPicture = try runner.examine(photograph)
    let fromTensor = try runner.examine(try Photograph(reading: file))
    #expect(fromPicture.classification.logits == fromTensor.classification.logits)
  }
}
