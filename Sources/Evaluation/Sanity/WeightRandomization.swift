import Architectures
import Checkpoints
import Tensors

/// A network's weights with some stages replaced by random values.
///
/// Model randomisation of Adebayo et al. 2018, https://arxiv.org/abs/1810.03292.
/// The parts go from the classifier down to the stem. A part's weights, biases and batch norms are
/// all replaced by the seeded values of untrained networks.
package struct WeightRandomization {
  /// The classifier, or a stage without it.
  package struct Part {
    package let name: String
    package let parameters: [Parameter]
  }

  package enum Order: String, CaseIterable {
    /// All parts from the classifier down to the step's part.
    case cascading
    /// The step's part alone.
    case independent
  }

  package let parts: [Part]
  private let weights: StateDictionary

  package init(network: Network, weights: StateDictionary) {
    self.weights = weights
    var classifier: [Parameter] = []
    var parts: [Part] = []
    for stage in network.stages {
      var own: [Parameter] = []
      for layer in network.layers[stage.layers] {
        if case .fullyConnected = layer.operation, layer.index == network.layers.count - 1 {
          classifier += layer.operation.parameters
        } else {
          own += layer.operation.parameters
        }
      }
      if !own.isEmpty { parts.append(Part(name: stage.name, parameters: own)) }
    }
    if !classifier.isEmpty { parts.append(Part(name: "classifier", parameters: classifier)) }
    self.parts = parts.reversed()
  }

  /// The weights with part `step` random; in cascading order also all parts before it.
  package func weights(_ order: Order, step: Int, seed: UInt64) -> StateDictionary {
    // The offset keeps these weights different from those of usual random:SEED checkpoints.
    let source = SeededWeights(seed: seed &+ 0x5A41_7E57_0000_0000)
    var result = weights
    for part in order == .cascading ? parts[0...step] : parts[step...step] {
      for parameter in part.parameters {
        result[parameter.name] = source.tensor(for: parameter)
      }
    }
    return result
  }
}
