import Architectures
internal import CKernels
import Glibc
import Tensors

/// A network with its weights, folded and packed for one instruction set; any resolution.
public final class Model: Sendable {
  package let network: Network
  package let configuration: EngineConfiguration
  package let instructionSet: InstructionSet
  /// Size of the packed weights, in bytes.
  package var packedBytes: Int { packed.byteCount }

  let packed: PackedWeights
  let narrow: NarrowLayers?
  let backwardWeights = BackwardWeights()
  private let reader: WeightReader

  /// Folds and packs `weights`, which must hold every tensor of the network; int8 needs `ranges`.
  package init(
    network: Network, weights: StateDictionary,
    configuration: EngineConfiguration = EngineConfiguration(),
    ranges: ActivationRanges? = nil
  ) throws(InferenceError) {
    self.network = network
    self.configuration = configuration
    switch configuration.instructionSet {
    case .detected:
      let value = getenv(InstructionSet.environmentVariable).map { String(cString: $0) }
      instructionSet = try .chosen(environment: value)
    case .only(let set):
      guard set.isSupported else { throw .unsupportedInstructionSet(set) }
      instructionSet = set
    }
    guard let kernels = instructionSet.table else {
      throw .unsupportedInstructionSet(instructionSet)
    }
    reader = WeightReader(network: network.name, weights: weights)
    if let table = try configuration.precision.narrowKernels(instructionSet) {
      narrow = try NarrowLayers(network: network, kernels: table, ranges: ranges, weights: weights)
    } else {
      narrow = nil
    }
    packed = try PackedWeights(network, reader, kernels: kernels, narrow: narrow)
  }

  /// Throws `inputTooSmall` if the network can't run on images of `height` × `width`.
  package func check(height: Int, width: Int) throws(InferenceError) {
    _ = try network.checkedShapes(height: height, width: width)
  }

  /// A layer's weights before folding; nil if the layer has none.
  package func filters(of layer: Int) -> LayerFilters? {
    guard let (weight, fold) = try? network.layers[layer].parameters(reader) else { return nil }
    return LayerFilters(weight: weight, scale: fold.scale, shift: fold.bias)
  }

  /// A layer's folded weights in PyTorch's axis order; nil if the layer has no weights.
  package func foldedWeights(of layer: Int) -> FoldedWeights? {
    guard let (weight, fold) = try? network.layers[layer].parameters(reader) else { return nil }
    let bias = Tensor(shape: [fold.bias.count], fold.bias)
    guard let scale = fold.scale else { return FoldedWeights(weight: weight, bias: bias) }
    let folded = Tensor(zeros: weight.shape)
    let size = weight.count / scale.count
    for channel in 0..<scale.count {
      for index in channel * size..<(channel + 1) * size {
        folded.storage.base[index] = weight.storage.base[index] * scale[channel]
      }
    }
    return FoldedWeights(weight: folded, bias: bias)
  }
}
