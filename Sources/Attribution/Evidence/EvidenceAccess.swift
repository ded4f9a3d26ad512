import Tensors

// Accessors for optional evidence. `Attributor` provides everything that a method's `needs` lists;
// for other callers these throw `missingEvidence`.

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

  /// Channels by decreasing L2 norm of their activations, at most `settings.channels`.
  ///
  /// Ties keep channel order.
  var channelsByNorm: [Int] {
    let norms = (0..<channels).map { index in
      activations.channel(index).reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    let order = (0..<channels).sorted { norms[$0] > norms[$1] || norms[$0] == norms[$1] && $0 < $1 }
    return Array(order.prefix(settings.channels ?? channels))
  }
}
