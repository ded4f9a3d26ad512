import Architectures

/// The location of a module in a network.
enum CanonicalPlace: Hashable, Sendable {
  /// Outside of all blocks: `conv_stem`.
  case outside(String)
  /// Inside a block.
  case block(BlockPlace, module: String)
}

/// The location of a block; all numbers count from 0.
struct BlockPlace: Hashable, Sendable {
  let stage: Int
  /// Number within the stage.
  let number: Int
  /// Number within the network.
  let flat: Int
}

/// Numbers the blocks of a network across all stages, as lukemelas and transformers do.
package struct BlockIndices: Sendable {
  /// The network-wide number of each stage's first block.
  private let starts: [Int]
  /// Keras 3's numbered layer name of each module; empty for other schemes.
  let variableLayers: [String: String]

  /// The network-wide number of a stage's first block; 0 for a stage that is none.
  func start(of stage: Int) -> Int { starts.indices.contains(stage) ? starts[stage] : 0 }

  /// Number of stages with blocks.
  var stageCount: Int { starts.count }

  /// Numbers the blocks of `network`; `kerasVariables` also numbers the layers.
  package init(_ network: Network, scheme: NamingScheme? = nil) {
    variableLayers = scheme == .kerasVariables ? Self.variableLayers(network) : [:]
    var starts: [Int] = []
    var next = 0
    for stage in network.stages where !stage.blocks.isEmpty {
      starts.append(next)
      next += stage.blocks.count
    }
    self.starts = starts
  }

  /// Keras numbers the layers of each class in execution order: `conv2d`, `conv2d_1`, ….
  private static func variableLayers(_ network: Network) -> [String: String] {
    var counts: [String: Int] = [:]
    var names: [String: String] = [:]
    func number(_ module: String, _ layer: String) {
      let count = counts[layer, default: 0]
      names[module] = count == 0 ? layer : "\(layer)_\(count)"
      counts[layer] = count + 1
    }
    for layer in network.layers {
      guard case .convolution(let convolution) = layer.operation else { continue }
      number(convolution.name, convolution.isDepthwise ? "depthwise_conv2d" : "conv2d")
      if let normalization = convolution.normalization {
        number(normalization.name, "batch_normalization")
      }
    }
    return names
  }

  /// The location of `blocks.S.J.MODULE`; any other name is outside of the blocks.
  func place(of module: String) -> CanonicalPlace {
    let parts = module.split(separator: ".", maxSplits: 3)
    guard parts.count == 4, parts[0] == "blocks", let stage = Int(parts[1]),
      let number = Int(parts[2]), starts.indices.contains(stage)
    else { return .outside(module) }
    return .block(
      BlockPlace(stage: stage, number: number, flat: starts[stage] + number),
      module: String(parts[3]))
  }
}
