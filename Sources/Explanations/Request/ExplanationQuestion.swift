import Attribution

/// One map: a request whose class is known, at one layer or at several fused layers.
@dynamicMemberLookup
package struct ExplanationQuestion: Sendable {
  /// The request, with the layers of this map; its classes are replaced by `target`.
  package var request: ExplanationRequest
  package var target: Int
  /// Index of the contrasted class.
  package var versus: Int?
  /// Index of the image's true class, if it is known.
  package var truth: Int?

  package init(
    _ request: ExplanationRequest, target: Int, versus: Int? = nil, truth: Int? = nil
  ) {
    self.request = request
    self.target = target
    self.versus = versus
    self.truth = truth
  }

  package subscript<Value>(dynamicMember path: KeyPath<ExplanationRequest, Value>) -> Value {
    request[keyPath: path]
  }

  /// Name of the explained place: `stage9`, `stage5+stage9`, `input`.
  package var place: String {
    request.method.isPixelLevel ? Self.input : request.layers.joined(separator: "+")
  }

  package static let input = "input"

  /// The score that is explained, as a function of the logits.
  package var score: Target {
    versus.map { .difference(target, versus: $0) } ?? .logit(target)
  }

  /// The request that computes this map alone, as a command line names it.
  package var single: ExplanationRequest {
    var single = request
    single.classes = [.query(String(target))]
    single.versus = versus.map(String.init)
    single.truth = truth.map(TruthSource.index)
    return single
  }
}
