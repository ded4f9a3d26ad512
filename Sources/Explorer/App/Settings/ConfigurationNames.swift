import Architectures
import Attribution

/// Names that options may have, from the lists that own them.
enum ConfigurationNames {
  static let variants = Variant.catalogue.map(\.name)
  static let methods = AttributionMethods.all.map(\.name)
}
