import Attribution
import Checkpoints
import Glibc
import Inference
import Support
import Tensors

/// Spools maps and logits to a temporary file until the shared scale of all maps is known.
///
/// Photographs are not stored but read again, so memory holds one image at a time.
package struct MapSpool {
  /// Facts of one explanation; its numbers are in the file.
  private struct Item {
    let question: ExplanationQuestion
    let height, width: Int
    let isPartial: Bool
    let passes: Passes
    let milliseconds, forwardMilliseconds: Double
    /// Offset of the map in the file; the logits follow.
    let offset: Int
    let classes: Int
  }

  private let file: AnonymousFile
  private var items: [Int: [Item]] = [:]
  private var end = 0
  private var scale: DisplayScale?
  private let isSigned: Bool

  package init(isSigned: Bool) throws(Failure) {
    self.isSigned = isSigned
    file = try Failure.naming(nil, what: "can't store maps") {
      () throws(CheckpointError) in try AnonymousFile()
    }
  }

  package var sharedScale: DisplayScale {
    scale ?? DisplayScale(shared: [], isSigned: isSigned)
  }

  package mutating func put(_ explanations: [Explanation], of number: Int) throws(Failure) {
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

  package func contains(_ number: Int) -> Bool { items[number] != nil }

  /// Reads the explanations of image `number` back; `photograph` is that image.
  package func explanations(
    of number: Int, _ photograph: Photograph, _ network: LoadedNetwork
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
    let isWhole = values.withUnsafeBytes { bytes in
      transfer(bytes, at: end) { pwrite(file.descriptor, $0.baseAddress, $0.count, $1) }
    }
    guard isWhole else { throw Self.failure(errno) }
    end += values.count * MemoryLayout<Float>.stride
  }

  private func read(_ count: Int, at offset: Int) throws(Failure) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    let isWhole = values.withUnsafeMutableBytes { bytes in
      transfer(UnsafeRawBufferPointer(bytes), at: offset) {
        pread(file.descriptor, UnsafeMutableRawPointer(mutating: $0.baseAddress), $0.count, $1)
      }
    }
    guard isWhole else { throw Self.failure(errno) }
    return values
  }

  private static func failure(_ code: Int32) -> Failure {
    Failure(
      .inputOutput, "can't store maps in", "a temporary file",
      because: reason(code),
      advice: "set TMPDIR to a folder with room, or leave \(OptionName.scale) shared out")
  }
}

/// Calls `move` with the rest of `bytes` and its offset in the file until all are moved.
///
/// False with `errno` on failure.
private func transfer(
  _ bytes: UnsafeRawBufferPointer, at offset: Int, _ move: (UnsafeRawBufferPointer, off_t) -> Int
) -> Bool {
  var done = 0
  while done < bytes.count {
    let moved = move(UnsafeRawBufferPointer(rebasing: bytes[done...]), off_t(offset + done))
    if moved < 0 && errno == EINTR { continue }
    guard moved > 0 else { return false }
    done += moved
  }
  return true
}
