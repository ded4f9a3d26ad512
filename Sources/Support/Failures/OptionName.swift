/// The name of an option that messages speak of.
///
/// Only the command line reads arguments. Code below it names an option by its case, so that every
/// flag is spelled once.
package enum OptionName: String, Hashable, Sendable, CustomStringConvertible {
  case box, cell, channels, checkpoint, `class`, contour, dialect, dpi, fit, force, from, fuse,
    grey16, head
  case image, labels, mean, megapixels, std
  case layer, layers, library, measure, methods, mirror, name, output, precision, range, scale,
    shard, side
  case signed, smooth, truth, variant, versus, `where`
  case asStateDict = "as-state-dict"
  case printWidth = "print-width"
  case allowUnlabelled = "allow-unlabelled"
  case inputCrop = "input-crop"
  case headActivation = "head-activation"
  case ignoreTensors = "ignore-tensors"
  case noColor = "no-color"
  case tensorsUnder = "tensors-under"

  /// The option as an argument: `--layer`.
  package var description: String { "--\(rawValue)" }
}
