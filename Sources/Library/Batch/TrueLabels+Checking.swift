import Explanations
import Support

extension TrueLabels {
  /// Throws a failure with the folders or tables that name no class, if an image of `sources` has
  /// no true class.
  ///
  /// A list on standard input, which can't be read twice, is not checked.
  package func check(
    _ sources: ImageSources, excluding output: String
  ) throws(Failure) {
    guard sources.isCountable else { return }
    var missing: [RawPath: Int] = [:]
    for path in sources.walk(excluding: RawPath(output).absolute) where label(of: path) == nil {
      missing[isByFolder ? path.folder : path, default: 0] += 1
    }
    guard let first = missing.keys.min(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) else {
      return
    }
    let images = missing.values.reduce(0, +)
    let kind = isByFolder ? "folders name no class of the network" : "images have no label"
    throw Failure(
      .badData, "can't find the true class of \(images) images; the first", first.printable,
      because: "\(missing.count) \(kind), or one that fits several classes",
      advice: "use class names, WordNet ids or indices, or \(OptionName.allowUnlabelled)")
  }
}
