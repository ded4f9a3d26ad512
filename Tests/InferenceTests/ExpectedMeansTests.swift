import Architectures
import Foundation
import Inference
import Tensors
import Testing

@Suite("Expected means from batch norms")
struct ExpectedMeansTests {
  private let network: Network
  private let weights: StateDictionary

  init() throws {
    network = try #require(GoldenFixture.network("lite0", .same))
    weights = GoldenFixture.weights(network)
  }

  private func inputs(of name: String) throws -> [Float]? {
    let means = try ExpectedMeans(network: network, weights: weights)
    let layer = try #require(
      network.layers.first {
        if case .convolution(let convolution) = $0.operation {
          convolution.name == name
        } else {
          false
        }
      })
    return means.inputs(of: layer)
  }

  private func tensor(_ name: String) throws -> [Float] { try #require(weights[name]).elements }

  @Test("After a linear projection they are its shifts, and after a shortcut their sum")
  func projections() throws {
    let first = try tensor("blocks.1.0.bn3.bias")
    #expect(try inputs(of: "blocks.1.1.conv_pw") == first)
    let second = try tensor("blocks.1.1.bn3.bias")
    #expect(try inputs(of: "blocks.2.0.conv_pw") == zip(second, first).map(+))
  }

  @Test("After ReLU6 they are the means of the clipped normal distribution")
  func clipped() throws {
    let found = try #require(try inputs(of: "blocks.1.0.conv_pwl"))
    let scales = try tensor("blocks.1.0.bn2.weight"), shifts = try tensor("blocks.1.0.bn2.bias")
    // E[max(x, 0)] for x of mean m and deviation s is m Φ(m/s) + s φ(m/s).
    func rectified(_ mean: Double, _ deviation: Double) -> Double {
      let z = mean / deviation
      return mean * erfc(-z / 2.0.squareRoot()) / 2
        + deviation * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    }
    for ((scale, shift), mean) in zip(zip(scales, shifts), found) {
      let deviation = Double(abs(scale))
      let exact = rectified(Double(shift), deviation) - rectified(Double(shift) - 6, deviation)
      #expect(abs(Double(mean) - exact) < 1e-3)
    }
  }
}
