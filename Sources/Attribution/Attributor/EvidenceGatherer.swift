import Architectures
import Inference
import Tensors

/// Collects the evidence for each request about one image and calls the methods.
struct EvidenceGatherer {
  let attributor: Attributor
  /// Forward pass of the image.
  let observation: Observation
  /// The network's input (3, H, W).
  let image: Tensor
  /// True if the caller made the forward pass, so that answers do not count it.
  let isShared: Bool
  var last: (target: Target, gradients: [Int: Tensor], biases: [BiasGradient])?

  private var session: MainSession { observation.session }
  private var logits: [Float] { observation.logits }
  /// Activations of the tapped layers, copied before any pass is resumed.
  private var activations: [Int: Tensor] { observation.activations }

  /// Answers one request whose method explains `target`; nil if cancelled without a map.
  mutating func answer(
    _ request: MapRequest, target: Target, shared: Duration, _ counter: PassCounter
  ) throws(AttributionError) -> MapResult? {
    let start = ContinuousClock.now
    var passes = Passes(forward: isShared ? 0 : 1)
    let layer = request.method.isPixelLevel ? Layer.image : request.layer
    var evidence = LayerEvidence(
      activations: activations[layer] ?? image, score: target.score(logits))
    evidence.image = image
    evidence.settings = request.settings
    if attributor.isClosedForm(request) {
      addClosedForms(request, target, to: &evidence)
    } else if attributor.needsBackward(request) {
      addGradients(request, target, to: &evidence, counter)
      passes.backward += 1
      if request.method.needs.contains(.curvature) {
        evidence.curvature = try curvature(at: layer, target, counter)
        passes.backward += Curvature.passes
      }
    }
    let probe = PerturbationProbe(
      attributor: attributor, image: image, layer: layer, activations: evidence.activations,
      target: target, logits: logits, counter: counter)
    if request.method.needs.contains(.perturbations) { evidence.probe = probe }
    let map: AttributionMap
    do {
      map = try Self.map(request, evidence)
    } catch {
      // Cancelled before this method had a result; other requests may have answers.
      guard case .cancelled = error else { throw error }
      return nil
    }
    passes += probe.passes
    return MapResult(
      request: request, map: map, isPartial: probe.isPartial, score: evidence.score,
      passes: passes, milliseconds: (shared + (ContinuousClock.now - start)) / .milliseconds(1))
  }

  private static func map(
    _ request: MapRequest, _ evidence: LayerEvidence
  ) throws(AttributionError) -> AttributionMap {
    if request.smoothing == .eigen, let method = request.method as? any ChannelwiseMethod {
      return principalProjection(of: try method.contributions(from: evidence))
    }
    return try request.method.map(from: evidence)
  }

  /// Adds closed-form derivatives: at the last stage the logits are linear in the activations.
  private func addClosedForms(
    _ request: MapRequest, _ target: Target, to evidence: inout LayerEvidence
  ) {
    guard let head = attributor.head else { return }
    let needs = request.method.needs
    let seed = target.seed(logits)
    if target.isLinear { evidence.classifierRow = head.row(seed: seed) }
    if needs.contains(.gradients) {
      evidence.gradients = Self.spread(
        evidence.classifierRow ?? head.row(seed: seed), like: evidence.activations)
    }
    if needs.contains(.curvature) {
      let change = target.seedDerivative(logits, along: head.logitsWithoutBias(logits))
      evidence.curvature = Self.spread(head.row(seed: change), like: evidence.activations)
    }
  }

  /// Gradient (C, h, w) of the channel means, given the gradient `row` at these means.
  private static func spread(_ row: [Float], like tensor: Tensor) -> Tensor {
    let area = tensor.shape[1] * tensor.shape[2]
    let result = Tensor(zeros: tensor.shape)
    for (channel, value) in row.enumerated() {
      UnsafeMutableBufferPointer(
        rebasing: result.storage.mutableBuffer[channel * area..<(channel + 1) * area]
      ).update(repeating: value / Float(area))
    }
    return result
  }

  private mutating func addGradients(
    _ request: MapRequest, _ target: Target, to evidence: inout LayerEvidence,
    _ counter: PassCounter
  ) {
    if last?.target != target {
      let gradients = session.gradients(seed: target.seed(logits))
      last = (target, gradients, session.biasGradients())
      let lowest = gradients.keys.min() ?? Layer.image
      counter.advance(work: attributor.costs.backward(to: lowest))
    }
    let layer = request.method.isPixelLevel ? Layer.image : request.layer
    // A layer that the score does not depend on has gradient 0.
    evidence.gradients = last?.gradients[layer] ?? Tensor(zeros: evidence.activations.shape)
    if request.method.needs.contains(.biasGradients) {
      evidence.biasGradients = last?.biases ?? []
    }
  }

  private func curvature(
    at layer: Int, _ target: Target, _ counter: PassCounter
  ) throws(AttributionError) -> Tensor {
    guard let recording = session.recording, let activations = activations[layer] else {
      preconditionFailure("layer \(layer) was not recorded")
    }
    let curvature = Curvature(
      session: recording, layer: layer, activations: activations, target: target, logits: logits)
    let work = 3 * attributor.costs.fraction(after: layer)
    return try attributor.wrappingErrors { () throws(InferenceError) in
      try curvature.along { counter.advance(work: work) }
    }
  }
}
