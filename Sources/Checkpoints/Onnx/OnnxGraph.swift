import Architectures

/// Collects convolutions, batch norms and fully connected layers of an ONNX graph in its order.
///
/// `torch.onnx.export` folds batch norms into convolutions and renames the folded tensors
/// (`onnx::Conv_123`), so tensors are identified by order. ONNX requires topological order.
struct OnnxGraph {
  private(set) var layers = LayerSequence()
  private var tensors: OnnxTensors
  /// The layer that produces each value.
  private var producers: [String: Producer] = [:]

  /// Index of a layer in `layers`.
  private enum Producer {
    case convolution(Int)
    case connected(Int)
  }

  init(_ graph: Effscope_Onnx_GraphProto, _ found: inout OnnxTensors) throws(CheckpointError) {
    tensors = found
    for node in graph.node { try add(node) }
    found = tensors
  }

  private mutating func add(_ node: Effscope_Onnx_NodeProto) throws(CheckpointError) {
    switch node.opType {
    case "Constant":
      if let output = node.output.first,
        let attribute = node.attribute.first(where: { $0.name == "value" && $0.hasT })
      {
        try tensors.add(attribute.t, named: output)
      }
    case "Identity":
      if let input = node.input.first, let output = node.output.first {
        tensors.alias(output, of: input)
      }
    case "Conv": addConvolution(node)
    case "BatchNormalization": addNormalization(node)
    case "Gemm": try addGemm(node)
    case "MatMul": try addMatMul(node)
    case "Add": addBias(node)
    case "QLinearConv", "QLinearMatMul", "QGemm", "ConvInteger", "MatMulInteger",
      "DequantizeLinear", "DynamicQuantizeLinear":
      throw .foreign(ForeignFormat(.quantised, sign: node.opType))
    default: break
    }
  }

  private func tensor(_ node: Effscope_Onnx_NodeProto, _ position: Int) -> StoredTensor? {
    node.input.indices.contains(position) ? tensors[node.input[position]] : nil
  }

  private mutating func addConvolution(_ node: Effscope_Onnx_NodeProto) {
    guard let weight = tensor(node, 1) else { return }
    if layers.convolutions.isEmpty { layers.padding = Self.padding(of: node, weight) }
    if let output = node.output.first {
      producers[output] = .convolution(layers.convolutions.count)
    }
    layers.convolutions.append(
      LayerSequence.Convolution(
        name: node.name.isEmpty ? weight.name : node.name, weight: weight, bias: tensor(node, 2)))
  }

  /// The padding rule of a convolution.
  ///
  /// Symmetric if all pads are half the kernel; else TensorFlow's rule (`SAME_UPPER`, unequal pads,
  /// or no pads because a separate node pads).
  private static func padding(
    of node: Effscope_Onnx_NodeProto, _ weight: StoredTensor
  ) -> PaddingRule? {
    guard weight.shape.count == 4 else { return nil }
    if let automatic = node.attribute.first(where: { $0.name == "auto_pad" })?.s,
      String(decoding: automatic, as: UTF8.self) == "SAME_UPPER"
    {
      return .same
    }
    let pads = node.attribute.first { $0.name == "pads" }?.ints ?? []
    return !pads.isEmpty && pads.allSatisfy { $0 == Int64(weight.shape[2] / 2) }
      ? .symmetric : .same
  }

  private mutating func addNormalization(_ node: Effscope_Onnx_NodeProto) {
    guard let input = node.input.first, case .convolution(let index)? = producers[input],
      let weight = tensor(node, 1), let bias = tensor(node, 2), let mean = tensor(node, 3),
      let variance = tensor(node, 4)
    else { return }
    let epsilon = node.attribute.first { $0.name == "epsilon" }.map { Double("\($0.f)") ?? 1e-5 }
    layers.convolutions[index].normalization = LayerSequence.Normalization(
      weight: weight, bias: bias, mean: mean, variance: variance, epsilon: epsilon ?? 1e-5)
  }

  private mutating func addGemm(_ node: Effscope_Onnx_NodeProto) throws(CheckpointError) {
    guard let weight = tensor(node, 1), weight.shape.count == 2 else { return }
    for attribute in node.attribute where attribute.name == "alpha" || attribute.name == "beta" {
      guard attribute.f == 1 else {
        throw .unsupported("ONNX model", feature: "a scaled matrix product")
      }
    }
    let isTransposed = node.attribute.first { $0.name == "transB" }?.i == 1
    layers.connected.append(
      LayerSequence.Connected(
        name: weight.name, weight: isTransposed ? weight : try weight.permuted([1, 0]),
        bias: tensor(node, 2)))
  }

  private mutating func addMatMul(_ node: Effscope_Onnx_NodeProto) throws(CheckpointError) {
    guard let weight = tensor(node, 1), weight.shape.count == 2 else { return }
    if let output = node.output.first { producers[output] = .connected(layers.connected.count) }
    layers.connected.append(
      LayerSequence.Connected(name: weight.name, weight: try weight.permuted([1, 0])))
  }

  /// Takes the constant summand of a matrix product as the layer's bias.
  private mutating func addBias(_ node: Effscope_Onnx_NodeProto) {
    guard node.input.count == 2 else { return }
    for (value, other) in [(node.input[0], 1), (node.input[1], 0)] {
      if case .connected(let index)? = producers[value], let bias = tensor(node, other),
        bias.shape.count == 1
      {
        layers.connected[index].bias = bias
      }
    }
  }
}
