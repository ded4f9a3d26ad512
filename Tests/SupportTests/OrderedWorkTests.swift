import Support
import Testing

@Suite("Work in order")
struct OrderedWorkTests {
  @Test("Results come in the order of their inputs", arguments: [1, 3, 8])
  func order(workers: Int) {
    var inputs = (0..<100).makeIterator()
    var results: [Int] = []
    let isComplete = OrderedWork.run(workers: workers, ahead: 4) {
      inputs.next()
    } start: { _ in
      { $0 * $0 }
    } deliver: { _, square in
      results.append(square)
      return true
    }
    #expect(isComplete && results == (0..<100).map { $0 * $0 })
  }

  @Test("No inputs are complete at once")
  func nothing() {
    #expect(
      OrderedWork.run(workers: 2) {
        nil as Int?
      } start: { _ in
        { $0 }
      } deliver: { _, _ in
        false
      })
  }

  @Test("Once a result is refused, few more inputs are taken and nothing is delivered")
  func stopping() {
    var taken = 0
    var delivered = 0
    let isComplete = OrderedWork.run(workers: 2, ahead: 4) {
      taken += 1
      return taken
    } start: { _ in
      { $0 }
    } deliver: { _, _ in
      delivered += 1
      return delivered < 3
    }
    #expect(!isComplete && delivered == 3)
    #expect(taken <= 3 + 4)
  }

  @Test(
    "The name that was probably meant",
    arguments: [
      ("gradcam", "grad-cam"), ("Grad_CAM", "grad-cam"), ("scor", "score-cam"), ("rize", "rise"),
      ("x", nil), ("", nil), ("integrated", "integrated-gradients"), ("zzzzzzzz", nil),
    ] as [(String, String?)])
  func nearMisses(name: String, meant: String?) {
    let names = ["grad-cam", "score-cam", "rise", "integrated-gradients"]
    #expect(nearestName(to: name, among: names) == meant)
  }
}
