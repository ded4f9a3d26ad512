import Architectures
import Attribution
import Inference
import Tensors
import Testing

/// Values written by Tests/Golden/attribution_metrics.py, with their network, image and map.
struct MetricFixture {
  let values: [String: [Double]]
  let network: Network
  let model: Model
  let head: LinearHead
  let session: Session
  /// (1, 3, 48, 64).
  let image = GoldenFixture.image(height: 48, width: 64)

  init() throws {
    var values: [String: [Double]] = [:]
    for line in try GoldenFixture.csv("metrics") {
      let fields = line.split(separator: ",")
      values[String(fields[0])] = fields.dropFirst().compactMap { Double($0) }
    }
    self.values = values
    network = try #require(GoldenFixture.network("lite0-same"))
    let weights = GoldenFixture.weights(network)
    model = try Model(network: network, weights: weights)
    head = try #require(LinearHead(network: network, weights: weights))
    session = try Session(
      model: model, height: 48, width: 64, options: SessionOptions(taps: [head.layer]), threads: 1)
  }

  func expected(_ name: String) throws -> [Double] { try #require(values[name], "\(name)") }

  func value(_ name: String) throws -> Double { try expected(name)[0] }

  var index: Int { Int(values["class"]?[0] ?? -1) }

  /// (3, 48, 64).
  var pixels: Tensor { image.reshaped([3, 48, 64]) }

  /// A map with distinct values: 1 at row 20, column 40, 0 at the farthest pixel.
  var cone: AttributionMap {
    let distances = (0..<48 * 64).map { pixel in
      let (row, column) = pixel.quotientAndRemainder(dividingBy: 64)
      return (row - 20) * (row - 20) + (column - 40) * (column - 40)
    }
    let order = distances.indices.sorted { (distances[$0], $0) > (distances[$1], $1) }
    var values = [Float](repeating: 0, count: order.count)
    for (rank, pixel) in order.enumerated() {
      values[pixel] = Float(Double(rank) / Double(order.count - 1))
    }
    return AttributionMap(height: 48, width: 64, values: values)
  }

  /// CAM of the class; up to scale, Grad-CAM at the last stage.
  func classActivationMap(_ image: Tensor) throws(AttributionError) -> AttributionMap {
    do {
      let pass = try session.run(image.reshaped([1, 3, 48, 64]))
      let activations = try #require(pass.activation(of: head.layer))
      let row = head.row(seed: Target.logit(index).seed(pass.logits.elements))
      return try CAM().map(from: LayerEvidence(activations: activations, classifierRow: row))
    } catch {
      throw .cancelled(method: "\(error)")
    }
  }

  func probe(
    _ map: AttributionMap, settings: MetricSettings = MetricSettings(), boxes: [PixelBox]? = nil
  ) throws -> FaithfulnessProbe {
    FaithfulnessProbe(
      image: pixels, index: index, probability: try value("probability"), map: map, boxes: boxes,
      settings: settings
    ) { count, fill throws(AttributionError) in
      let input = Tensor(zeros: [1, 3, 48, 64])
      return try (0..<count).map { number throws(AttributionError) in
        fill(number, input.storage.mutableBuffer)
        do { return try session.run(input).logits.elements } catch { throw .cancelled(method: "") }
      }
    } explainer: { image throws(AttributionError) in
      try classActivationMap(image)
    }
  }
}
