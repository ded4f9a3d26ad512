/// The class under the Predict screen's cursor, and the scale of the list.
package struct PredictState: Equatable, Sendable {
  /// Rank of the class, from 0.
  package var cursor = 0
  /// What bars and numbers show.
  package var scale = ClassScale.probability
}
