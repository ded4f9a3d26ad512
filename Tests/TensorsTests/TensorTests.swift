import Tensors
import Testing

@Suite("Tensors")
struct TensorTests {
  @Test("Elements stand in row-major order and keep it in another shape")
  func reshaping() {
    let tensor = Tensor(shape: [2, 3], [0, 1, 2, 3, 4, 5])
    #expect(tensor.count == 6)
    let column = tensor.reshaped([3, 2])
    #expect(column.shape == [3, 2])
    #expect(column.elements == [0, 1, 2, 3, 4, 5])
    #expect(Tensor(shape: [], [7]).count == 1)
  }

  @Test("Reshaping shares the storage")
  func sharing() {
    let tensor = Tensor(zeros: [4])
    let square = tensor.reshaped([2, 2])
    tensor.storage.mutableBuffer[3] = 1
    #expect(square.elements == [0, 0, 0, 1])
  }

  @Test("An extent of 0 holds no elements")
  func empty() {
    #expect(Tensor(zeros: [3, 0, 2]).elements.isEmpty)
  }

  @Test("A pattern is the same every time, mixed and within [-1, 1)")
  func pattern() {
    let values = Tensor(pattern: [1, 3, 8, 8]).elements
    #expect(values == Tensor(pattern: [1, 3, 8, 8]).elements)
    #expect(values.allSatisfy { $0 >= -1 && $0 < 1 })
    #expect(Set(values).count > 150)
    #expect(abs(values.reduce(0, +) / Float(values.count)) < 0.2)
  }
}
