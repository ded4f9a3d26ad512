import Architectures
import Explanations

/// What an operator costs, in one line: kernel, stride, parameters, MACs, share of time.
struct LessonFacts {
  let layer: Layer
  /// The shape of the layer's output.
  let output: FeatureShape
  let profile: ProfileFacts?
  /// How to get a profile.
  let advice: String

  /// The parts of the line, the most important first.
  var parts: [String] {
    var parts: [String] = []
    switch layer.operation {
    case .convolution(let convolution):
      parts.append("kernel \(convolution.kernel.lessonText)")
      if convolution.groups > 1, !convolution.isDepthwise {
        parts.append("\(convolution.groups) groups")
      }
      parts.append("stride \(convolution.stride.height)")
    case .maxPool(let pooling), .averagePool(let pooling):
      parts += ["window \(pooling.kernel.lessonText)", "stride \(pooling.stride.height)"]
    default: break
    }
    let macs = layer.operation.macs(output: output)
    parts += [
      count(layer.operation.parameterCount, "parameters"), count(macs, "MACs"), time,
    ]
    return parts
  }

  private func count(_ number: Int, _ name: String) -> String {
    number == 0 ? "no \(name)" : "\(Numbers.magnitude(number)) \(name)"
  }

  /// The share of the network's time, with the layers that run in the same step.
  private var time: String {
    guard let profile, profile.total > 0 else { return advice }
    guard let step = profile.steps.first(where: { $0.layers.contains(layer.index) }) else {
      return "no time of its own"
    }
    let share = Numbers.percent(step.milliseconds / profile.total) + " of the time"
    let others = step.layers.count - 1
    return others == 0 ? share : "\(share), in one step with \(others) more"
  }
}
