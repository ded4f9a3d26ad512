import Synchronization
import Tensors
import Testing

@Suite("Tensors by name")
struct StateDictionaryTests {
  @Test("Names are in ascending order; a removed tensor is gone")
  func names() {
    var dictionary = StateDictionary(["b": Tensor(zeros: [1]), "a": Tensor(zeros: [2])])
    #expect(dictionary.names == ["a", "b"])
    #expect(dictionary["a"]?.shape == [2])
    #expect(dictionary["c"] == nil)
    dictionary["a"] = nil
    #expect(dictionary.count == 1 && !dictionary.contains("a"))
  }

  @Test("A defined tensor is computed at each access, and not by a search for its name")
  func deferred() {
    let made = Tensor(shape: [1], [5])
    var dictionary = StateDictionary()
    let count = Calls()
    dictionary.define("w") {
      count.add()
      return made
    }
    #expect(dictionary.contains("w") && dictionary.names == ["w"] && count.value == 0)
    #expect(dictionary["w"]?.elements == [5])
    #expect(dictionary["w"]?.elements == [5])
    #expect(count.value == 2)
  }

  @Test("A deferred tensor is computed once, at its first use")
  func once() {
    let count = Calls()
    let tensor = DeferredTensor {
      count.add()
      return Tensor(zeros: [2])
    }
    #expect(count.value == 0)
    #expect(tensor.tensor.shape == [2] && tensor.tensor.shape == [2])
    #expect(count.value == 1)
  }
}

private final class Calls: Sendable {
  private let count = Mutex(0)
  var value: Int { count.withLock { $0 } }
  func add() { count.withLock { $0 += 1 } }
}
