import Attribution
import Checkpoints
import Glibc
import Inference
import Support
import Tensors

/// Explanations put aside until all of a command are known: maps and logits in a file without a name, the
/// photographs left out, to be read again.
///
/// However many images there are, memory holds one of them.
public struct ExplanationShelf {
  /// What is kept of one explanation; its numbers are in the file.
  private struct Item {
    let question: ExplanationQuestion
    let height: Int
    let width: Int
    let isPartial: Bool
    let passes: Passes
    let milliseconds: Double
    let forwardMilliseconds: Double
    /// Where its map starts in the file; the logits follow.
    let offset: Int
    let classes: Int
  }

  private let file: AnonymousFile
  private var items: [Int: [Item]] = [:]
  private var end = 0
  private var scale: DisplayScale?
  private let isSigned: Bool

  /// An empty shelf for maps that are drawn with sign or without.
  public init(isSigned: Bool) throws(Failure) {
    self.isSigned = isSigned
    do throws(CheckpointError) {
      file = try AnonymousFile()
    } catch {
      throw Failure(error, subject: "a temporary file", what: "can't put maps aside")
    }
  }

  /// The scale that all maps put aside so far share.
  public var sharedScale: DisplayScale {
    scale ?? DisplayScale(shared: [], isSigned: isSigned)
  }

  /// Puts the explanations of the image with `number` aside.
  public mutating func put(_ explanations: [Explanation], of number: Int) throws(Failure) {
    for explanation in explanations {
      let logits = explanation.examination.classification.logits
      items[number, default: []].append(
        Item(
          question: explanation.question, height: explanation.map.height,
          width: explanation.map.width, isPartial: explanation.isPartial,
          passes: explanation.passes, milliseconds: explanation.milliseconds,
          forwardMilliseconds: explanation.examination.forwardMilliseconds, offset: end,
          classes: logits.count))
      try write(explanation.map.values)
      try write(logits)
      scale = DisplayScale(
        shared: [explanation.map], isSigned: isSigned, atLeast: scale?.high ?? 0)
    }
  }

  /// Whether anything of the image with `number` was put aside.
  public func holds(_ number: Int) -> Bool { items[number] != nil }

  /// The explanations of the image with `number`, over its `photograph`.
  public func take(
    _ number: Int, _ photograph: Photograph, _ network: LoadedNetwork
  ) throws(Failure) -> [Explanation] {
    let image = photograph.prepared(for: network.recipe)
    var explanations: [Explanation] = []
    for item in items[number] ?? [] {
      let map = try read(item.height * item.width, at: item.offset)
      let logits = try read(
        item.classes, at: item.offset + map.count * MemoryLayout<Float>.stride)
      let examination = Examination(
        network: network, photograph: photograph, image: image,
        pass: ForwardPass(logits: Tensor(shape: [logits.count], logits)),
        forwardMilliseconds: item.forwardMilliseconds)
      explanations.append(
        Explanation(
          examination: examination, question: item.question,
          map: AttributionMap(height: item.height, width: item.width, values: map),
          isPartial: item.isPartial, passes: item.passes, milliseconds: item.milliseconds))
    }
    return explanations
  }

  private mutating func write(_ values: [Float]) throws(Failure) {
    let written = values.withUnsafeBytes { bytes in
      pwriteAll(file.descriptor, bytes, at: end)
    }
    guard written else { throw Self.failure(errno) }
    end += values.count * MemoryLayout<Float>.stride
  }

  private func read(_ count: Int, at offset: Int) throws(Failure) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    let isWhole = values.withUnsafeMutableBytes { bytes in
      preadAll(file.descriptor, bytes, at: offset)
    }
    guard isWhole else { throw Self.failure(errno) }
    return values
  }

  private static func failure(_ code: Int32) -> Failure {
    Failure(
      .inputOutput, "can't put maps aside in", "a temporary file",
      because: String(cString: strerror(code)).lowercased(),
      advice: "set TMPDIR to a folder with room, or leave \(OptionName.scale) shared out")
  }
}

/// Writes all bytes, whatever interrupts; false with `errno` where that can't be.
private func pwriteAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool
{
  var done = 0
  while done < bytes.count {
    let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
    let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { return false }
    done += count
  }
  return true
}

/// Reads as many bytes as there is room for; false with `errno` where that can't be.
private func preadAll(
  _ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, at offset: Int
) -> Bool {
  var done = 0
  while done < bytes.count {
    let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
    let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { return false }
    done += count
  }
  return true
}
