import Architectures

/// A value of an ONNX graph.
enum OnnxValue: Sendable {
  /// The result of a node of the computation graph.
  case node(Int)
  /// A constant tensor of the file.
  case tensor(StoredTensor)
  /// A small constant that the graph computes.
  case numbers(GraphNumbers)
  /// A number that the graph computes from the size of its input, which is free.
  case computed
  /// An optional input that is not given.
  case missing
}

/// A node of an ONNX graph with its attributes by name.
struct OnnxNode {
  /// The operator; with its domain for one that ONNX and onnxruntime's optimiser do not define.
  let type: String
  let domain: String
  let name: String
  let outputs: [String]
  private let attributes: [String: Effscope_Onnx_AttributeProto]

  /// Operators of onnxruntime's own domain that are read.
  private static let optimised: Set = [
    "FusedConv", "FusedGemm", "FusedMatMul", "Gelu", "FastGelu", "QuickGelu",
  ]

  init(_ node: Effscope_Onnx_NodeProto) {
    let isKnown =
      ["", "ai.onnx"].contains(node.domain)
      || node.domain == "com.microsoft"
        && (Self.optimised.contains(node.opType) || OnnxGraph.isQuantised(node.opType))
    type = isKnown ? node.opType : "\(node.domain).\(node.opType)"
    domain = node.domain
    name = node.name.isEmpty ? node.output.first ?? "" : node.name
    outputs = node.output
    attributes = Dictionary(node.attribute.map { ($0.name, $0) }) { _, last in last }
  }

  /// The type and name for messages: `Relu '/bn1/act/Relu'`.
  var title: String {
    domain.isEmpty || domain == "ai.onnx" || type.hasPrefix(domain)
      ? "\(type) '\(name)'" : "\(domain).\(type) '\(name)'"
  }

  func has(_ name: String) -> Bool { attributes[name] != nil }
  func integer(_ name: String) -> Int? { attributes[name].map { Int($0.i) } }
  func float(_ name: String) -> Double? { attributes[name].flatMap { Double("\($0.f)") } }
  func integers(_ name: String) -> [Int]? { attributes[name].map { $0.ints.map { Int($0) } } }
  func floats(_ name: String) -> [Double]? {
    attributes[name].map { $0.floats.compactMap { Double("\($0)") } }
  }
  func text(_ name: String) -> String? {
    attributes[name].map { String(decoding: $0.s, as: UTF8.self) }
  }
  func tensor(_ name: String) -> Effscope_Onnx_TensorProto? {
    attributes[name].flatMap { $0.hasT ? $0.t : nil }
  }
}
