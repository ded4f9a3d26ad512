import Architectures
import Attribution
import Checkpoints
import Imaging
import Inference
import Support
import Tensors

/// A network ready to run: packed weights, preprocessing recipe and class names.
package struct LoadedNetwork: Sendable {
  package let variant: Variant
  package let model: Model
  package let recipe: PreprocessingRecipe
  package internal(set) var classNames: ClassNames
  package let origin: WeightsOrigin
  /// Oddities of the weights, one line each.
  package let warnings: [String]
  /// The network's linear end; nil if it ends in another way.
  package let head: LinearHead?
  /// Milliseconds from the request to readiness.
  package let loadMilliseconds: Double
  /// Threads of a forward pass.
  package let threads: Int
  /// Pixels at most of the photographs that it is shown.
  package let pixelLimit: Int
  /// File of the class names; nil for the built-in ones.
  package let labelsPath: String?
  /// Requested differences from the checkpoint's preprocessing.
  package let recipeChanges: RecipeChanges
  /// What was decided of the checkpoint, one `name=value` a line.
  package let readingText: String
  /// What the outputs mean, and why.
  package let outputs: OutputChoice

  package var network: Network { model.network }

  /// The number type that it runs in: `f32`, `bf16` or `int8`.
  package var precision: String { model.configuration.precision.rawValue }

  /// The variant's title, marked if the weights are random.
  package var markedTitle: String { variant.title + (origin.isUntrained ? " (untrained)" : "") }
}

extension LoadedNetwork {
  /// Why methods that weight activations by the classifier can't explain it; nil if they can.
  package var objectionToCAM: String? {
    if let objection = network.objectionToLinearHead { return objection.reason }
    return head == nil ? "its classifier's weights are incomplete" : nil
  }

  /// Our name of a layer in our or a framework's spelling; an unknown one as it is.
  package func layerName(_ spelling: String) -> String {
    if network.layer(named: spelling) != nil { return spelling }
    return network.layerName(spelled: spelling) ?? spelling
  }

  /// Index of the layer called `name`; throws a failure that says which names there are.
  package func layer(named name: String) throws(Failure) -> Int {
    if let layer = network.layer(named: name) { return layer }
    throw Failure(
      .usage, "unknown layer", name, because: "\(network.name) has none of this name",
      advice:
        "use a stage (stage1 to stage\(network.stages.count)), a block (stage4.block1), a "
        + "point in it (stage4.block1.depthwise) or all; 'effscope architecture "
        + "\(network.name) \(OptionName.layers)' lists them")
  }
}

/// Source of a network's weights.
package struct WeightsOrigin: Sendable {
  /// The checkpoint as requested or found: a path, or `random:7`.
  package let source: String
  /// Path of a requested checkpoint file; nil for installed and random weights.
  package var path: String?
  /// The file's SHA-256, computed on first use; nil for random weights.
  package let digest: FileDigest?
  package let dialect: String
  package let dialectReason: String
  package let isUntrained: Bool

  /// Label beside results: the source, marked if the weights are random.
  package var label: String { isUntrained ? source + Self.untrainedMark : source }

  /// The source in a recorded label.
  package static func source(ofLabel label: String) -> String {
    label.hasSuffix(untrainedMark) ? String(label.dropLast(untrainedMark.count)) : label
  }

  private static let untrainedMark = " (untrained)"

  /// Dialect and how it was decided, for display; nil if it is obvious.
  package var dialectNote: String? {
    let isObvious =
      dialectReason == DialectChoice.Reason.publisher.rawValue
      || isUntrained && dialectReason == DialectChoice.Reason.variant.rawValue
    return isObvious ? nil : "dialect \(dialect) (\(dialectReason))"
  }
}
