import Architectures
internal import CKernels
import Tensors

/// A session that can run a backward pass: ∂y/∂A for a score y and a layer's activations A.
///
/// The score y is any differentiable function of the logits. Only layers between the logits and the
/// lowest target layer are recorded; the layers below run fused, as in a plain session. It runs one
/// image at a time.
package final class RecordingSession {
  /// Target layers of the gradients; `Layer.image` is the network's input.
  package let layers: Set<Int>
  package var model: Model { session.model }
  /// Memory for activations and gradients, in bytes.
  package var arenaBytes: Int { session.arenaBytes + backward.byteCount }

  let session: Session
  private let backward: BackwardProgram
  private var logits: [Float] = []

  /// Plans `model` for images of `height` × `width`, with gradients at `layers`.
  ///
  /// `taps` are more layers whose activations are kept. With `includesBiases`, the gradients of the
  /// spatial layers' biases are kept too. A pass can be resumed from the layers in `resumePoints`.
  package init(
    model: Model, height: Int, width: Int, layers: Set<Int>, taps: Set<Int> = [],
    includesBiases: Bool = false, resumePoints: Set<Int> = [], threads: Int = 1
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

  /// Runs one image (1, C, H, W) and returns its logits.
  package func run(_ image: Tensor) throws(InferenceError) -> [Float] {
    try session.execute(image)
    logits = session.logits
    return logits
  }

  /// Runs the layers after `layer` with its output replaced by `activation` (C, h, w).
  package func resume(from layer: Int, activation: Tensor) throws(InferenceError) -> [Float] {
    try session.execute(resumingFrom: layer, activation: activation)
    logits = session.logits
    return logits
  }

  /// Activation (C, h, w) of a target or tapped layer in the last run.
  package func activation(of layer: Int) -> Tensor {
    session.tensor(.layer(layer), session.plan.shapes[layer])
  }

  /// Returns ∂y/∂A (C, h, w) of every target layer, given `seed` = ∂y/∂logits.
  package func gradients(seed: [Float]) -> [Int: Tensor] {
    runBackward(seed)
    return backward.plan.results.mapValues { tensor($0) }
  }

  /// Bias and pre-activation gradient (C, h, w) of every spatial layer with a bias.
  ///
  /// Valid after `gradients(seed:)`. The sum of a channel's gradient over positions is ∂y/∂bias.
  package func biasGradients() -> [(layer: Int, bias: [Float], gradient: Tensor)] {
    backward.plan.biasResults.sorted { $0.key < $1.key }.map { layer, gradient in
      let channels = backward.plan.shapes[gradient].channels
      let bias = UnsafeBufferPointer(start: model.packed.bias(of: layer), count: channels)
      return (layer, Array(bias), tensor(gradient))
    }
  }

  private func runBackward(_ seed: [Float]) {
    precondition(
      seed.count == logits.count,
      "a seed needs one value for each of the \(logits.count) logits of a run, not \(seed.count)")
    backward.address(0)?.update(from: seed, count: seed.count)
    backward.steps.withUnsafeBufferPointer { steps in
      ck_pool_run(session.pool, steps.baseAddress, steps.count, nil)
    }
  }

  private func tensor(_ gradient: Int) -> Tensor {
    let shape = backward.plan.shapes[gradient]
    guard let address = backward.address(gradient) else {
      preconditionFailure("gradient \(gradient) is not in the arena")
    }
    return session.tensor(at: address, shape)
  }
}
