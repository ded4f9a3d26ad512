import Architectures
import Inference

/// The passes and the work that a set of requests needs.
struct RequestPlan {
  /// Work in full forward passes, plus gradients at varied images.
  struct Work {
    var forwards = 0.0
    var gradients = 0
    /// Total work in full forward passes.
    var total: Double { forwards + Double(gradients) * PassCosts.gradient }
  }

  /// Number of passes; shared passes are counted once.
  private(set) var passes = Passes()
  private(set) var work = Work()

  init(_ requests: [MapRequest], attributor: Attributor, isObserved: Bool = false) {
    for smoothing in [false, true] {
      let group = requests.filter { ($0.smoothing == .augment) == smoothing }
      guard !group.isEmpty else { continue }
      add(group, repeats: smoothing ? Augmentation.all.count : 1, attributor)
    }
    if isObserved && !requests.isEmpty {
      passes.forward -= 1
      work.forwards -= 1
    }
  }

  private mutating func add(_ requests: [MapRequest], repeats: Int, _ attributor: Attributor) {
    passes.forward += repeats
    work.forwards += Double(repeats)
    let key = attributor.key(requests)
    let targets = Set(requests.filter(attributor.needsBackward).map { $0.gradientTarget })
    passes.backward += targets.count * repeats
    let lowest = key.includesBiases ? Layer.image : key.gradients.min() ?? Layer.image
    work.forwards += Double(targets.count * repeats) * attributor.costs.backward(to: lowest)
    for request in requests {
      let further = attributor.furtherPasses(request)
      let fraction = attributor.costs.fraction(after: request.layer)
      passes += further * repeats
      work.forwards +=
        (Double(further.forward) + Double(further.resumed) * fraction) * Double(repeats)
      if request.method.needs.contains(.curvature) {
        work.forwards += Double(further.backward * repeats) * 2 * fraction
      } else {
        work.gradients += further.backward * repeats
      }
    }
  }
}
