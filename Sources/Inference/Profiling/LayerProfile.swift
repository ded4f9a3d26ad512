import Architectures
import Tensors

package struct LayerProfile: Sendable {
  /// The layers that the step computes, in order; more than one if fused.
  package let layers: [Int]
  /// Name of the kernel, for example `convolution` or `squeeze-excite`.
  package let kernel: String
  package let nanoseconds: Double
  /// Multiply-adds of convolutions and fully connected layers, as the paper counts them.
  package let macs: Int
  /// Minimum memory traffic, in bytes: inputs, weights and outputs once each.
  package let bytes: Int
  /// Size of the tensors that are live in the arena during the step, in bytes.
  package let liveBytes: Int

  /// Rate in GFLOP/s; one multiply-add is two operations.
  package var gigaflops: Double { nanoseconds > 0 ? 2 * Double(macs) / nanoseconds : 0 }
  package var gigabytes: Double { nanoseconds > 0 ? Double(bytes) / nanoseconds : 0 }
}

extension Session {
  /// Runs `image` (1, C, H, W) `runs` times and returns the median time of every step.
  package func profile(_ image: Tensor, runs: Int) throws(InferenceError) -> [LayerProfile] {
    var times = [[Double]](repeating: [], count: plan.steps.count)
    for _ in 0..<max(1, runs) {
      let ticks = try timedRun(image)
      for step in plan.steps.indices { times[step].append(Double(ticks[step + 1] - ticks[step])) }
    }
    let costs = model.network.layerCosts(height: plan.image.height, width: plan.image.width)
    return plan.steps.indices.map { index in
      let step = plan.steps[index]
      let sorted = times[index].sorted()
      return LayerProfile(
        layers: step.layers, kernel: step.kind.name, nanoseconds: sorted[sorted.count / 2],
        macs: step.layers.reduce(0) { $0 + costs[$1].macs }, bytes: bytes(of: step),
        liveBytes: plan.liveCounts[index] * MemoryLayout<Float>.stride)
    }
  }

  /// Size of a step's inputs, weights and outputs, in bytes.
  private func bytes(of step: PlannedStep) -> Int {
    let tensors = (step.reads + step.writes).reduce(0) { $0 + plan.count(of: $1) }
    let weights = step.layers.reduce(0) { total, layer in
      total + model.network.layers[layer].operation.parameterCount
    }
    return (tensors + weights) * MemoryLayout<Float>.stride
  }
}

extension PlannedStep.Kind {
  var name: String {
    switch self {
    case .image: "channels last"
    case .convolution, .narrowConvolution: "convolution"
    case .depthwise: "depthwise"
    case .expandDepthwise, .narrowExpandDepthwise: "expand + depthwise"
    case .narrow: "narrow"
    case .fullyConnected: "fully connected"
    case .squeezeExcite: "squeeze-excite"
    case .affine: "batch norm"
    case .activate: "activation"
    case .globalPool, .headPool: "global pool"
    case .vector: "vector function"
    case .pool: "pool"
    case .scale: "scale"
    case .add: "add"
    case .copyChannels: "copy channels"
    case .shuffle: "shuffle"
    case .crop: "crop"
    }
  }
}
