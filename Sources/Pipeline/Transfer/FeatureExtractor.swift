import Architectures
import Checkpoints
import Laboratory

/// What a frozen network sees in images: the pooled activations that its classifier reads.
public final class FeatureExtractor {
  private let network: LoadedNetwork
  private let examiner: Examiner
  private let head: Int
  private let cache: FeatureCache?

  /// Numbers an image.
  public let width: Int

  /// An extractor of `network`; with `caches` features are kept for the next time.
  public init(_ network: LoadedNetwork, caches: Bool = true) throws(Failure) {
    guard let head = network.head, head.isFullyConnected else {
      throw Failure(
        .usage, "can't take features of", network.variant.name,
        because: "something stands between its last stage and its classifier",
        advice: "choose an EfficientNet")
    }
    self.network = network
    self.head = head.layer
    examiner = Examiner(network)
    let side = network.variant.resolution
    width = network.network.shapes(height: side, width: side)[head.layer].channels
    cache = caches ? FeatureCache(key: Self.key(network), width: width) : nil
  }

  /// The features of every readable image; those that can't be read are told with their reason.
  ///
  /// `progress` gets how many of how many are done, and ends the work by answering false.
  public func features(
    of images: LabelledImages, progress: (Int, Int) -> Bool
  ) throws(Failure) -> (table: FeatureTable, kept: [LabelledImages.Item], skipped: [Failure]) {
    var table = FeatureTable(width: width)
    var kept: [LabelledImages.Item] = []
    var skipped: [Failure] = []
    for (index, item) in images.items.enumerated() {
      do throws(Failure) {
        table.append(try features(of: item.path), label: item.label)
        kept.append(item)
      } catch {
        guard error.status == .badData || error.status == .noInput else { throw error }
        skipped.append(error)
      }
      guard progress(index + 1, images.items.count) else {
        throw Failure(
          .interrupted, "features stopped after image", "\(index + 1) of \(images.items.count)",
          because: "it was interrupted",
          advice: cache == nil ? nil : "run the same command to go on from there")
      }
    }
    return (table, kept, skipped)
  }

  private func features(of path: String) throws(Failure) -> [Float] {
    let digest: String
    do throws(CheckpointError) {
      digest = FileDigest(of: try FileBytes(mapping: path)).hexadecimal
    } catch {
      throw Failure(error, subject: path, what: "can't read the image")
    }
    if let known = cache?[digest] { return known }
    let examination = try examiner.examine(try Photograph(reading: path), layers: [head])
    guard let activations = examination.pass.activation(of: head) else {
      preconditionFailure("the last stage was not tapped")
    }
    let area = activations.count / width
    let values = activations.storage.buffer
    let features = (0..<width).map { channel -> Float in
      let plane = values[channel * area..<(channel + 1) * area]
      return Float(plane.reduce(0.0) { $0 + Double($1) } / Double(area))
    }
    cache?.keep(features, of: digest)
    return features
  }

  /// Says which weights and which preprocessing made the features.
  private static func key(_ network: LoadedNetwork) -> String {
    let weights =
      network.origin.digest.map { String($0.hexadecimal.prefix(16)) }
      ?? network.origin.source.replacing(":", with: "-")
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(network.variant.name) \(network.recipe)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return "\(weights)-\(String(hash, radix: 16))"
  }
}
