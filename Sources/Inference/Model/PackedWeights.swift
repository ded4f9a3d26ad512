import Architectures
internal import CKernels
import Dispatch
import Synchronization
import Tensors

/// All weights of a network, folded and packed for one instruction set, in one allocation.
///
/// Layers are packed in parallel on all cores, because packing delays the first result.
final class PackedWeights: @unchecked Sendable {
  enum Form {
    case convolution(outputs: Int, inputsPerGroup: Int, taps: Int, groups: Int)
    case depthwise(channels: Int, taps: Int)
    case fullyConnected(outputs: Int, inputs: Int)
    case perChannel(Int)
  }

  private struct Place {
    var form: Form
    /// Offset of the weights, in floats from the base.
    var weights: Int
    var bias: Int
    /// Offset of the scale of each output of a narrow convolution.
    var scales = 0
  }

  private let kernels: UnsafePointer<ck_kernels>
  private let base: UnsafeMutablePointer<Float>
  private let places: [Place?]
  /// Size of the allocation, in bytes.
  let byteCount: Int

  init(
    _ network: Network, _ weights: WeightReader, kernels: UnsafePointer<ck_kernels>,
    narrow: NarrowLayers? = nil
  ) throws(InferenceError) {
    self.kernels = kernels
    var count = 0
    func reserve(_ floats: Int) -> Int {
      defer { count += (floats + 15) / 16 * 16 }
      return count
    }
    places = network.packedForms.enumerated().map { layer, form in
      guard let form else { return nil }
      let isNarrow = narrow?.quantization[layer] != nil
      return Place(
        form: form,
        weights: reserve(isNarrow ? form.narrowCount(narrow) : form.packedCount(kernels)),
        bias: reserve(form.outputs + 16), scales: isNarrow ? reserve(form.outputs + 16) : 0)
    }
    let bytes = count * MemoryLayout<Float>.stride
    guard let memory = ck_allocate(bytes) else { throw .outOfMemory(bytes: bytes) }
    base = memory.assumingMemoryBound(to: Float.self)
    byteCount = bytes
    try packAll(network.layers, weights, narrow)
  }

  private func packAll(
    _ layers: [Layer], _ weights: WeightReader, _ narrow: NarrowLayers?
  ) throws(InferenceError) {
    // Largest first: a large layer at the end would leave the other threads idle.
    let sizes = places.map { $0?.form.packedCount(kernels) ?? 0 }
    let order = layers.sorted { sizes[$0.index] > sizes[$1.index] }
    let failures = Mutex<[Int: InferenceError]>([:])
    DispatchQueue.concurrentPerform(iterations: order.count) { turn in
      let layer = order[turn]
      do throws(InferenceError) {
        try pack(layer, weights, narrow)
      } catch {
        failures.withLock { $0[layer.index] = error }
      }
    }
    if let first = failures.withLock({ $0.min { $0.key < $1.key } }) { throw first.value }
  }

  private func pack(
    _ layer: Layer, _ weights: WeightReader, _ narrow: NarrowLayers?
  ) throws(InferenceError) {
    guard let place = places[layer.index], let (weight, fold) = try layer.parameters(weights)
    else { return }
    defer { weight.storage.release() }
    if let narrow, let quantization = narrow.quantization[layer.index] {
      place.form.pack(
        weight, fold, narrow, quantization, means: narrow.means[layer.index],
        into: base + place.weights, scales: base + place.scales, bias: base + place.bias)
      return
    }
    place.form.pack(weight, fold, into: base + place.weights, kernels: kernels)
    (base + place.bias).update(from: fold.bias, count: fold.bias.count)
  }

  deinit { ck_deallocate(base, byteCount) }

  func weights(of layer: Int) -> UnsafePointer<Float>? {
    places[layer].map { UnsafePointer(base + $0.weights) }
  }

  /// Scales of a narrow convolution's outputs; nil if the layer has no weights.
  func scales(of layer: Int) -> UnsafePointer<Float>? {
    places[layer].map { UnsafePointer(base + $0.scales) }
  }

  func bias(of layer: Int) -> UnsafePointer<Float>? {
    places[layer].map { UnsafePointer(base + $0.bias) }
  }
}

