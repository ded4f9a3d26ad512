/// The class under the Predict screen's cursor.
package struct PredictState: Equatable, Sendable {
  /// Rank of the class, from 0.
  package var cursor = 0
}
