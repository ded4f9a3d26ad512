/// A module of PyTorch as a whole saved network describes it: its class and plain attributes.
///
/// The objects are data; nothing is imported or called.
struct TorchModule: Sendable {
  /// The dotted path in the network, empty for the network itself.
  let path: String
  /// The qualified class: `torch.nn.modules.conv.Conv2d`.
  let type: String
  private let attributes: [String: Value]
  /// True if it has a `forward` of its own or hooks, which replace what its class computes.
  let isChanged: Bool
  let children: [TorchModule]

  /// The attributes that matter: numbers, texts and short lists of integers.
  enum Value: Sendable {
    case number(Double)
    case text(String)
    case integers([Int])
  }

  /// Reads the module `object` of `heap`; nil for an object that is no module.
  ///
  /// A module that is in many places counts many times; throws `overBudget`.
  init?(
    _ object: Int, in heap: PickleHeap, budget: ReadingBudget
  ) throws(CheckpointError) {
    try self.init(object, in: heap, path: "", depth: 0, budget)
  }

  private init?(
    _ object: Int, in heap: PickleHeap, path: String, depth: Int, _ budget: ReadingBudget
  ) throws(CheckpointError) {
    guard depth <= 32, path.utf8.count <= 512,
      case .dictionary(let state) = heap.objects[object].state
    else { return nil }
    try budget.allocate(1, of: TorchModule.self)
    try budget.allocate(textOf: path.utf8.count)
    var attributes: [String: Value] = [:]
    var children: [TorchModule] = []
    var isChanged = false
    for entry in heap.dictionaries[state] {
      try budget.take()
      guard let name = entry.key.string else { continue }
      isChanged = isChanged || name == "forward" || Self.isHook(name, entry.value, heap)
      if name == "_modules", case .dictionary(let modules) = entry.value {
        for module in heap.dictionaries[modules] {
          guard let key = module.key.string, case .object(let child) = module.value else {
            continue
          }
          try budget.take()
          if let child = try TorchModule(
            child, in: heap, path: path.isEmpty ? key : "\(path).\(key)", depth: depth + 1, budget)
          {
            children.append(child)
          }
        }
      } else {
        guard let value = Self.value(entry.value, heap) else { continue }
        try budget.allocate(1, of: (String, Value).self)
        attributes[name] = value
      }
    }
    self.path = path
    type = heap.globals[heap.objects[object].global].name
    self.attributes = attributes
    self.isChanged = isChanged
    self.children = children
  }

  /// True for an attribute with functions that run before or after the module.
  private static func isHook(_ name: String, _ value: PickleValue, _ heap: PickleHeap) -> Bool {
    guard name == "_forward_hooks" || name == "_forward_pre_hooks" else { return false }
    return switch value {
    case .dictionary(let hooks): !heap.dictionaries[hooks].isEmpty
    case .object(let hooks): !heap.objects[hooks].entries.isEmpty
    default: false
    }
  }

  private static func value(_ value: PickleValue, _ heap: PickleHeap) -> Value? {
    switch value {
    case .int(let number): .number(Double(number))
    case .float(let number): .number(number)
    case .bool(let flag): .number(flag ? 1 : 0)
    case .string(let text): .text(text)
    case .tuple, .list:
      heap.elements(value).flatMap { $0.count <= 8 ? heap.integers(value) : nil }.map {
        .integers($0)
      }
    default: nil
    }
  }

  /// The last part of the class: `Conv2d`.
  var kind: String { type.lastPart }

  /// The class and path for messages: `Conv2d 'conv_stem'`.
  var title: String { path.isEmpty ? type : "\(type) '\(path)'" }

  func has(_ name: String) -> Bool { attributes[name] != nil }

  func number(_ name: String) -> Double? {
    if case .number(let number)? = attributes[name] { number } else { nil }
  }

  func integer(_ name: String) -> Int? { number(name).flatMap(Int.init(exactly:)) }

  func text(_ name: String) -> String? {
    if case .text(let text)? = attributes[name] { text } else { nil }
  }

  /// Integers, where one number stands for two equal ones.
  func pair(_ name: String) -> [Int]? {
    switch attributes[name] {
    case .integers(let integers)?: integers
    case .number(let number)?: Int(exactly: number).map { [$0, $0] }
    default: nil
    }
  }

  func child(_ name: String) -> TorchModule? {
    children.first { $0.path == name || $0.path.hasSuffix(".\(name)") && $0.path.lastPart == name }
  }

  /// This module and all inside of it, in the order of their definition.
  var all: [TorchModule] { [self] + children.flatMap(\.all) }
}
