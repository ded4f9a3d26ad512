import Tensors

/// The preprocessing of a Keras file with weights only.
///
/// A model made with `weights="imagenet"` stores the standard deviation σ as the variance and
/// rescales by 1/√σ afterwards, so that the result is (x − μ)/σ. Other models do neither. They are
/// distinguished by ImageNet's σ.
/// https://github.com/keras-team/keras/blob/master/keras/src/applications/efficientnet.py
struct KerasConfiguration {
  /// Metadata key of a whole model's description in JSON.
  static let key = "model_config"

  /// Mean and standard deviation; channel values in 0…1.
  private(set) var changes = RecipeChanges()

  /// Reads the normalization in `group`; no changes if there is none.
  init(_ group: TensorGroup) {
    guard let mean = Self.values("mean", in: group),
      let variance = Self.values("variance", in: group), variance.allSatisfy({ $0 >= 0 })
    else { return }
    let imageNet = PreprocessingRecipe.imageNetStandardDeviation
    let isDeviation = zip(variance, imageNet).allSatisfy { abs($0 - $1) < 1e-3 }
    changes.mean = mean
    changes.standardDeviation =
      isDeviation ? variance : variance.map { max($0.squareRoot(), 1e-7) }
  }

  private static func values(_ kind: String, in group: TensorGroup) -> [Float]? {
    let tensor = group.tensors.first {
      $0.name.hasPrefix("normalization") && $0.name.hasSuffix("." + kind) && $0.count == 3
    }
    return (try? tensor?.tensor())?.elements
  }
}
