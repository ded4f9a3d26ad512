import Explanations
import Foundation
import Imaging
import Synchronization
import Tensors
import Testing

@Suite struct BatchTests {
  private func network(threads: Int) throws -> LoadedNetwork {
    try NetworkLoader.load(
      NetworkRequest(variant: "lite0", checkpoint: "random:3", threads: threads))
  }

  /// Small tensors for short passes; the third file is not an image.
  private func images(in folder: URL) throws -> [String] {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return try (0..<9).map { number in
      let path = folder.appendingPathComponent("\(number).npy").path
      let values = (0..<3 * 32 * 32).map { Float(($0 * (number + 3)) % 17) / 8 - 1 }
      let bytes =
        number == 2
        ? Array("not an image".utf8)
        : NumPyFile.bytes(of: Tensor(shape: [1, 3, 32, 32], values))
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return path
    }
  }

  private func withImages(_ body: ([String]) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("effscope-batch-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(try images(in: folder))
  }

  @Test func resultsComeInOrderAndEqualThoseOfSingleImages() throws {
    try withImages { images in
      let expected = images.map { image in
        try? ExplanationRunner(try network(threads: 1)).examine(Photograph(reading: image))
          .classification.logits
      }
      for threads in [1, 2, 3, 5] {
        var delivered: [(String, [Float]?)] = []
        let prefetch = PhotographPrefetch(firstOf: images)
        let isComplete = Batch(try network(threads: threads), prefetch: prefetch).run(images) {
          $0.classification.logits
        } deliver: { image, answer in
          delivered.append((image, try? answer.get()))
        }
        #expect(isComplete)
        #expect(delivered.map(\.0) == images)
        #expect(delivered.map(\.1) == expected, "\(threads) threads")
        #expect(delivered[2].1 == nil)
      }
    }
  }

  @Test func undeliveredResultsLimitStartedImages() throws {
    try withImages { images in
      let many = (0..<8).flatMap { _ in images.filter { !$0.hasSuffix("2.npy") } }
      let started = Atomic<Int>(0)
      var delivered = 0
      var furthest = 0
      Batch(try network(threads: 2)).run(many) { (_: Examination) -> Int in
        started.add(1, ordering: .relaxed).newValue
      } deliver: { _, _ in
        usleep(2000)
        furthest = max(furthest, started.load(ordering: .relaxed) - delivered)
        delivered += 1
      }
      #expect(delivered == many.count)
      // Two workers: at most four pending results and the one being delivered.
      #expect(furthest <= 5)
    }
  }

  @Test func aCancelledBatchFinishesOnlyStartedImages() throws {
    try withImages { images in
      var delivered = 0
      let isComplete = Batch(try network(threads: 2)).run(
        images, isCancelled: { delivered >= 4 }
      ) {
        $0.forwardMilliseconds
      } deliver: { _, _ in
        delivered += 1
      }
      #expect(!isComplete)
      #expect(delivered == 4)
    }
  }

  @Test(arguments: [1, 3])
  func inputsAreTakenLazily(threads: Int) throws {
    // An endless sequence: only needed elements may be taken.
    let taken = Atomic<Int>(0)
    let numbers = AnySequence<Int> {
      AnyIterator { taken.add(1, ordering: .relaxed).newValue }
    }
    var delivered: [Int] = []
    let isComplete = Batch(try network(threads: threads)).run(numbers) { _, number in
      number * number
    } deliver: { number, square in
      #expect(square == number * number)
      delivered.append(number)
      return number < 20
    }
    #expect(!isComplete)
    #expect(delivered == Array(1...20))
    #expect(taken.load(ordering: .relaxed) <= 20 + 2 * threads)
    let rest = Batch(try network(threads: threads)).run([7, 8]) { _, number in
      number
    } deliver: { _, _ in
      true
    }
    #expect(rest)
  }
}
