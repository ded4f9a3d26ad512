import Architectures
internal import CKernels
import Glibc
import Tensors

/// A network with its weights, ready to run at any resolution: batch norms folded, weights packed.
public final class Model: Sendable {
  /// What it computes.
  public let network: Network
  /// How it was asked to compute.
  public let configuration: Configuration
  /// The kernels it uses.
  public let instructionSet: InstructionSet
  /// Bytes of packed weights.
  public var packedBytes: Int { packed.byteCount }

  let packed: PackedWeights
  /// What runs in a narrower type than float32, if anything does.
  let narrow: NarrowLayers?
  /// Weights as gradients read them.
  let backwardWeights = BackwardWeights()
  private let reader: WeightReader

  /// Folds and packs `weights`, which must hold every tensor that the network needs; int8 needs the
  /// `ranges` of the convolutions' inputs too.
  public init(
    network: Network, weights: StateDictionary, configuration: Configuration = Configuration(),
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

  /// A layer's weights in PyTorch's axis order with its batch norm folded in, if it has any.
  public func foldedWeights(of layer: Int) -> FoldedWeights? {
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
