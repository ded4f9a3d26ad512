import Attribution
import Explanations
import Foundation
import Inference
import Tensors
import Testing

/// Identities that hold exactly before global pooling and one fully connected layer, on real
/// photographs, for lite0 with its weights and b0 with random ones.
@Suite("At the last stage, on real photographs")
struct LastStageIdentityTests {
  static let cases = [("lite0", nil), ("b0", "random:1")].flatMap { variant, checkpoint in
    ["chelsea.png", "rocket.jpg"].map { (variant, checkpoint, $0) }
  }

  /// A network with one photograph.
  private struct Scene {
    let network: LoadedNetwork
    let head: LinearHead
    let attributor: Attributor
    let image: Tensor
    let logits: [Float]
    let activations: Tensor
    var area: Int { activations.shape[1] * activations.shape[2] }
    /// The most probable class.
    var best: Int { logits.indices.max { logits[$0] < logits[$1] } ?? 0 }

    init(_ variant: String, _ checkpoint: String?, _ photograph: String) throws {
      network = try NetworkLoader.load(NetworkRequest(variant: variant, checkpoint: checkpoint))
      head = try #require(network.head)
      let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Assets/\(photograph)").path
      image = try Photograph(reading: path).prepared(for: network.recipe).tensor
      attributor = try Attributor(
        model: network.model, head: head, height: image.shape[2], width: image.shape[3],
        threads: 2)
      logits = try Session(
        model: network.model, height: image.shape[2], width: image.shape[3]
      ).run(image).logits.elements
      activations = try attributor.activations(of: head.layer, image: image)
    }

    func maps(_ names: [String], _ target: Target) throws -> [String: AttributionMap] {
      let questions = try names.map {
        MapRequest(method: try AttributionMethods.named($0), layer: head.layer, target: target)
      }
      let answers = try attributor.answer(questions, image: image)
      return Dictionary(uniqueKeysWithValues: zip(names, answers.map(\.map)))
    }

    /// Σ_k weight_k · A_k in double precision.
    func sum(_ weights: [Double]) -> [Double] {
      (0..<area).map { place in
        weights.indices.reduce(0) {
          $0 + weights[$1] * Double(activations.storage.buffer[$1 * area + place])
        }
      }
    }
  }

  /// The largest difference over the largest absolute expected value.
  private func difference(_ found: [Float], _ expected: [Double]) -> Double {
    let scale = expected.map(abs).max() ?? 1
    return (zip(found, expected).map { abs(Double($0) - $1) }.max() ?? .infinity) / scale
  }

