import Architectures
internal import CKernels
import Tensors

extension Configuration.Precision {
  /// The instructions that its kernels need beside AVX-512; nil for float32, which runs everywhere.
  public var requiredInstructions: String? {
    switch self {
    case .float32: nil
    case .bfloat16: "AVX512_BF16"
    case .int8: "AVX512_VNNI"
    }
  }

  /// The kernels of a type narrower than float32 on `set`; nil for float32.
  ///
  /// The scalar definitions run anywhere, slowly, for whoever forces them: to see what a type does to the answers
  /// on a machine that lacks its instructions.
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

/// What runs in a narrow type: the kernels, and how each layer's inputs become bytes.
struct NarrowLayers: @unchecked Sendable {
  let kernels: UnsafePointer<ck_narrow_kernels>
  /// By layer; bf16 needs nothing of it, but the layers are listed.
  let quantization: [Int: ck_quantization]
  /// By layer, the usual mean of each input channel, where it is known.
  let means: [Int: [Float]]

  /// All 1 × 1 convolutions of `network`; for int8 each needs the range of its inputs.
  ///
  /// The inputs' means are the measured ones where there are `ranges`, else those that the batch norms expect.
  init(
    network: Network, kernels: UnsafePointer<ck_narrow_kernels>, ranges: ActivationRanges?,
    weights: StateDictionary
  ) throws(InferenceError) {
    self.kernels = kernels
    var quantization: [Int: ck_quantization] = [:]
    var means: [Int: [Float]] = [:]
    let isInt8 = kernels.pointee.type == ck_int8
    // int8 has measured ones, or ends below.
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

  /// 32-bit words of a row of narrow inputs.
  func words(_ channels: Int) -> Int {
    ck_narrow_row(kernels.pointee.type, Int32(channels)) / MemoryLayout<Float>.stride
  }
}

extension ck_quantization {
  /// 256 steps over a range that includes zero, so that zero is exact.
  init(_ range: ClosedRange<Float>) {
    let low = min(0, range.lowerBound)
    let high = max(0, range.upperBound)
    let step = max((high - low) / 255, .leastNormalMagnitude)
    self.init(scale: step, zero: Int32((-low / step).rounded()))
  }
}

extension Network {
  /// The convolution that a layer is, if it is one.
  func convolution(_ layer: Int) -> Convolution? {
    guard case .convolution(let convolution) = layers[layer].operation else { return nil }
    return convolution
  }

  /// The 1 × 1 convolutions over images: matrix products, most of an EfficientNet's work.
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
