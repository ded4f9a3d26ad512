import Architectures
import Checkpoints
import Explanations
import Foundation
import Imaging
import Support

struct BatchCandidate: Sendable {
  /// Absolute path.
  let path: RawPath
  /// Size and time of the file when it was found; nil if it was no regular file.
  let facts: FileFacts?
  /// The overlay of the row that the new row replaces.
  let staleOverlay: OverlayName?
}

enum BatchOutcome: Sendable {
  /// The row to write; its overlay file is complete. `clipped` is true if 16-bit grey was clipped.
  case record(ImageRecord, clipped: Bool = false)
  /// The image belongs to another shard.
  case elsewhere
  /// The output can't be written, which ends the batch.
  case stopped(Failure)
}

/// Processes one image: reads, hashes, decodes, classifies and explains it, and saves the overlay.
struct BatchWorker: Sendable {
  let network: LoadedNetwork
  let request: BatchRequest
  /// Nil writes no overlays.
  let overlays: OverlayFolder?
  let paths: LibraryPaths
  let gate = LargeImageGate()
  /// What is decoded at once.
  let memory = MemoryShares()

  /// Examines the candidate on the calling thread; failures become rows or outcomes.
  func examine(_ runner: ExplanationRunner, _ candidate: BatchCandidate) -> BatchOutcome {
    var record = ImageRecord(path: candidate.path)
    record.truth = request.truth?.label(of: candidate.path)
    let watch = Stopwatch()
    let file: ImageFile
    do throws(Failure) {
      let isLarge = candidate.facts.map { $0.byteCount > LargeImageGate.bytes } ?? false
      file = try gate.holding(isLarge) { () throws(Failure) -> ImageFile in
        try ImageFile(reading: candidate.path, atMost: request.byteLimit)
      }
    } catch {
      // No descriptor is left: not the image's fault.
      if error.status == .unavailable { return .stopped(error) }
      // A file without readable content is assigned to a shard by its path.
      if let shard = request.shard, !shard.owns(candidate.path.digest) { return .elsewhere }
      record.byteCount = candidate.facts?.byteCount
      record.modified = candidate.facts?.modified
      return skip(record, error)
    }
    let digest = ContentHash.sha256(file.bytes)
    if request.shardKey == .content, let shard = request.shard, !shard.owns(digest) {
      return .elsewhere
    }
    record.byteCount = file.facts.byteCount
    record.modified = file.facts.modified
    record.digest = digest
    let pixels = Picture.claimedSize(file.bytes).map {
      $0.width.multipliedReportingOverflow(by: $0.height)
    }
    let isLarge = pixels.map { $0.overflow || $0.partialValue > LargeImageGate.pixels } ?? false
    let needed = Picture.decodingBytes(file.bytes, pixelLimit: request.pixelLimit)
    return gate.holding(isLarge) {
      memory.holding(needed) { examine(runner, file, digest, record, watch) }
    }
  }

  private func examine(
    _ runner: ExplanationRunner, _ file: ImageFile, _ digest: [UInt8], _ partial: ImageRecord,
    _ watch: Stopwatch
  ) -> BatchOutcome {
    var record = partial
    let explanation: Explanation
    let isClipped: Bool
    do throws(Failure) {
      let photograph = try Photograph(
        name: paths.shown(record.path), file.bytes, digest: FileDigest(known: digest.hexadecimal),
        pixelLimit: request.pixelLimit, since: watch)
      record.width = photograph.size.width
      record.height = photograph.size.height
      let found = try runner.explain(photograph, request.explanation)
      guard let first = found.first,
        first.examination.classification.logits.allSatisfy({ $0.isFinite })
      else {
        throw Failure(
          .badData, "can't examine", paths.shown(record.path),
          because: "the network's answer is no number",
          advice: "verify the weights, or the values of the tensor")
      }
      explanation = first
      isClipped = photograph.clippingNote(for: network.recipe) != nil
    } catch {
      return skip(record, error)
    }
    var answer = ImageRecord.Answer(explanation, top: request.top, truth: record.truth)
    do throws(Failure) {
      answer.overlay = try save(explanation, record.path, digest)
    } catch {
      return .stopped(error)
    }
    record.answer = answer
    return .record(record, clipped: isClipped)
  }

  private func skip(_ partial: ImageRecord, _ failure: Failure) -> BatchOutcome {
    var record = partial
    var failure = failure
    if failure.subject == record.path.printable { failure.subject = paths.shown(record.path) }
    record.skipped = ImageRecord.Skipped(
      status: Int(failure.status.rawValue), message: failure.message)
    return .record(record)
  }

  private func save(
    _ explanation: Explanation, _ path: RawPath, _ digest: [UInt8]
  ) throws(Failure) -> OverlayName? {
    guard let overlays, let kept = request.overlays else { return nil }
    let name = OverlayName(digest: digest, path: path, ending: kept.format.ending)
    let bytes = try explanation.thumbnail(
      request.explanation.style, kept.format, side: kept.side, paths: paths.style)
    try overlays.write(bytes, name: name)
    return name
  }
}

extension RawPath {
  /// SHA-256 of the bytes.
  var digest: [UInt8] { ContentHash.sha256(bytes) }
}

/// Keeps at most one large image in memory, for any number of workers.
final class LargeImageGate: Sendable {
  /// Images with more pixels, and files with more bytes, are large.
  static let pixels = 24_000_000
  static let bytes = 64 << 20

  private let lock = NSLock()

  /// Runs `body`; calls with `isLarge` run one at a time.
  func holding<Result, Mistake: Error>(
    _ isLarge: Bool, _ body: () throws(Mistake) -> Result
  ) throws(Mistake) -> Result {
    if isLarge { lock.lock() }
    defer { if isLarge { lock.unlock() } }
    return try body()
  }
}

extension ImageRecord.Answer {
  /// Collects the numbers of an explanation and its classification, with the `top` best classes.
  init(_ explanation: Explanation, top: Int, truth: Int?) {
    let examination = explanation.examination
    let classification = examination.classification
    let logits = classification.logits
    let known = truth.flatMap { logits.indices.contains($0) ? $0 : nil }
    self.init(
      predictions: classification.top(top).map {
        ImageRecord.Prediction(index: $0.index, probability: $0.probability, logit: $0.logit)
      }, target: explanation.target.index, map: MapStatistics(explanation.map))
    entropy = classification.output.entropy(logits)
    truthRank = known.map { truth in
      let better = logits.indices.count {
        logits[$0] > logits[truth] || logits[$0] == logits[truth] && $0 < truth
      }
      return 1 + better
    }
    truthProbability = known.flatMap { classification.probabilities?[$0] }
    if examination.network.network.isMultiLabel {
      isTruthFound = truthProbability.map { $0 >= OutputActivation.threshold }
    }
    milliseconds = ImageRecord.Milliseconds(
      decode: examination.photograph.decodeMilliseconds,
      preprocess: examination.image.milliseconds, forward: examination.forwardMilliseconds,
      attribution: explanation.milliseconds)
  }
}
