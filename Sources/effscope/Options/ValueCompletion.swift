import Architectures
import ArgumentParser
import Attribution
import Checkpoints
import Explanations
import Foundation
import Imaging
import Inference
import Support
import Tensors
import Terminal

/// What a shell offers as the value of an option, by the option's name.
extension CompletionKind {
  static func value(of option: String) -> CompletionKind {
    switch option {
    case "variant": networks
    case "method": names(AttributionMethods.all.map(\.name))
    case "layer": .custom { words, _, _ in layers(in: words) }
    case "class", "versus": .custom { _, _, _ in ["top"] + ClassNames.imageNet.names }
    case "colormap": names(ColorMap.names)
    case "theme": names(ThemeCatalogue.shippedNames)
    case "checkpoint": weightsOrFile
    case "labels": .file()
    case "dialect": names(Dialect.self)
    case "precision": names(EngineConfiguration.Precision.self)
    case "fuse": names(MapFusion.self)
    case "smooth": names(Smoothing.self)
    case "alpha-mode": names(OverlayStyle.AlphaMode.self)
    case "interpolation": names(Interpolation.self)
    default: .default
    }
  }

  static var networks: CompletionKind { names(Variant.catalogue.map(\.name)) }

  /// Networks, and other published weights, that can be pulled.
  static var publications: CompletionKind { names(Publication.all.map(\.name)) }

  static var installedWeights: CompletionKind { .custom { _, _, _ in installed } }

  /// Installed weights, or any file.
  static var weightsOrFile: CompletionKind { .custom { _, _, prefix in installed + files(prefix) } }

  private static func names(_ names: [String]) -> CompletionKind { .list(names) }

  private static func names<Value: RawRepresentable<String> & CaseIterable>(
    _ values: Value.Type
  ) -> CompletionKind { .list(values.allCases.map(\.rawValue)) }

  private static var installed: [String] { WeightStore.user.entries.map(\.name) }

  /// Stages and blocks of the network that the command line names.
  private static func layers(in words: [String]) -> [String] {
    let given = words.firstIndex(of: "--variant").flatMap { words.dropFirst($0 + 1).first }
    let variant = Variant.named(given ?? NetworkLoader.standardVariant)
    guard let stages = variant?.network().stages else { return [] }
    return ["all"] + stages.flatMap { [$0.name] + $0.blocks.map(\.name) }
  }

  /// What lies in the folder of `prefix`, as paths that begin as it does; folders end with a slash.
  private static func files(_ prefix: String) -> [String] {
    let start = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    let folder = URL(fileURLWithPath: start.isEmpty ? "." : start)
    let found = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles)
    return (found ?? []).map { start + $0.lastPathComponent + ($0.hasDirectoryPath ? "/" : "") }
  }
}
