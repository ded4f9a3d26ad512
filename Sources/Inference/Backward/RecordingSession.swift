import Architectures
internal import CKernels
import Tensors

/// A session that keeps what a backward pass needs, and runs that pass: ∂y/∂A for any score y made
/// of the logits and any layer's activations A.
///
/// Only layers between the logits and the lowest layer asked about are recorded; what lies below
/// runs fused, as in a plain session. It runs one image at a time.
public final class RecordingSession {
  /// Layers at which gradients are taken; `Layer.image` for the network's input.
  public let layers: Set<Int>
  /// The model it runs.
  public var model: Model { session.model }
  /// Bytes of memory for activations and gradients.
  public var arenaBytes: Int { session.arenaBytes + backward.byteCount }

  let session: Session
  private let backward: BackwardProgram
  private var logits: [Float] = []

  /// Plans `model` for images of `height` × `width`, with gradients at `layers`.
  ///
  /// `taps` are further layers whose activations are kept. With `includesBiases` the gradient of every convolution's bias is kept as well. A pass may be
  /// resumed from `resumePoints`.
  public init(
    model: Model, height: Int, width: Int, layers: Set<Int>, taps: Set<Int> = [],
    includesBiases: Bool = false,
    resumePoints: Set<Int> = [], threads: Int = 1
  ) throws(InferenceError) {
    self.layers = layers
    let plan = BackwardPlan(
      network: model.network, height: height, width: width, targets: layers,
      includesBiases: includesBiases,
      fuses: model.configuration.fusesLayers && model.instructionSet.table?.pointee.fuses == true)
    let spatial = layers.filter { $0 != Layer.image }
    session = try Session(
      model: model, height: height, width: width,
      options: SessionOptions(
        taps: plan.kept.union(spatial).union(taps), resumePoints: resumePoints,
        recorded: plan.recorded),
      threads: threads)
    backward = try BackwardProgram(plan: plan, session: session)
  }

  /// Runs one image of shape (1, channels, height, width) and returns its logits.
  public func run(_ image: Tensor) throws(InferenceError) -> [Float] {
    try session.execute(image)
    logits = session.logits
    return logits
  }

  /// Runs what follows `layer` as if its output had been `activation` (channels, height, width).
  public func resume(from layer: Int, activation: Tensor) throws(InferenceError) -> [Float] {
    try session.execute(resumingFrom: layer, activation: activation)
    logits = session.logits
    return logits
  }

  /// The activation of a layer asked about or tapped, (channels, height, width), from the last run.
  public func activation(of layer: Int) -> Tensor {
    session.tensor(.layer(layer), session.plan.shapes[layer])
  }

  /// ∂y/∂A at every layer asked about for ∂y/∂logits = `seed`, each (channels, height, width).
  public func gradients(seed: [Float]) -> [Int: Tensor] {
    runBackward(seed)
    return backward.plan.results.mapValues { tensor($0) }
  }

  /// ∂y/∂b of every convolution's bias after the last `gradients(seed:)`, place by place.
  public func biasGradients() -> [(layer: Int, bias: [Float], gradient: Tensor)] {
    backward.plan.biasResults.sorted { $0.key < $1.key }.map { layer, gradient in
      let channels = backward.plan.shapes[gradient].channels
      let bias = UnsafeBufferPointer(start: model.packed.bias(of: layer), count: channels)
      return (layer, Array(bias), tensor(gradient))
    }
  }

  private func runBackward(_ seed: [Float]) {
    precondition(
      seed.count == logits.count,
      "a seed has one value for each of \(logits.count) logits after a run, not \(seed.count)")
    backward.address(0)?.update(from: seed, count: seed.count)
    backward.steps.withUnsafeBufferPointer { steps in
      ck_pool_run(session.pool, steps.baseAddress, steps.count, nil)
    }
  }

  /// A planar copy of a gradient.
  private func tensor(_ gradient: Int) -> Tensor {
    let shape = backward.plan.shapes[gradient]
    guard let address = backward.address(gradient) else {
      preconditionFailure("gradient \(gradient) has no place in the arena")
    }
    return session.tensor(at: address, shape)
  }
}
