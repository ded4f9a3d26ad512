import Architectures
internal import CKernels
import Synchronization
import Tensors

/// Weights in the layout that the gradient kernels read, created on first use.
///
/// Convolution weights are transposed and packed for the forward kernels. Fully connected weights
/// keep their layout (outputs, inputs). Depthwise gradients read the forward packing instead.
final class BackwardWeights: Sendable {
  private let storages = Mutex<[Int: FloatStorage]>([:])

  /// Returns the weights of `layer`; the pointer is valid as long as this object.
  func weights(of layer: Int, in model: Model) -> UnsafePointer<Float>? {
    storages.withLock { storages in
      if let storage = storages[layer] { return UnsafePointer(storage.base) }
      guard let storage = Self.makeStorage(layer, model) else { return nil }
      storages[layer] = storage
      return UnsafePointer(storage.base)
    }
  }

  private static func makeStorage(_ layer: Int, _ model: Model) -> FloatStorage? {
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
