import Architectures
import Pipeline

/// Finds the variant that a person named.
enum VariantArgument {
  /// The variant called `name`, or a failure that lists the nearest names.
  static func resolve(_ name: String) throws(Failure) -> Variant {
    if let variant = Variant.named(name) { return variant }
    throw Failure(
      .usage, "unknown variant", name, because: "it is not one of the \(Variant.catalogue.count) known",
      advice: "use one of \(Variant.catalogue.map(\.name).joined(separator: ", "))")
  }
}
