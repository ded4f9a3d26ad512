import Attribution

/// One map: a request whose class is known, at one layer or at several fused layers.
@dynamicMemberLookup
public struct ExplanationQuestion: Sendable {
  /// The request, with the layers of this map; its classes are replaced by `target`.
  public var request: ExplanationRequest
  /// Index of the explained class.
  public var target: Int
  /// Index of the class that it is contrasted with.
  public var versus: Int?

  /// Creates a question about class `target`, at the layers of `request`.
  public init(_ request: ExplanationRequest, target: Int, versus: Int? = nil) {
    self.request = request
    self.target = target
    self.versus = versus
  }

  /// The request's choices.
  public subscript<Value>(dynamicMember path: KeyPath<ExplanationRequest, Value>) -> Value {
    request[keyPath: path]
  }

  /// Name of the explained place: `stage9`, `stage5+stage9`, `input`.
  public var place: String {
    request.method.isPixelLevel ? Self.input : request.layers.joined(separator: "+")
  }

  /// Name of the network's input.
  public static let input = "input"

  /// The score that is explained, as a function of the logits.
  public var score: Target {
    versus.map { .difference(target, versus: $0) } ?? .logit(target)
  }

  /// The request that computes this map alone, as a command line names it.
  public var single: ExplanationRequest {
    var single = request
    single.classes = [.query(String(target))]
    single.versus = versus.map(String.init)
    return single
  }
}
