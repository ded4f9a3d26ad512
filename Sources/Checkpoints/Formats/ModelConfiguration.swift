import Glibc
import Support
import Tensors

/// The contents of timm's or Hugging Face's `config.json` beside a checkpoint.
struct ModelConfiguration {
  /// The architecture's name: `tf_efficientnet_b0.ns_jft_in1k`.
  private(set) var architecture: String?
  private(set) var labels: [String]?
  private(set) var changes = RecipeChanges()
  /// True if the configuration has timm's format.
  private(set) var isTimm = false
  /// True for Hugging Face transformers' model type `efficientnet`.
  private(set) var isTransformers = false
  /// The whole preprocessing by Hugging Face's processor; nil if there is none.
  private(set) var recipe: PreprocessingRecipe?
  /// What it says of the network itself.
  private(set) var statements = ModelStatements()

  /// The files beside a checkpoint that are read.
  private static let fileNames = ["config.json", "preprocessor_config.json"]

  /// The error for a configuration beside the file that is a pipe, a device or the like.
  static func obstacle(beside bytes: FileBytes) -> CheckpointError? {
    guard let folder = bytes.folder else { return nil }
    for name in fileNames {
      var status = stat()
      if stat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT != S_IFREG {
        return .malformed(name, offset: 0, rule: "it must be a regular file")
      }
    }
    return nil
  }

  /// Reads `config.json` beside the file; nil if there is none or its network is unknown.
  init?(beside bytes: FileBytes) {
    guard let folder = bytes.folder, let json = Self.json("\(folder)/config.json") else {
      return nil
    }
    self.init(json)
    if isTransformers, let json = Self.json("\(folder)/preprocessor_config.json") {
      recipe = PreprocessingRecipe(processor: json, imageSize: changes.size)
      if recipe != nil { changes = RecipeChanges() }
    }
  }

  /// Reads the class names in the metadata of a file written by this program.
  init?(in metadata: [String: String]) {
    let key = SavedKey.configuration.rawValue
    guard let text = metadata[key],
      let json = try? JSON(parsing: Array(text.utf8))
    else { return nil }
    labels = ClassLabels.names(in: json)
  }

  private static func json(_ path: String) -> JSON? {
    guard let bytes = try? FileBytes(mapping: path), bytes.count <= 16 << 20 else { return nil }
    return try? JSON(bytes, of: "config.json")
  }

  init?(_ json: JSON) {
    let architectures = json["architectures"]?.array?.compactMap(\.string) ?? []
    architecture = json["architecture"]?.string ?? architectures.first
    let names = [architecture, json["model_type"]?.string].compactMap { $0?.lowercased() }
    guard names.contains(where: Self.isKnown) else { return nil }
    isTransformers = json["model_type"]?.string == "efficientnet"
    labels = ClassLabels.names(in: json)
    statements = ModelStatements(json, isTransformers: isTransformers)
    if isTransformers { changes.size = json["image_size"]?.integer }
    isTimm = json["pretrained_cfg"] != nil
    readTimm(json["pretrained_cfg"] ?? json)
  }

  /// True if the name is of an architecture that this program builds.
  private static func isKnown(_ name: String) -> Bool {
    ["efficientnet", "mobilenetv1", "mobilenetv2", "mnasnet", "resnet", "resnext", "senet"]
      .contains { name.contains($0) }
      || ["densenet", "inception", "squeezenet", "shufflenet", "xception", "nasnet"]
        .contains { name.contains($0) }
  }

  /// Reads timm's data configuration (`pretrained_cfg`).
  private mutating func readTimm(_ json: JSON) {
    if labels == nil { labels = ClassLabels.names(in: json) }
    changes.mean = Self.triple(json["mean"])
    changes.standardDeviation = Self.triple(json["std"])
    changes.interpolation = json["interpolation"]?.string.flatMap(Interpolation.init(rawValue:))
    if let size = json["input_size"]?.array?.compactMap(\.integer), size.count == 3,
      size[1] == size[2]
    {
      changes.size = size[1]
    }
    if json["crop_mode"]?.string == "squash" {
      changes.crop = .squash
    } else if let fraction = json["crop_pct"]?.number, fraction > 0, fraction <= 1 {
      changes.crop = .center(fraction: fraction)
    }
    checkSize()
  }

  private mutating func checkSize() {
    if let size = changes.size, !(8...8192).contains(size) { changes.size = nil }
  }

  static func triple(_ value: JSON?) -> [Float]? {
    guard let numbers = value?.array?.compactMap(\.number).map({ Float($0) }), numbers.count == 3,
      numbers.allSatisfy(\.isFinite)
    else { return nil }
    return numbers
  }
}
