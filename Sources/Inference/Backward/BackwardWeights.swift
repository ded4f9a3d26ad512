import Architectures
internal import CKernels
import Synchronization
import Tensors

/// Weights in the form that gradients read, made the first time a gradient needs them.
///
/// A convolution's are transposed and packed for the forward kernels; a fully connected layer's stay
/// as they are, (outputs, inputs); a depthwise convolution's gradient reads the forward packing.
final class BackwardWeights: Sendable {
  private let storages = Mutex<[Int: FloatStorage]>([:])

  /// The weights of `layer` in `model`'s network; the storage lives as long as the model.
  func weights(of layer: Int, in model: Model) -> UnsafePointer<Float>? {
    storages.withLock { storages in
      if let storage = storages[layer] { return UnsafePointer(storage.base) }
      guard let storage = Self.made(layer, model) else { return nil }
      storages[layer] = storage
      return UnsafePointer(storage.base)
    }
  }

  private static func made(_ layer: Int, _ model: Model) -> FloatStorage? {
    guard let weight = model.foldedWeights(of: layer)?.weight else { return nil }
    guard case .convolution(let convolution) = model.network.layers[layer].operation,
      !model.network.vectorLayers[layer], let kernels = model.instructionSet.table
    else { return weight.storage }
    let outputs = Int32(convolution.outputChannels)
    let inputs = Int32(convolution.inputChannels)
    let taps = Int32(convolution.kernel.area)
    let groups = Int32(convolution.groups)
    let transposed = FloatStorage(count: weight.count)
    ck_transpose_filters(
      transposed.base, weight.storage.base, outputs, inputs, taps, groups)
    let packed = FloatStorage(
      count: ck_packed_convolution_count(kernels, inputs, outputs / groups, taps, groups))
    ck_pack_convolution(
      kernels, packed.base, transposed.base, nil, inputs, outputs / groups, taps, groups)
    return packed
  }
}
