import Architectures

extension NetworkMatch {
  /// This match with what the operators of its TFLite graph say; throws the first that differs.
  ///
  /// EfficientNet-Lite's pictures are scaled before the graph. Keras' other networks scale them
  /// inside of it: by operators that are read, or, where there is no mean to subtract, by the
  /// weights of the first convolution.
  func compared(with program: TFLiteProgram) throws(CheckpointError) -> NetworkMatch {
    let isLite = variant.family == .efficientNetLite
    let isKeras = program.names.contains { $0.contains("stem_bn") || $0.contains("stem_conv") }
    guard isLite || isKeras else {
      throw .unsupported(
        "TFLite graph",
        feature: "names of another converter than Keras', so its input's scaling is not known")
    }
    let dialect: Dialect = isLite ? .lite : .keras
    let network = variant.network(dialect.options(for: variant, classes: classes))
    var comparison = TFLiteComparison(program, network)
    let findings = try comparison.run()
    var match = NetworkMatch(
      scheme: isLite ? scheme : .keras, variant: variant, classes: classes, tensors: tensors,
      path: path, graph: graph)
    match.graph?.dialect = dialect
    match.outputs = findings.outputs
    if isLite {
      guard !findings.isScaled else {
        throw .unsupported("TFLite graph", feature: "a scaling of its input")
      }
      return match
    }
    match.recipe = findings.recipe
    if variant.family == .efficientNetV2, !findings.isScaled {
      // Made with include_preprocessing=False: the input is in -1...1.
      match.recipe.mean = [0.5, 0.5, 0.5]
      match.recipe.standardDeviation = [0.5, 0.5, 0.5]
    }
    return match
  }
}