extension PackedWeights.Form {
  var outputs: Int {
    switch self {
    case .convolution(let outputs, _, _, _), .fullyConnected(let outputs, _): outputs
    case .depthwise(let channels, _), .perChannel(let channels): channels
    }
  }

  func packedCount(_ kernels: UnsafePointer<ck_kernels>) -> Int {
    switch self {
    case .convolution(let outputs, let inputs, let taps, let groups):
      ck_packed_convolution_count(
        kernels, Int32(outputs), Int32(inputs), Int32(taps), Int32(groups))
    case .fullyConnected(let outputs, let inputs):
      ck_packed_fully_connected_count(kernels, Int32(outputs), Int32(inputs))
    case .depthwise(let channels, let taps): channels * taps
    case .perChannel(let channels): channels
    }
  }

  func pack(
    _ weight: Tensor, _ fold: ChannelFold, into packed: UnsafeMutablePointer<Float>,
    kernels: UnsafePointer<ck_kernels>
  ) {
    let source = weight.storage.base
    switch self {
    case .convolution(let outputs, let inputs, let taps, let groups):
      ck_pack_convolution(
        kernels, packed, source, fold.scale, Int32(outputs), Int32(inputs), Int32(taps),
        Int32(groups))
    case .fullyConnected(let outputs, let inputs):
      ck_pack_fully_connected(
        kernels, packed, source, fold.scale, Int32(outputs), Int32(inputs))
    case .depthwise(let channels, let taps):
      ck_pack_depthwise(packed, source, fold.scale, Int32(channels), Int32(taps))
    case .perChannel(let channels):
      for channel in 0..<channels { packed[channel] = fold.scale?[channel] ?? 1 }
    }
  }
}

extension PackedWeights.Form {
  /// Size of the weights in a narrow type, in floats.
  func narrowCount(_ narrow: NarrowLayers?) -> Int {
    guard let narrow, case .convolution(let outputs, let inputs, _, _) = self else { return 0 }
    return ck_packed_narrow_bytes(narrow.kernels, Int32(outputs), Int32(inputs))
      / MemoryLayout<Float>.stride
  }

  func pack(
    _ weight: Tensor, _ fold: ChannelFold, _ narrow: NarrowLayers,
    _ quantization: ck_quantization, means: [Float]?, into packed: UnsafeMutablePointer<Float>,
    scales: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>
  ) {
    guard case .convolution(let outputs, let inputs, _, _) = self else { return }
    ck_pack_narrow(
      narrow.kernels, packed, scales, bias, weight.storage.base, fold.scale, fold.bias,
      means, Int32(outputs), Int32(inputs), quantization)
  }
}

extension Network {
  /// For each layer, true if its output is a vector (1 × 1 positions) at every resolution.
  var vectorLayers: [Bool] {
    var isVector: [Bool] = []
    for layer in layers {
      let readsVectors = layer.inputs.allSatisfy { $0 != Layer.image && isVector[$0] }
      switch layer.operation {
      case .globalAveragePool, .globalPool, .fullyConnected, .vector: isVector.append(true)
      case .convolution(let convolution):
        isVector.append(readsVectors && convolution.isPointwise)
      case .activation, .normalization, .add, .slice, .concatenate, .channelShuffle, .scale:
        isVector.append(readsVectors)
      case .maxPool, .averagePool, .crop: isVector.append(false)
      }
    }
    return isVector
  }

  /// Packing layout of each layer's weights; nil for layers without weights.
  var packedForms: [PackedWeights.Form?] {
    zip(layers, vectorLayers).map { layer, isVector in
      switch layer.operation {
      case .convolution(let convolution):
        if isVector {
          return .fullyConnected(
            outputs: convolution.outputChannels, inputs: convolution.inputChannels)
        }
        if convolution.isDepthwise {
          return .depthwise(channels: convolution.inputChannels, taps: convolution.kernel.area)
        }
        return .convolution(
          outputs: convolution.outputChannels,
          inputsPerGroup: convolution.inputChannels / convolution.groups,
          taps: convolution.kernel.area, groups: convolution.groups)
      case .fullyConnected(let connected):
        return .fullyConnected(outputs: connected.outputs, inputs: connected.inputs)
      case .normalization(_, let channels, _):
        return .perChannel(channels)
      case .vector(.layerNormalization, let channels):
        return .perChannel(channels)
      default:
        return nil
      }
    }
  }
}
