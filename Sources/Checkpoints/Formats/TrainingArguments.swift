import Architectures
import Tensors

extension CheckpointContents {
  /// The preprocessing in the arguments of timm's training script; no changes if there are none.
  ///
  /// timm, `data/config.resolve_data_config`: `input_size` counts before `img_size`.
  var trainingChanges: RecipeChanges {
    var changes = RecipeChanges()
    func argument(_ name: String) -> String? { metadata["args.\(name)"] }
    changes.mean = argument("mean").flatMap(Self.channels)
    changes.standardDeviation = argument("std").flatMap(Self.channels)
    if let deviation = changes.standardDeviation, !deviation.allSatisfy({ $0 > 0 }) {
      changes.standardDeviation = nil
    }
    changes.interpolation = argument("interpolation").flatMap(Interpolation.init(rawValue:))
    let extents = (argument("input_size") ?? "").split(separator: ",").compactMap { Int($0) }
    let size =
      extents.count == 3 && extents[1] == extents[2]
      ? extents[1] : argument("img_size").flatMap { Int($0) }
    if let size, (8...8192).contains(size) { changes.size = size }
    if argument("crop_mode") == "squash" {
      changes.crop = .squash
    } else if let fraction = argument("crop_pct").flatMap(Double.init), fraction > 0, fraction <= 1
    {
      changes.crop = .center(fraction: fraction)
    }
    return changes
  }

  /// The name of the pooling in a training script's settings (timm's `gp` and `global_pool`) or in
  /// a pickled module (`pool_type`).
  var statedPooling: String? {
    let keys = metadata.keys.filter { ["gp", "global_pool", "pool_type"].contains($0.lastPart) }
      .sorted()
    return keys.compactMap { metadata[$0] }.first
  }

  private static func channels(_ text: String) -> [Float]? {
    let numbers = text.split(separator: ",").compactMap { Float($0) }
    guard numbers.allSatisfy(\.isFinite) else { return nil }
    if numbers.count == 1 { return [numbers[0], numbers[0], numbers[0]] }
    return numbers.count == 3 ? numbers : nil
  }
}

extension GlobalPooling {
  /// The pooling that timm and Hugging Face call `name`; throws `unknownPooling`.
  init(stated name: String) throws(CheckpointError) {
    switch name.lowercased() {
    case "avg", "mean", "fast", "fastavg": self = .average
    case "max", "fastmax": self = .maximum
    case "avgmax", "fastavgmax": self = .averageMaximum
    case "catavgmax", "fastcatavgmax": self = .averageThenMaximum
    default: throw .unknownPooling(name)
    }
  }
}
