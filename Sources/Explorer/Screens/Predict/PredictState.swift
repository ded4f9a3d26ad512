/// Which class the Predict screen points at.
package struct PredictView: Equatable, Sendable {
  /// Rank in the answer, from 0.
  package var cursor = 0

  package init() {}
}
