import Architectures

/// An operator of a TFLite graph.
struct TFLiteOperator {
  /// The operators that networks have, by the schema's codes.
  enum Kind: Equatable {
    case convolution
    case depthwise
    case connected
    case combination(GraphCombination)
    case concatenate
    case dequantize
    case quantize
    case reshape
    case pad
    case softmax
    case length
    case function(String)
    case reduction(GlobalPooling)
    case windows(GlobalPooling)
    case other
  }

  /// The schema's operator codes with their names.
  private static let kinds: [Int: (String, Kind)] = [
    0: ("ADD", .combination(.add)), 1: ("AVERAGE_POOL_2D", .windows(.average)),
    2: ("CONCATENATION", .concatenate), 3: ("CONV_2D", .convolution),
    4: ("DEPTHWISE_CONV_2D", .depthwise), 6: ("DEQUANTIZE", .dequantize),
    9: ("FULLY_CONNECTED", .connected), 11: ("L2_NORMALIZATION", .length),
    14: ("LOGISTIC", .function("sigmoid")), 17: ("MAX_POOL_2D", .windows(.maximum)),
    18: ("MUL", .combination(.multiply)), 19: ("RELU", .function("relu")),
    21: ("RELU6", .function("relu6")), 22: ("RESHAPE", .reshape), 25: ("SOFTMAX", .softmax),
    28: ("TANH", .function("tanh")), 34: ("PAD", .pad), 40: ("MEAN", .reduction(.average)),
    41: ("SUB", .combination(.subtract)), 42: ("DIV", .combination(.divide)),
    43: ("SQUEEZE", .reshape), 82: ("REDUCE_MAX", .reduction(.maximum)),
    114: ("QUANTIZE", .quantize), 117: ("HARD_SWISH", .function("hardswish")),
  ]

  /// How the title of an operator of the schema's code 32 begins, CUSTOM.
  static let customTitle = "operator code 32 "

  let kind: Kind
  /// The operator's code and number: `CONV_2D 3`.
  let title: String
  let inputs: [Int]
  let outputs: [Int]
  private let options: FlatTable?

  init(_ table: FlatTable, code: Int, number: Int) throws(CheckpointError) {
    let (name, kind) = Self.kinds[code] ?? ("operator code \(code)", .other)
    (self.kind, title) = (kind, "\(name) (operator \(number))")
    inputs = try table.numbers(1, Int32.self).map(Int.init)
    outputs = try table.numbers(2, Int32.self).map(Int.init)
    options = try table.table(4)
  }

  private func option(_ field: Int) throws(CheckpointError) -> Int {
    Int(try options?.number(field, Int32.self) ?? 0)
  }

  private func byte(_ field: Int) throws(CheckpointError) -> Int {
    Int(try options?.number(field, Int8.self) ?? 0)
  }

  func window(heightField: Int, widthField: Int) throws(CheckpointError) -> Window {
    Window(try option(heightField), try option(widthField))
  }

  /// Reads padding, stride and dilation of a convolution.
  func read(into found: inout GraphConvolution) throws(CheckpointError) {
    let isDepthwise = kind == .depthwise
    found.padding = try byte(0) == 0 ? nil : GraphPadding()
    found.stride = try window(heightField: 2, widthField: 1)
    let (height, width) = (isDepthwise ? 6 : 5, isDepthwise ? 5 : 4)
    // 1 is the default of the schema and left out.
    let dilation = try window(heightField: height, widthField: width)
    found.dilation = Window(max(dilation.height, 1), max(dilation.width, 1))
  }

  /// The activation that the converter joined with this operator; nil for none.
  func fused() throws(CheckpointError) -> GraphFunction? {
    let field: Int? =
      switch kind {
      case .convolution: 3
      case .depthwise: 4
      case .connected, .combination: 0
      case .concatenate: 1
      case .windows: 5
      default: nil
      }
    guard let field else { return nil }
    switch try byte(field) {
    case 0: return nil
    case 1: return GraphFunction.named["relu"]
    case 3: return GraphFunction.named["relu6"]
    case 4: return GraphFunction.named["tanh"]
    case let number:
      throw .unsupported("TFLite model", feature: "\(title) with the fused activation \(number)")
    }
  }
}
