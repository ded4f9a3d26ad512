/// A dense float32 array with a shape; row-major, its storage shared by reference.
///
/// Weights keep PyTorch's axis order: convolution (O, I/groups, kH, kW), fully connected (O, I).
/// Images and activations outside the engine are (N, C, H, W) as in `.npy` files; inside the engine
/// they are (N, H, W, C).
public struct Tensor: Sendable {
  /// Extents, outermost first; empty for a scalar.
  package let shape: [Int]
  /// The elements; their number is the product of `shape`.
  package let storage: FloatStorage

  /// Wraps `storage`; its count must equal the product of `shape`.
  package init(shape: [Int], storage: FloatStorage) {
    precondition(
      storage.count == shape.reduce(1, *),
      "storage holds \(storage.count) elements, shape \(shape) needs \(shape.reduce(1, *))")
    self.shape = shape
    self.storage = storage
  }

  package init(shape: [Int], _ elements: [Float]) {
    self.init(shape: shape, storage: FloatStorage(copying: elements))
  }

  package init(zeros shape: [Int]) {
    self.init(shape: shape, storage: FloatStorage(count: shape.reduce(1, *)))
  }

  package var count: Int { storage.count }

  /// A copy of the elements in row-major order.
  package var elements: [Float] { Array(storage.buffer) }

  /// A tensor of another shape with the same storage; the number of elements must be equal.
  package func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape: shape, storage: storage) }
}
