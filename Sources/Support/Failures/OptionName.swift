/// The name of an option that messages speak of.
///
/// Only the command line reads arguments. Code below it names an option by its case, so that every
/// flag is spelled once.
package enum OptionName: String, Hashable, Sendable, CustomStringConvertible {
  case box, fit, grey16, mean, std, channels, checkpoint, `class`, contour, dialect, force, from,
    fuse,
    image, labels, layer
  case layers, library, measure, methods, mirror, name, output, precision, scale, shard, side,
    signed
  case smooth, variant, versus
  case inputCrop = "input-crop"
  case allowUnlabelled = "allow-unlabelled"
  case noColor = "no-color"

  /// The option as an argument: `--layer`.
  package var description: String { "--\(rawValue)" }
}
