import Architectures
import Attribution
import Checkpoints
import Glibc
import Inference
import Support
import Tensors

/// Loads the network of a request.
package enum NetworkLoader {
  package static let standardVariant = "lite0"

  /// Finds, reads, checks and packs the weights of `request`.
  package static func load(_ request: NetworkRequest) throws(Failure) -> LoadedNetwork {
    let watch = Stopwatch()
    return try load(request, from: try self.checkpoint(request), since: watch)
  }

  /// Packs the weights of a checkpoint read for `request`; `watch` started with the request.
  package static func load(
    _ request: NetworkRequest, from checkpoint: LoadedCheckpoint, since watch: Stopwatch
  ) throws(Failure) -> LoadedNetwork {
    let network = checkpoint.network
    let model = try Failure.naming(checkpoint.name) { () throws(InferenceError) in
      try Model(
        network: network, weights: checkpoint.weights,
        configuration: EngineConfiguration(precision: request.precision),
        ranges: try ranges(request, checkpoint))
    }
    var origin = WeightsOrigin(checkpoint)
    if !origin.isUntrained { origin.path = request.checkpoint }
    var recipe = checkpoint.recipe.changed(by: request.recipe)
    recipe.read(channels: network.inputChannels)
    return LoadedNetwork(
      variant: checkpoint.variant, model: model,
      recipe: recipe,
      classNames: try classNames(request, checkpoint), origin: origin,
      warnings: warnings(checkpoint) + greyWarnings(checkpoint, recipe, request),
      head: LinearHead(network: network, weights: checkpoint.weights),
      loadMilliseconds: watch.milliseconds, threads: request.threads ?? processorCount,
      pixelLimit: request.pixelLimit, labelsPath: request.labels, recipeChanges: request.recipe,
      readingText: request.readingText, outputs: checkpoint.outputs)
  }

  /// Activation ranges for int8: from the file, or measured on a pattern for random weights.
  private static func ranges(
    _ request: NetworkRequest, _ checkpoint: LoadedCheckpoint
  ) throws(InferenceError) -> ActivationRanges? {
    let saved = checkpoint.metadata[QuantizedWeights.rangesKey]
    guard request.precision == .int8, checkpoint.isUntrained, saved == nil else {
      return saved.flatMap(ActivationRanges.init(text:))
    }
    let model = try Model(network: checkpoint.network, weights: checkpoint.weights)
    let calibration = RangeCalibration(model: model)
    let side = checkpoint.variant.resolution
    try calibration.run(Tensor(pattern: [1, checkpoint.network.inputChannels, side, side]))
    return calibration.ranges
  }

  package static func isInstalled(_ variant: Variant) -> Bool {
    WeightStore.user.weights(for: variant.name) != nil
  }

  package static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Finds and reads the weights of `request`: a file, a seed, or installed weights.
  package static func checkpoint(_ request: NetworkRequest) throws(Failure) -> LoadedCheckpoint {
    let variant = try request.variant.map { name throws(Failure) in try self.variant(name) }
    let dialect = try request.dialect.map { name throws(Failure) in try self.dialect(name) }
    let path = request.checkpoint
    if let path, path.hasPrefix(Checkpoint.randomPrefix) {
      return try random(path, variant, dialect, request.reading)
    }
    do throws(CheckpointError) {
      if let path {
        // An existing file has priority over installed weights of that name.
        if access(path, F_OK) != 0, let installed = WeightStore.user.entry(named: path) {
          return try Checkpoint.load(
            installed, variant: variant, dialect: dialect, reading: request.reading)
        }
        return try Checkpoint.load(
          file: path, variant: variant, dialect: dialect, reading: request.reading)
      }
      let name = variant?.name ?? standardVariant
      guard let installed = WeightStore.user.weights(for: name) else {
        throw .notInstalled(
          variant: name, isPublished: Publication.all.contains { $0.variant == name })
      }
      return try Checkpoint.load(
        installed, variant: variant, dialect: dialect, reading: request.reading)
    } catch {
      throw Failure(error, subject: path ?? variant?.name ?? standardVariant)
    }
  }

  private static func random(
    _ text: String, _ variant: Variant?, _ dialect: Dialect?, _ reading: CheckpointReading
  ) throws(Failure) -> LoadedCheckpoint {
    guard let seed = Checkpoint.seed(in: text) else {
      throw Failure(
        .usage, "can't draw random weights", text, because: "the seed must be a whole number",
        advice: "write random:7, say")
    }
    var others = reading
    others.outputActivation = nil
    guard others.isEmpty else {
      throw Failure(
        .usage, "can't draw random weights", text,
        because: "they have no file, so there is nothing to decide of its tensors",
        advice: "give a file with \(OptionName.checkpoint)")
    }
    let known = variant ?? Variant.named(standardVariant) ?? Variant.all[0]
    return Checkpoint.random(
      seed: seed, variant: known, dialect: dialect, outputs: reading.outputActivation)
  }

  /// The variant called `name`; throws a failure that lists all.
  package static func variant(_ name: String) throws(Failure) -> Variant {
    if let variant = Variant.named(name) { return variant }
    throw Failure(
      .usage, "unknown variant", name, because: "no network has this name",
      advice: "use one of \(Variant.catalogue.map(\.name).joined(separator: ", "))")
  }

  private static func dialect(_ name: String) throws(Failure) -> Dialect {
    if let dialect = Dialect(rawValue: name.lowercased()) { return dialect }
    throw Failure(
      .usage, "unknown dialect", name, because: "there is none of this name",
      advice: "use one of \(Dialect.allCases.map(\.rawValue).joined(separator: ", "))")
  }

  /// Names from the requested file, else from the checkpoint's configuration, else ImageNet's.
  private static func classNames(
    _ request: NetworkRequest, _ checkpoint: LoadedCheckpoint
  ) throws(Failure) -> ClassNames {
    let classes = checkpoint.options.classes
    if let path = request.labels {
      let bytes = try InputFile.readRegular(path, what: "can't read the class names")
      let names = ClassNames(file: bytes)
      guard names.names.count == classes else {
        throw Failure(
          .badData, "can't use the class names", path,
          because: "the file names \(names.names.count) classes, but the network has \(classes)",
          advice: "give one name a class")
      }
      return names
    }
    if let labels = checkpoint.labels, labels.count == classes { return ClassNames(labels) }
    // ImageNet's names would be wrong for another number of classes.
    return classes == 1000 ? .imageNet : ClassNames([])
  }

  /// A warning if a network that reads grey has the average of three colours' mean and deviation.
  private static func greyWarnings(
    _ checkpoint: LoadedCheckpoint, _ recipe: PreprocessingRecipe, _ request: NetworkRequest
  ) -> [String] {
    let isGiven = request.recipe.mean != nil && request.recipe.standardDeviation != nil
    let isShared =
      Set(checkpoint.recipe.mean).count > 1 || Set(checkpoint.recipe.standardDeviation).count > 1
    guard recipe.channels == 1, !isGiven, isShared else { return [] }
    return [
      "'\(checkpoint.name)': it reads grey, and is given the average of the colours' mean and "
        + "deviation, \(NumberText.fixed(Double(recipe.mean[0]), 3)) and "
        + "\(NumberText.fixed(Double(recipe.standardDeviation[0]), 3)); \(OptionName.mean) and \(OptionName.std) choose "
        + "others"
    ]
  }

  /// Warnings about the checkpoint, one line each.
  private static func warnings(_ checkpoint: LoadedCheckpoint) -> [String] {
    var lines = checkpoint.warnings.map { "'\(checkpoint.name)': \($0.description)" }
    if checkpoint.dialect.reason == .assumption {
      let name = checkpoint.dialect.dialect.rawValue
      lines.append(
        "'\(checkpoint.name)': its dialect can't be detected, '\(name)' is assumed; "
          + (name == Dialect.timm.rawValue
            ? "\(OptionName.dialect) timm-tf chooses TensorFlow's padding"
            : "\(OptionName.dialect) timm chooses timm's preprocessing"))
    }
    if let labels = checkpoint.labels, labels.count != checkpoint.options.classes {
      lines.append(
        "'\(checkpoint.name)': it or the config.json beside it names \(labels.count) classes, "
          + "but the network has \(checkpoint.options.classes); its names are not used")
    }
    return lines
  }
}