  @Test("CAM, Grad-CAM, HiResCAM, XGrad-CAM and Shapley-CAM are one map", arguments: cases)
  func oneMap(_ variant: String, _ checkpoint: String?, _ photograph: String) throws {
    let scene = try Scene(variant, checkpoint, photograph)
    let names = ["cam", "grad-cam", "hires-cam", "xgrad-cam", "shapley-cam"]
    let other = (scene.best + 7) % scene.logits.count
    for target in [Target.logit(scene.best), .difference(scene.best, versus: other)] {
      let maps = try scene.maps(names, target)
      let cam = try #require(maps["cam"])
      let expected = cam.values.map { Double($0) / Double(scene.area) }
      let highest = cam.values.firstIndex(of: cam.maximum)
      for name in names.dropFirst() {
        let map = try #require(maps[name])
        // XGrad-CAM divides by ΣA + 1e-7, which matters in channels that are almost empty.
        let tolerance = name == "xgrad-cam" ? 2e-4 : 1e-5
        #expect(difference(map.values, expected) < tolerance, "\(name)")
        #expect(map.values.firstIndex(of: map.maximum) == highest, "\(name)")
      }
      let plusPlus = try #require(try scene.maps(["grad-cam++"], target)["grad-cam++"])
      #expect(
        difference(plusPlus.normalized.values, cam.normalized.values.map(Double.init)) > 1e-3,
        "Grad-CAM++ is another map")
    }
  }

  @Test("HiResCAM's sum and the bias are the logit, or the difference of logits", arguments: cases)
  func completeness(_ variant: String, _ checkpoint: String?, _ photograph: String) throws {
    let scene = try Scene(variant, checkpoint, photograph)
    let largest = Double(scene.logits.map(abs).max() ?? 1)
    for index in [scene.best, 0, 285, 999] {
      for target in [Target.logit(index), .difference(index, versus: 500)] {
        let map = try #require(try scene.maps(["hires-cam"], target)["hires-cam"])
        let total = map.sum + Double(scene.head.bias(seed: target.seed(scene.logits)))
        #expect(abs(total - Double(target.score(scene.logits))) < 1e-5 * largest, "\(target)")
      }
    }
  }

  @Test(
    "LayerCAM keeps the classifier's positive weights, Grad-CAM++ has its closed form",
    arguments: cases)
  func closedForms(_ variant: String, _ checkpoint: String?, _ photograph: String) throws {
    let scene = try Scene(variant, checkpoint, photograph)
    let area = Double(scene.area)
    let row = scene.head.row(seed: Target.logit(scene.best).seed(scene.logits)).map(Double.init)
    let maps = try scene.maps(["layer-cam", "grad-cam++"], .logit(scene.best))
    let layer = try #require(maps["layer-cam"])
    #expect(difference(layer.values, scene.sum(row.map { max($0, 0) / area })) < 1e-5)
    let weights = row.indices.map { channel -> Double in
      let gradient = row[channel] / area
      let total = (0..<scene.area).reduce(0.0) {
        $0 + Double(scene.activations.storage.buffer[channel * scene.area + $1])
      }
      let denominator = 2 * gradient * gradient + total * gradient * gradient * gradient + 1e-6
      return area * max(gradient, 0) * gradient * gradient / denominator
    }
    let plusPlus = try #require(maps["grad-cam++"])
    #expect(difference(plusPlus.values, scene.sum(weights)) < 1e-4)
  }

  @Test(
    "Ablation-CAM needs no pass, and says what the network says without a channel", arguments: cases
  )
  func ablation(_ variant: String, _ checkpoint: String?, _ photograph: String) throws {
    let scene = try Scene(variant, checkpoint, photograph)
    let question = MapRequest(
      method: try AttributionMethods.named("ablation-cam"), layer: scene.head.layer,
      target: .logit(scene.best))
    let answer = try #require(try scene.attributor.answer([question], image: scene.image).first)
    #expect(answer.passes == Passes(forward: 1))
    let session = try Session(
      model: scene.network.model, height: scene.image.shape[2], width: scene.image.shape[3],
      options: SessionOptions(resumePoints: [scene.head.layer]))
    _ = try session.run(scene.image)
    let score = Double(scene.logits[scene.best])
    let row = scene.head.row(seed: Target.logit(scene.best).seed(scene.logits))
    for channel in stride(from: 0, to: scene.activations.shape[0], by: 97) {
      let places = channel * scene.area..<(channel + 1) * scene.area
      let ablated = Tensor(shape: scene.activations.shape, scene.activations.elements)
      for place in places { ablated.storage.base[place] = 0 }
      let without = try session.resume(from: scene.head.layer, activation: ablated)
      let mean =
        places.reduce(0.0) { $0 + Double(scene.activations.storage.buffer[$1]) }
        / Double(scene.area)
      let closed = Double(row[channel]) * mean
      let seen = score - Double(without.logits.storage.buffer[scene.best])
      #expect(abs(closed - seen) < 1e-5 * abs(score) + 1e-5, "channel \(channel)")
    }
    let weights = row.indices.map { channel -> Double in
      let places = channel * scene.area..<(channel + 1) * scene.area
      let mean =
        places.reduce(0.0) { $0 + Double(scene.activations.storage.buffer[$1]) }
        / Double(scene.area)
      return Double(row[channel]) * mean / score
    }
    #expect(difference(answer.map.values, scene.sum(weights)) < 1e-5)
  }

  @Test(
    "the closed form's gradient is the backward pass's, for every kind of target", arguments: cases)
  func gradients(_ variant: String, _ checkpoint: String?, _ photograph: String) throws {
    let scene = try Scene(variant, checkpoint, photograph)
    let targets: [Target] = [
      .logit(scene.best), .difference(3, versus: scene.best), .probability(scene.best),
      .contrast(scene.best, rivals: [1, 2, 3], strength: 1),
    ]
    for target in targets {
      let gradient = try scene.attributor.gradients(
        of: target, at: scene.head.layer, image: scene.image)
      let row = scene.head.row(seed: target.seed(scene.logits))
      let expected = row.flatMap {
        [Double](repeating: Double($0) / Double(scene.area), count: scene.area)
      }
      #expect(difference(gradient.elements, expected) < 1e-4, "\(target)")
    }
  }
}
