/// The operators of a TFLite graph in execution order, with the constants that they read.
struct TFLiteProgram: Sendable {
  /// One operator; inputs and outputs are indices of tensors, −1 for an absent input.
  struct Operation: Sendable {
    let code: Int
    let inputs: [Int]
    let outputs: [Int]
    /// Pads as TensorFlow's SAME; false for VALID.
    var isSame = false
    /// Rows and columns.
    var stride = [1, 1]
    var dilation = [1, 1]
    /// Rows and columns of a pooling window.
    var window = [0, 0]
    /// The function on the result: 0 none, 1 ReLU, 3 ReLU6.
    var fused = 0
  }

  private(set) var operations: [Operation] = []
  private(set) var inputs: [Int] = []
  private(set) var outputs: [Int] = []
  /// The extents of each tensor, (N, H, W, C) for feature maps.
  private(set) var shapes: [[Int]] = []
  private(set) var names: [String] = []
  private let constants: TFLiteTensors

  init(
    _ graph: FlatTable, codes: [Int], constants: TFLiteTensors
  ) throws(CheckpointError) {
    self.constants = constants
    inputs = try graph.numbers(1, Int32.self).map(Int.init)
    outputs = try graph.numbers(2, Int32.self).map(Int.init)
    for tensor in try graph.tables(0) {
      shapes.append(try tensor.numbers(0, Int32.self).map(Int.init))
      names.append(try tensor.text(3))
    }
    for node in try graph.tables(3) {
      let index = Int(try node.number(0, UInt32.self))
      guard codes.indices.contains(index) else {
        throw node.buffer.broken(0, "an operator has code \(index), which is not there")
      }
      operations.append(try Self.operation(codes[index], node))
    }
  }

  /// Fields of the options: schema.fbs, Conv2DOptions, DepthwiseConv2DOptions, Pool2DOptions, ….
  private static func operation(
    _ code: Int, _ node: FlatTable
  ) throws(CheckpointError) -> Operation {
    var operation = Operation(
      code: code, inputs: try node.numbers(1, Int32.self).map(Int.init),
      outputs: try node.numbers(2, Int32.self).map(Int.init))
    guard let options = try node.table(4) else { return operation }
    func number(_ field: Int, or fallback: Int32 = 0) throws(CheckpointError) -> Int {
      Int(try options.number(field, Int32.self, or: fallback))
    }
    func byte(_ field: Int) throws(CheckpointError) -> Int {
      Int(try options.number(field, Int8.self))
    }
    switch code {
    case TFLiteCode.convolution, TFLiteCode.depthwise, TFLiteCode.averagePool:
      operation.isSame = try byte(0) == 0
      operation.stride = [try number(2), try number(1)]
      switch code {
      case TFLiteCode.averagePool:
        operation.window = [try number(4), try number(3)]
        operation.fused = try byte(5)
      case TFLiteCode.depthwise:
        operation.dilation = [try number(6, or: 1), try number(5, or: 1)]
        operation.fused = try byte(4)
      default:
        operation.dilation = [try number(5, or: 1), try number(4, or: 1)]
        operation.fused = try byte(3)
      }
    case TFLiteCode.add, TFLiteCode.multiply, TFLiteCode.subtract, TFLiteCode.divide,
      TFLiteCode.connected:
      operation.fused = try byte(0)
    default: break
    }
    return operation
  }

  /// The elements of a constant; nil for a tensor that is computed.
  func constant(_ index: Int) -> [Float]? {
    constants[index].flatMap { try? $0.tensor() }?.elements
  }

  func isConstant(_ index: Int) -> Bool { constants[index] != nil }

  /// The shape of a tensor; empty for an index that is none.
  func shape(_ index: Int) -> [Int] { shapes.indices.contains(index) ? shapes[index] : [] }

  /// The name of an operator's result, and its kind.
  func text(_ operation: Operation) -> String {
    let result = operation.outputs.first ?? -1
    let name = names.indices.contains(result) ? " '\(names[result].prefix(80))'" : ""
    return TFLiteCode.name(operation.code) + name
  }
}

/// The schema's operator codes that EfficientNets need.
enum TFLiteCode {
  static let add = 0
  static let averagePool = 1
  static let convolution = 3
  static let depthwise = 4
  static let dequantize = 6
  static let connected = 9
  static let logistic = 14
  static let multiply = 18
  static let relu = 19
  static let relu6 = 21
  static let reshape = 22
  static let softmax = 25
  static let pad = 34
  static let mean = 40
  static let subtract = 41
  static let divide = 42
  static let squeeze = 43
  static let stridedSlice = 45
  static let cast = 53
  static let shape = 77
  static let pack = 83
  static let quantize = 114

  private static let names = [
    add: "ADD", averagePool: "AVERAGE_POOL_2D", 2: "CONCATENATION", convolution: "CONV_2D",
    depthwise: "DEPTHWISE_CONV_2D", dequantize: "DEQUANTIZE", connected: "FULLY_CONNECTED",
    11: "L2_NORMALIZATION", logistic: "LOGISTIC", 17: "MAX_POOL_2D", multiply: "MUL",
    relu: "RELU", relu6: "RELU6", reshape: "RESHAPE", 23: "RESIZE_BILINEAR", softmax: "SOFTMAX",
    28: "TANH", pad: "PAD", mean: "MEAN", subtract: "SUB", divide: "DIV", squeeze: "SQUEEZE",
    stridedSlice: "STRIDED_SLICE", cast: "CAST", 82: "REDUCE_MAX", shape: "SHAPE", pack: "PACK",
    97: "RESIZE_NEAREST_NEIGHBOR", quantize: "QUANTIZE", 117: "HARD_SWISH", 150: "GELU",
  ]

  static func name(_ code: Int) -> String { names[code] ?? "operator \(code)" }
}
