import Tensors

// What a method asked for in `needs` is there when it is called by the runner; these say so by name
// when somebody else calls it without.

extension LayerEvidence {
  func gradients(for method: some AttributionMethod) throws(AttributionError) -> Tensor {
    guard let gradients else { throw .missingEvidence(method: method.name, needs: .gradients) }
    return gradients
  }

  func curvature(for method: some AttributionMethod) throws(AttributionError) -> Tensor {
    guard let curvature else { throw .missingEvidence(method: method.name, needs: .curvature) }
    return curvature
  }

  func image(for method: some AttributionMethod) throws(AttributionError) -> Tensor {
    guard let image else { throw .missingEvidence(method: method.name, needs: method.needs) }
    return image
  }

  func probe(for method: some AttributionMethod) throws(AttributionError) -> any NetworkProbe {
    guard let probe else { throw .missingEvidence(method: method.name, needs: .perturbations) }
    return probe
  }

  /// Channels by falling norm of their activations, at most as many as the person allows; ties keep
  /// their order.
  var channelsByNorm: [Int] {
    let norms = (0..<channels).map { index in
      activations.channel(index).reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    let order = (0..<channels).sorted { norms[$0] > norms[$1] || norms[$0] == norms[$1] && $0 < $1 }
    return Array(order.prefix(settings.channels ?? channels))
  }
}
