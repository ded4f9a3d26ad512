/// The name of an option that messages speak of.
///
/// Only the command line reads arguments. Code below it names an option by its case, so that every
/// flag is spelled once.
package enum OptionName: String, Hashable, Sendable, CustomStringConvertible {
  case allowUnlabelled = "allow-unlabelled"
  case channels
  case checkpoint
  case `class`
  case contour
  case dialect
  case force
  case from
  case fuse
  case image
  case labels
  case layer
  case layers
  case measure
  case methods
  case mirror
  case name
  case noColor = "no-color"
  case output
  case precision
  case scale
  case shard
  case side
  case signed
  case smooth
  case variant
  case versus

  /// The option as an argument: `--layer`.
  package var description: String { "--\(rawValue)" }
}
