/// What other programs would run of a file.
///
/// Effscope itself runs nothing of any file.
public struct FileVerdict: Hashable, Sendable {
  /// The code that other programs would run, in the order of the file.
  public internal(set) var findings: [CodeFinding] = []
  /// The parts that could not be examined to their end.
  public internal(set) var unexamined: [UnexaminedPart] = []
  /// What `torch.load(…, weights_only=True)` refuses first; nil if it refuses nothing.
  public internal(set) var weightsOnlyRefusal: String?
  /// True if `torch.load` would read a pickle of the file.
  public internal(set) var hasTorchPickle = false

  /// The three answers.
  public enum Answer: String, Hashable, Sendable {
    /// Every part was examined, and no program would run code of it.
    case harmless
    /// Another program would call or import what the findings name.
    case notHarmless = "not_harmless"
    /// Nothing was found, but a part could not be examined.
    case notExamined = "not_examined"
  }

  /// The answer; `harmless` needs that every part was examined.
  public var answer: Answer {
    if !findings.isEmpty { return .notHarmless }
    return unexamined.isEmpty ? .harmless : .notExamined
  }

  /// The answer with its first reason, as one clause.
  public var text: String {
    switch answer {
    case .harmless: return "harmless: other programs find no code in it either"
    case .notHarmless:
      let more = findings.count - 1
      return "not harmless: \(findings[0].text)" + (more > 0 ? "; and \(more) more" : "")
    case .notExamined:
      return "not examined: \(unexamined[0].text)"
    }
  }
}

/// A part of a file that could not be examined, so nothing is promised of it.
public struct UnexaminedPart: Hashable, Sendable {
  /// The part: a member of an archive, an offset; empty for the file itself.
  public let place: String
  /// Why it was not examined.
  public let reason: String

  /// `PLACE: REASON`.
  public var text: String { place.isEmpty ? reason : "\(place): \(reason)" }
}

/// Code, or a call of code, that another program would run when it loads a file.
public struct CodeFinding: Hashable, Sendable {
  /// What it is.
  public let kind: Kind
  /// The global, layer, class or member.
  public let name: String
  /// The part that it is in: `archive/data.pkl`; empty for the file itself.
  public let place: String
  /// Its offset in the part in bytes; nil where there is none.
  public let offset: Int?
  /// The program that would run it.
  public let program: LoadingProgram

  /// The kinds of findings.
  public enum Kind: String, Hashable, Sendable {
    /// A pickle calls a global.
    case call
    /// A pickle names a global, which imports its module.
    case importing = "import"
    /// A pickle calls a value that it computes.
    case computedCall = "computed_call"
    /// A pickle computes the name of a global.
    case computedName = "computed_name"
    /// A pickle sets attributes of a class.
    case changedClass = "changed_class"
    /// A pickle grows far beyond what a state dictionary needs.
    case growth
    /// A program in TorchScript.
    case torchScript = "torchscript"
    /// Python source code in an archive.
    case source = "python_source"
    /// A program of the processor.
    case native = "native_code"
    /// An operator of a graph that the runtime's own program must bring.
    case customOperator = "custom_operator"
    /// An archive holds a member that its directory does not list.
    case hidden = "hidden_member"
    /// A `Lambda` layer: Python bytecode.
    case kerasLambda = "keras_lambda"
    /// A class of Keras that runs or loads code of its own.
    case kerasLoader = "keras_loader"
    /// A class or function that Keras does not have.
    case kerasCustom = "keras_custom_object"
  }

  /// One clause: who would do what, and where.
  public var text: String {
    let action =
      switch kind {
      case .call: "would call \(name)"
      case .importing: "would import \(name)"
      case .computedCall: "would call a value that the pickle computes"
      case .computedName: "would import a global whose name the pickle computes"
      case .changedClass: "would change a class of the program"
      case .growth: "would build more values than a state dictionary has"
      case .torchScript: "would run the TorchScript code '\(name)'"
      case .source: "would run the Python source '\(name)'"
      case .native: "would run the native code in it"
      case .customOperator: "would run \(name)"
      case .hidden: "would read a member that the directory does not list"
      case .kerasLambda: "would run the Lambda layer '\(name)'"
      case .kerasLoader: "would load other code or files with \(name)"
      case .kerasCustom: "would look up the custom object '\(name)'"
      }
    let position = [place, offset.map { "at \($0)" } ?? ""].filter { !$0.isEmpty }
    let suffix = position.isEmpty ? "" : " (\(position.joined(separator: ", ")))"
    return "\(program.rawValue) \(action)\(suffix)"
  }
}

/// The programs that load files.
public enum LoadingProgram: String, Hashable, Sendable {
  /// PyTorch, without its restricted unpickler.
  case torchLoad = "torch.load without weights_only"
  /// PyTorch's loader of compiled programs.
  case torchJIT = "torch.jit.load"
  /// NumPy for arrays of objects.
  case numPy = "numpy.load with allow_pickle"
  /// Keras.
  case keras = "keras.models.load_model"
  /// A program that runs graphs.
  case runtime = "a runtime with this operator"
  /// A part that no loader reads by itself.
  case other = "a program that unpickles this part"
  /// A member of an archive that no loader runs by itself.
  case importer = "a program that imports this part"
}
