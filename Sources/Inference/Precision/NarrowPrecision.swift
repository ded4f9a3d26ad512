import Architectures
internal import CKernels
import Tensors

extension EngineConfiguration.Precision {
  /// Instructions that its kernels need in addition to AVX-512; nil for float32.
  package var requiredInstructions: String? {
    switch self {
    case .float32: nil
    case .bfloat16: "AVX512_BF16"
    case .int8: "AVX512_VNNI"
    }
  }

  /// The narrow kernels of `set` for this type; nil for float32.
  ///
  /// The scalar kernels run on every machine, slowly. They show the accuracy of a type on a machine
  /// without its instructions. Throws `unsupportedPrecision` if `set` lacks kernels for the type.
  func narrowKernels(
    _ set: InstructionSet
  ) throws(InferenceError) -> UnsafePointer<ck_narrow_kernels>? {
    let type: ck_narrow_type
    switch self {
    case .float32: return nil
    case .bfloat16: type = ck_bf16
    case .int8: type = ck_int8
    }
    guard ck_narrow_supports(set.identifier, type),
      let table = ck_narrow_table(set.identifier, type)
    else { throw .unsupportedPrecision(self, set) }
    return table
  }
}

/// The layers that run in a narrow type, with their kernels and input quantization.
struct NarrowLayers: @unchecked Sendable {
  let kernels: UnsafePointer<ck_narrow_kernels>
  /// Quantization by layer; bf16 ignores the values and uses only the list of layers.
  let quantization: [Int: ck_quantization]
  /// Mean of each input channel by layer, where it is known.
  let means: [Int: [Float]]

  /// Collects the layers of `network.matrixLayers`.
  ///
  /// Input means come from `ranges` if given, otherwise from `ExpectedMeans`. Throws `missingRange`
  /// for int8 if a layer has no range.
  init(
    network: Network, kernels: UnsafePointer<ck_narrow_kernels>, ranges: ActivationRanges?,
    weights: StateDictionary
  ) throws(InferenceError) {
    self.kernels = kernels
    var quantization: [Int: ck_quantization] = [:]
    var means: [Int: [Float]] = [:]
    let isInt8 = kernels.pointee.type == ck_int8
    // int8 always uses measured means; a missing one throws below.
    let expected = isInt8 ? nil : try ExpectedMeans(network: network, weights: weights)
    for layer in network.matrixLayers {
      guard let convolution = network.convolution(layer) else { continue }
      let measured = ranges?[convolution.name].flatMap {
        $0.means.count == convolution.inputChannels ? $0 : nil
      }
      if isInt8, measured == nil {
        throw .missingRange(layer: network.layers[layer].name, network: network.name)
      }
      quantization[layer] =
        isInt8 ? measured.map { ck_quantization($0.range) } : ck_quantization(scale: 1, zero: 0)
      means[layer] = measured?.means ?? expected?.inputs(of: network.layers[layer])
    }
    self.quantization = quantization
    self.means = means
  }

  /// Size of a row of narrow inputs, in 32-bit words.
  func words(_ channels: Int) -> Int {
    ck_narrow_row(kernels.pointee.type, Int32(channels)) / MemoryLayout<Float>.stride
  }
}

extension ck_quantization {
  /// Divides the range, extended to include zero, into 256 values, one of which is exactly zero.
  init(_ range: ClosedRange<Float>) {
    let low = min(0, range.lowerBound)
    let high = max(0, range.upperBound)
    let step = max((high - low) / 255, .leastNormalMagnitude)
    self.init(scale: step, zero: Int32((-low / step).rounded()))
  }
}

extension Network {
  /// The convolution that a layer computes; nil for the image and for other operators.
  func convolution(_ layer: Int) -> Convolution? {
    guard layer != Layer.image, case .convolution(let convolution) = layers[layer].operation else {
      return nil
    }
    return convolution
  }

  /// The convolution of a layer that a plan computes as one.
  func plannedConvolution(_ layer: Int) -> Convolution {
    guard let convolution = convolution(layer) else {
      preconditionFailure("layer \(layer) is planned as a convolution, but it is not one")
    }
    return convolution
  }

  /// Stride-1 pointwise convolutions over images: matrix products, most of EfficientNet's MACs.
  var matrixLayers: [Int] {
    zip(layers, vectorLayers).compactMap { layer, isVector in
      guard !isVector, let convolution = convolution(layer.index), convolution.isPointwise,
        convolution.stride == Window(1), convolution.padding == .none,
        layer.inputs[0] != Layer.image
      else { return nil }
      return layer.index
    }
  }
}
