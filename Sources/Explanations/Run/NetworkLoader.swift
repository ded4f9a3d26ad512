import Architectures
import Assets
import Attribution
import Checkpoints
import Glibc
import Inference
import Support
import Tensors

/// Turns a request into a network that is ready to run.
public enum NetworkLoader {
  /// The variant that is used when nothing says otherwise.
  public static let standardVariant = "lite0"

  /// Finds, reads, checks and packs the weights that `request` names.
  public static func load(_ request: NetworkRequest) throws(Failure) -> LoadedNetwork {
    let watch = Stopwatch()
    return try load(request, from: try self.checkpoint(request), since: watch)
  }

  /// Packs the weights of a checkpoint that was read for `request`; `watch` has run since it was asked for.
  public static func load(
    _ request: NetworkRequest, from checkpoint: LoadedCheckpoint, since watch: Stopwatch
  ) throws(Failure) -> LoadedNetwork {
    let network = checkpoint.network
    let model: Model
    do throws(InferenceError) {
      model = try Model(
        network: network, weights: checkpoint.weights,
        configuration: EngineConfiguration(precision: request.precision),
        ranges: try ranges(request, checkpoint))
    } catch {
      throw Failure(error, subject: checkpoint.name)
    }
    var origin = WeightsOrigin(checkpoint)
    if !origin.isUntrained { origin.path = request.checkpoint }
    return LoadedNetwork(
      variant: checkpoint.variant, model: model,
      recipe: checkpoint.recipe.changed(by: request.recipe),
      classNames: try classNames(request, checkpoint), origin: origin,
      warnings: warnings(checkpoint),
      head: LinearHead(network: network, weights: checkpoint.weights),
      loadMilliseconds: watch.milliseconds, threads: request.threads ?? processorCount,
      labelsPath: request.labels, recipeChanges: request.recipe)
  }

  /// What int8 needs to know: from the file, or measured on noise where the weights are noise too.
  private static func ranges(
    _ request: NetworkRequest, _ checkpoint: LoadedCheckpoint
  ) throws(InferenceError) -> ActivationRanges? {
    guard request.precision == .int8, checkpoint.isUntrained else {
      return checkpoint.metadata[QuantizedWeights.rangesKey].flatMap(ActivationRanges.init(text:))
    }
    let model = try Model(network: checkpoint.network, weights: checkpoint.weights)
    let calibration = RangeCalibration(model: model)
    let side = checkpoint.variant.resolution
    try calibration.run(Tensor(pattern: [1, checkpoint.network.inputChannels, side, side]))
    return calibration.ranges
  }

  /// Whether weights of `variant` are in the store.
  public static func isInstalled(_ variant: Variant) -> Bool {
    WeightStore.user.weights(for: variant.name) != nil
  }

  /// Processors that this process may use.
  public static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Finds and reads the weights that `request` names: a file, a seed, or installed weights.
  public static func checkpoint(_ request: NetworkRequest) throws(Failure) -> LoadedCheckpoint {
    let variant = try request.variant.map { name throws(Failure) in try self.variant(name) }
    let dialect = try request.dialect.map { name throws(Failure) in try self.dialect(name) }
    let path = request.checkpoint
    if let path, path.hasPrefix(Checkpoint.randomPrefix) {
      return try random(path, variant, dialect)
    }
    do throws(CheckpointError) {
      if let path {
        // A file of that name comes first; otherwise installed weights may bear it.
        if access(path, F_OK) != 0, let installed = WeightStore.user.entry(named: path) {
          return try Checkpoint.load(installed, variant: variant, dialect: dialect)
        }
        return try Checkpoint.load(file: path, variant: variant, dialect: dialect)
      }
      let name = variant?.name ?? standardVariant
      guard let installed = WeightStore.user.weights(for: name) else {
        throw .notInstalled(
          variant: name, isPublished: Publication.all.contains { $0.variant == name })
      }
      return try Checkpoint.load(installed, variant: variant, dialect: dialect)
    } catch {
      throw Failure(error, subject: path ?? variant?.name ?? standardVariant)
    }
  }

  private static func random(
    _ text: String, _ variant: Variant?, _ dialect: Dialect?
  ) throws(Failure) -> LoadedCheckpoint {
    guard let seed = Checkpoint.seed(in: text) else {
      throw Failure(
        .usage, "can't draw random weights", text, because: "the seed must be a whole number",
        advice: "write random:7, say")
    }
    let known = variant ?? Variant.named(standardVariant) ?? Variant.all[0]
    return Checkpoint.random(seed: seed, variant: known, dialect: dialect)
  }

  /// The variant called `name`, or a failure that lists what there is.
  public static func variant(_ name: String) throws(Failure) -> Variant {
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

  /// The names in a file that was asked for, those in the configuration beside the weights, ImageNet's.
  private static func classNames(
    _ request: NetworkRequest, _ checkpoint: LoadedCheckpoint
  ) throws(Failure) -> ClassNames {
    let classes = checkpoint.options.classes
    if let path = request.labels {
      let bytes = try InputFile.read(path, what: "can't read the class names")
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
    return classes == 1000 ? ClassNames(csv: Assets.imageNetClasses) : ClassNames([])
  }

  /// What the person should know before they trust the results, one line each.
  private static func warnings(_ checkpoint: LoadedCheckpoint) -> [String] {
    var lines = checkpoint.warnings.map { "'\(checkpoint.name)': \($0.description)" }
    if checkpoint.dialect.reason == .assumption {
      let name = checkpoint.dialect.dialect.rawValue
      lines.append(
        "'\(checkpoint.name)': nothing tells its dialect, '\(name)' is assumed; "
          + (name == Dialect.timm.rawValue
            ? "\(OptionName.dialect) timm-tf chooses TensorFlow's padding"
            : "\(OptionName.dialect) timm chooses timm's preprocessing"))
    }
    if let labels = checkpoint.labels, labels.count != checkpoint.options.classes {
      lines.append(
        "'\(checkpoint.name)': the config.json beside it names \(labels.count) classes, "
          + "but the network has \(checkpoint.options.classes); its names are not used")
    }
    return lines
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
  public var summary: String {
    "\(variant.title): \(origin.label), dialect \(origin.dialect) (\(origin.dialectReason)), "
      + "\(model.instructionSet.rawValue) kernels, \(model.configuration.precision.rawValue), "
      + "\(threads) threads, loaded in "
      + "\(NumberText.fixed(loadMilliseconds, 1)) ms"
  }
}
