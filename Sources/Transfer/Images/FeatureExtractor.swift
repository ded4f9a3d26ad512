import Architectures
import Checkpoints
import Explanations
import Support

/// Computes features with a frozen network: the pooled activations that its classifier reads.
package final class FeatureExtractor {
  private let network: LoadedNetwork
  private let head: Int
  private let cache: FeatureCache?

  /// Number of features of an image.
  package let width: Int

  /// Throws if the last stage does not feed the classifier; `caches` stores features on disk.
  package init(_ network: LoadedNetwork, caches: Bool = true) throws(Failure) {
    guard let head = network.head, head.isFullyConnected else {
      throw Failure(
        .usage, "can't take features of", network.variant.name,
        because: "something stands between its last stage and its classifier",
        advice: "choose an EfficientNet")
    }
    self.network = network
    self.head = head.layer
    let side = network.variant.resolution
    width = network.network.shapes(height: side, width: side)[head.layer].channels
    cache = caches ? FeatureCache(key: Self.key(network), width: width) : nil
  }

  /// The features of all readable images, the images of the rows, and the failures of the others.
  package struct Features: Sendable {
    package fileprivate(set) var table: FeatureTable
    package fileprivate(set) var kept: [LabelledImages.Item] = []
    package fileprivate(set) var skipped: [Failure] = []
    /// The images whose 16-bit grey was clipped when their features were computed, a line each.
    package fileprivate(set) var warnings: [String] = []
  }

  /// Computes the features of images that the cache lacks, on several threads.
  ///
  /// `progress` gets (done, total) and returns false to stop, which throws.
  package func features(
    of images: LabelledImages, progress: (Int, Int) -> Bool
  ) throws(Failure) -> Features {
    let count = images.items.count
    var found = [Result<[Float], Failure>?](repeating: nil, count: count)
    var pending: [(index: Int, digest: String)] = []
    // Copies of one picture run through the network once.
    var seen: [String: Int] = [:]
    var copies: [(index: Int, original: Int)] = []
    for (index, item) in images.items.enumerated() {
      do throws(Failure) {
        let digest = try Self.digest(of: item.path)
        if let known = cache?[digest] {
          found[index] = .success(known)
        } else if let original = seen[digest] {
          copies.append((index, original))
        } else {
          seen[digest] = index
          pending.append((index, digest))
        }
      } catch {
        found[index] = .failure(error)
      }
      guard progress(index + 1 - pending.count, count) else {
        throw stopped(after: index + 1 - pending.count, of: count)
      }
    }
    var done = 0
    var isStopped = false
    var features = Features(table: FeatureTable(width: width))
    let (head, width, recipe) = (head, width, network.recipe)
    let isComplete = Batch(network, layers: [head]).run(
      pending.map { images.items[$0.index].path }, isCancelled: { isStopped }
    ) { examination throws(Failure) in
      (
        Self.pooled(examination, head: head, width: width),
        examination.photograph.clippingNote(for: recipe)
      )
    } deliver: { _, answer in
      let place = pending[done]
      found[place.index] = answer.map(\.0)
      if case .success(let (row, warning)) = answer {
        cache?.keep(row, of: place.digest)
        if let warning { features.warnings.append(warning) }
      }
      done += 1
      isStopped = !progress(count - pending.count + done, count)
    }
    guard isComplete, !isStopped else {
      throw stopped(after: count - pending.count + done, of: count)
    }
    for copy in copies { found[copy.index] = found[copy.original] }
    for (item, result) in zip(images.items, found) {
      switch result {
      case .success(let row):
        features.table.append(row, label: item.label)
        features.kept.append(item)
      case .failure(let failure):
        guard failure.status == .badData || failure.status == .noInput else { throw failure }
        features.skipped.append(failure)
      case nil: preconditionFailure("'\(item.path)' was never looked at")
      }
    }
    return features
  }

  private func stopped(after done: Int, of count: Int) -> Failure {
    Failure(
      .interrupted, "features stopped after", "\(done) of \(count)",
      because: "it was interrupted",
      advice: cache == nil ? nil : "run the same command to go on from there")
  }

  private static func digest(of path: String) throws(Failure) -> String {
    do throws(CheckpointError) {
      return FileDigest(of: try FileBytes(mapping: path)).hexadecimal
    } catch {
      throw Failure(error, subject: path, what: "can't read the image")
    }
  }

  /// The mean of each channel of the layer that the classifier reads.
  private static func pooled(_ examination: Examination, head: Int, width: Int) -> [Float] {
    guard let activations = examination.pass.activation(of: head) else {
      preconditionFailure("the last stage was not tapped")
    }
    let area = activations.count / width
    let values = activations.storage.buffer
    return (0..<width).map { channel -> Float in
      let plane = values[channel * area..<(channel + 1) * area]
      return Float(plane.reduce(0.0) { $0 + Double($1) } / Double(area))
    }
  }

  /// File name of the cache: identifies weights, preprocessing and precision.
  private static func key(_ network: LoadedNetwork) -> String {
    let weights =
      network.origin.digest.map { String($0.hexadecimal.prefix(16)) }
      ?? network.origin.source.replacing(":", with: "-")
    let settings = FNV1a.hash(
      "\(network.variant.name) \(network.recipe) \(network.model.configuration.precision)".utf8)
    return "\(weights)-\(String(settings, radix: 16))"
  }
}
