import Architectures
internal import CKernels

extension Program {
  func appendHead(_ step: PlannedStep) {
    switch step.kind {
    case .headPool(let pooling):
      add(
        ck_head_pool,
        pooling.arguments(
          shape(step.input), input: address(step.input), gradient: nil, output: address(step.output)
        ))
    case .vector(let layer, let function):
      add(
        ck_vector,
        function.arguments(
          count: shape(step.output).channels, input: address(step.input),
          weights: model.packed.weights(of: layer), bias: model.packed.bias(of: layer),
          gradient: nil, output: address(step.output)))
    default: break
    }
  }
}

extension GlobalPooling {
  /// Arguments of the pooling (`gradient` nil) or of its gradient.
  func arguments(
    _ shape: ck_shape, input: UnsafePointer<Float>?, gradient: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>?
  ) -> ck_head_pool_args {
    var arguments = ck_head_pool_args()
    arguments.in = shape
    (arguments.input, arguments.gradient, arguments.output) = (input, gradient, output)
    switch self {
    case .average: preconditionFailure("the mean has a kernel of its own")
    case .maximum: arguments.kind = ck_pool_maximum
    case .averageMaximum: arguments.kind = ck_pool_average_maximum
    case .averageThenMaximum: arguments.kind = ck_pool_average_then_maximum
    case .generalizedMean(let power, let epsilon):
      arguments.kind = ck_pool_generalized_mean
      (arguments.power, arguments.epsilon) = (Float(power), Float(epsilon))
    }
    return arguments
  }
}

extension VectorFunction {
  /// Arguments of the function (`gradient` nil) or of its gradient.
  func arguments(
    count: Int32, input: UnsafePointer<Float>?, weights: UnsafePointer<Float>?,
    bias: UnsafePointer<Float>?, gradient: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>?
  ) -> ck_vector_args {
    let (function, constant) = kernel
    return ck_vector_args(
      count: count, function: function, constant: Float(constant), input: input, weights: weights,
      bias: bias, gradient: gradient, output: output)
  }

  private var kernel: (ck_vector_function, constant: Double) {
    switch self {
    case .activation(let activation): (activation.kernel, 0)
    case .layerNormalization(let normalization): (ck_vector_layer_norm, normalization.epsilon)
    case .unitLength(let epsilon): (ck_vector_unit_length, epsilon)
    case .scale(let factor): (ck_vector_scale, factor)
    }
  }
}

extension HeadActivation {
  fileprivate var kernel: ck_vector_function {
    switch self {
    case .relu: ck_vector_relu
    case .relu6: ck_vector_relu6
    case .silu: ck_vector_silu
    case .sigmoid: ck_vector_sigmoid
    case .gelu: ck_vector_gelu
    case .geluTanh: ck_vector_gelu_tanh
    case .hardswish: ck_vector_hardswish
    case .tanh: ck_vector_tanh
    }
  }
}
