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
    case cast
    case reshape
    case pad
    case softmax
    case length
    case function(String)
    case leaky
    case gelu
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
    43: ("SQUEEZE", .reshape), 47: ("EXP", .function("exp")), 53: ("CAST", .cast),
    55: ("MAXIMUM", .combination(.maximum)), 57: ("MINIMUM", .combination(.minimum)),
    59: ("NEG", .function("neg")), 70: ("EXPAND_DIMS", .reshape), 73: ("LOG", .function("log")),
    75: ("SQRT", .function("sqrt")), 78: ("POW", .combination(.power)),
    82: ("REDUCE_MAX", .reduction(.maximum)), 98: ("LEAKY_RELU", .leaky),
    101: ("ABS", .function("abs")), 114: ("QUANTIZE", .quantize),
    117: ("HARD_SWISH", .function("hardswish")), 150: ("GELU", .gelu),
  ]

  /// The names of others that exporters write, for messages.
  private static let names: [Int: String] = [
    12: "L2_POOL_2D", 20: "RELU_N1_TO_1", 23: "RESIZE_BILINEAR", 32: "CUSTOM", 36: "GATHER",
    39: "TRANSPOSE", 45: "STRIDED_SLICE", 49: "SPLIT", 50: "LOG_SOFTMAX", 54: "PRELU",
    56: "ARG_MAX", 60: "PADV2", 64: "SELECT", 65: "SLICE", 67: "TRANSPOSE_CONV", 69: "TILE",
    74: "SUM", 76: "RSQRT", 77: "SHAPE", 83: "PACK", 89: "REDUCE_MIN", 92: "SQUARE",
    97: "RESIZE_NEAREST_NEIGHBOR", 99: "SQUARED_DIFFERENCE", 100: "MIRROR_PAD", 111: "ELU",
    123: "SELECT_V2", 126: "BATCH_MATMUL", 130: "BROADCAST_TO",
  ]

  /// How the title of an operator of the schema's code 32 begins, CUSTOM.
  static let customTitle = "operator code 32 "

  let kind: Kind
  /// The operator's code and number: `CONV_2D (operator 3)`.
  let title: String
  let inputs: [Int]
  let outputs: [Int]
  private let options: FlatTable?

  init(_ table: FlatTable, code: Int, number: Int) throws(CheckpointError) {
    let (name, kind) =
      Self.kinds[code] ?? (Self.names[code] ?? "operator code \(code)", .other)
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

  private func real(_ field: Int) throws(CheckpointError) -> Double {
    Double(Float(bitPattern: try options?.number(field, UInt32.self) ?? 0))
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

  /// Pooling in windows; global if one window covers an image of the shape (N, C, H, W).
  func pooling(_ pooling: GlobalPooling, of shape: [Int]?) throws(CheckpointError) -> GraphOperation
  {
    let kernel = try window(heightField: 4, widthField: 3)
    let stride = try window(heightField: 2, widthField: 1)
    // 'valid', or 'same' with windows side by side.
    let isSingle = try byte(0) == 1 || stride == kernel
    guard let shape, isSingle, kernel == Window(shape[2], shape[3]) else {
      return .windows(pooling, kernel: kernel)
    }
    return .pool(pooling)
  }

  /// The axis of a concatenation.
  var axis: Int { get throws(CheckpointError) { try option(0) } }

  /// True for a softmax of the numbers themselves, without a temperature.
  var isPlainSoftmax: Bool { get throws(CheckpointError) { try real(0) == 1 } }

  /// True for a matrix in row-major order.
  var hasPlainWeights: Bool { get throws(CheckpointError) { try byte(1) == 0 } }

  /// The function of an operator with a parameter; nil for others.
  var parametric: GraphFunction? {
    get throws(CheckpointError) {
      switch kind {
      case .function(let name): return GraphFunction.named[name]
      case .gelu: return GraphFunction.named[try byte(0) == 0 ? "gelu" : "gelu-tanh"]
      case .leaky:
        let slope = try real(0)
        return .formula { $0 < 0 ? $0 * slope : $0 }
      default: return nil
      }
    }
  }

  /// The activation that the converter joined with this operator; nil for none.
  func fused() throws(CheckpointError) -> (name: String, function: GraphFunction)? {
    let field: Int? =
      switch kind {
      case .convolution: 3
      case .depthwise: 4
      case .connected, .combination, .length: 0
      case .concatenate: 1
      case .windows: 5
      default: nil
      }
    guard let field else { return nil }
    let name: String
    switch try byte(field) {
    case 0: return nil
    case 1: name = "relu"
    case 3: name = "relu6"
    case 4: name = "tanh"
    case let number:
      throw .unsupported("TFLite model", feature: "\(title) with the fused activation \(number)")
    }
    return GraphFunction.named[name].map { (name, $0) }
  }
}
