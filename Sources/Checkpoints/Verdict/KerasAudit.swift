import Support

/// Finds the classes and functions of a Keras description that are not Keras' own, or run code.
///
/// Keras 2 and 3 describe an object by its class and its configuration:
/// https://github.com/keras-team/keras/blob/master/keras/src/saving/serialization_lib.py
struct KerasAudit {
  /// The attributes of an HDF5 file that hold descriptions.
  static let metadataKeys = [KerasConfiguration.key, "training_config"]

  /// Kind and name of each finding, in the order of the document.
  private(set) var findings: [(kind: CodeFinding.Kind, name: String)] = []

  /// Members whose texts are names of functions.
  private static let functionKeys: Set<String> = [
    "activation", "recurrent_activation", "fn", "loss", "metrics", "weighted_metrics",
  ]

  private static let findingLimit = 1000
  /// The packages of Keras; "builtins" is its own word for its functions.
  private static let roots = ["keras", "tf_keras", "tensorflow", "builtins"]

  init(_ json: JSON) { visit(json) }

  private mutating func visit(_ value: JSON) {
    guard findings.count < Self.findingLimit else { return }
    for element in value.array ?? [] { visit(element) }
    guard let members = value.members else { return }
    let kind = value["class_name"]?.string
    if let kind { check(kind, value) }
    guard kind != "Lambda", kind != "__lambda__" else { return }
    for (key, member) in members {
      if Self.functionKeys.contains(key) { checkFunctions(member) }
      visit(member)
    }
  }

  private mutating func add(_ kind: CodeFinding.Kind, _ name: String) {
    findings.append((kind, name))
  }

  private mutating func check(_ kind: String, _ value: JSON) {
    let configuration = value["config"]
    let title = configuration?["name"]?.string.map { "\(kind) '\($0)'" } ?? kind
    let module = value["module"]?.string
    switch kind {
    case "Lambda", "__lambda__":
      return add(.kerasLambda, configuration?["name"]?.string ?? kind)
    case "TFOpLambda", "SlicingOpLambda":
      let function = configuration?["function"]?.string ?? kind
      if !KerasBuiltIns.isArithmetic(function) { add(.kerasLoader, "\(title) (\(function))") }
      return
    case _ where KerasBuiltIns.loaders.contains(kind): return add(.kerasLoader, title)
    case "function":
      let name = configuration?.string ?? value["registered_name"]?.string ?? kind
      if !isOwn(module) || !KerasBuiltIns.functions.contains(name) {
        add(.kerasCustom, Self.full(module, name))
      }
      return
    default: break
    }
    if let file = configuration?["vocabulary"]?.string { add(.kerasLoader, "\(title) (\(file))") }
    if let registered = value["registered_name"]?.string, registered.contains(">") {
      add(.kerasCustom, registered)
    } else if !isOwn(module) || !KerasBuiltIns.classes.contains(kind) {
      add(.kerasCustom, Self.full(module, kind))
    }
  }

  /// Checks texts that name functions: one, a list of them, or one for each output.
  private mutating func checkFunctions(_ value: JSON) {
    if let name = value.string, !KerasBuiltIns.functions.contains(name),
      !KerasBuiltIns.classes.contains(name)
    {
      add(.kerasCustom, name)
    }
    for element in value.array ?? [] { checkFunctions(element) }
    guard value["class_name"] == nil else { return }
    for (_, member) in value.members ?? [] where member.string != nil { checkFunctions(member) }
  }

  /// True if `module` is Keras'; older versions do not write it.
  private func isOwn(_ module: String?) -> Bool {
    guard let module else { return true }
    let parts = module.split(separator: ".", omittingEmptySubsequences: false)
    guard let root = parts.first, Self.roots.contains(String(root)) else { return false }
    return root != "tensorflow" || parts.contains("keras")
  }

  private static func full(_ module: String?, _ name: String) -> String {
    module.map { "\($0).\(name)" } ?? name
  }
}