extension PreprocessingRecipe {
  /// Turns to inputs of `channels` channels.
  ///
  /// A network that reads grey has one mean and one deviation; of three different ones, which were
  /// made for colours, it takes the average.
  mutating func read(channels: Int) {
    self.channels = channels
    guard channels == 1 else { return }
    func shared(_ values: [Float]) -> [Float] {
      if Set(values).count == 1 { return values }
      return [Float](repeating: values.reduce(0, +) / Float(values.count), count: values.count)
    }
    mean = shared(mean)
    standardDeviation = shared(standardDeviation)
  }
}

extension WeightsOrigin {
  init(_ checkpoint: LoadedCheckpoint) {
    self.init(
      source: checkpoint.name, digest: checkpoint.digest,
      dialect: checkpoint.dialect.dialect.rawValue,
      dialectReason: checkpoint.dialect.reason.description,
      isUntrained: checkpoint.isUntrained)
  }
}

extension LoadedNetwork {
  /// How the network and its settings were chosen, in one line.
  package var summary: String {
    "\(variant.title): \(origin.label), dialect \(origin.dialect) (\(origin.dialectReason)), "
      + "\(model.instructionSet.rawValue) kernels, \(model.configuration.precision.rawValue), "
      + "\(threads) threads, loaded in "
      + "\(NumberText.fixed(loadMilliseconds, 1)) ms"
  }
}
