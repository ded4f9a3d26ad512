/// The name of an option that messages speak of.
///
/// Only the command line reads arguments. Code below it names an option by its case, so that every
/// flag is spelled once.
package enum OptionName: String, Hashable, Sendable, CustomStringConvertible {
  case alpha
  case alphaMode = "alpha-mode"
  case axis
  case blocks
  case box
  case channels
  case chart
  case checkpoint
  case `class`
  case classes
  case colormap
  case contour
  case crop
  case dataSet = "data-set"
  case dialect
  case figure
  case filter
  case force
  case from
  case fuse
  case image
  case inputCrop = "input-crop"
  case interpolate
  case interpolation
  case labels
  case layer
  case layers
  case legend
  case library
  case linear
  case maxMacs = "max-macs"
  case maxMemory = "max-memory"
  case mean
  case measure
  case method
  case methods
  case mirror
  case name
  case noColor = "no-color"
  case noSigned = "no-signed"
  case output
  case phi
  case precision
  case resolution
  case samples
  case saveMap = "save-map"
  case scale
  case search
  case seed
  case shard
  case side
  case signed
  case smooth
  case sort
  case std
  case sweep
  case top
  case variant
  case versus
  case `where`

  /// The option as an argument: `--layer`.
  package var description: String { "--\(rawValue)" }
}
