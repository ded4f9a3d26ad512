/// A way of telling which places of a layer a score comes from.
///
/// A method says what it needs to see and turns it into a raw map; running the network, ReLU,
/// normalisation, up-sampling and colour are not its business. A new method is one file and one
/// line in `AttributionMethods.all`.
public protocol AttributionMethod: Sendable {
  /// The name on the command line: `grad-cam`.
  var name: String { get }
  /// The name as its authors write it: `Grad-CAM`.
  var title: String { get }
  /// Where it was published.
  var reference: String { get }
  /// What it must be shown.
  var needs: Needs { get }

  /// The raw, signed map.
  func map(from evidence: LayerEvidence) throws(AttributionError) -> AttributionMap
}
