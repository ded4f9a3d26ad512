import Attribution
import Tensors

/// The edges of an image as a map: a baseline that does not depend on the network.
///
/// The magnitude of Sobel's gradient of the channel mean, averaged over the pixels of each map
/// cell. `image` is (3, H, W) or (1, 3, H, W).
package func edgeMap(of image: Tensor, height: Int, width: Int) -> AttributionMap {
  let rows = image.shape[image.shape.count - 2]
  let columns = image.shape[image.shape.count - 1]
  let area = rows * columns
  let pixels = image.storage.buffer
  func grey(_ row: Int, _ column: Int) -> Float {
    let place = min(max(row, 0), rows - 1) * columns + min(max(column, 0), columns - 1)
    return (pixels[place] + pixels[area + place] + pixels[2 * area + place]) / 3
  }
  var sums = [Float](repeating: 0, count: height * width)
  var counts = sums
  for row in 0..<rows {
    for column in 0..<columns {
      var across: Float = 0
      var down: Float = 0
      for offset in -1...1 {
        let weight: Float = offset == 0 ? 2 : 1
        across += weight * (grey(row + offset, column + 1) - grey(row + offset, column - 1))
        down += weight * (grey(row + 1, column + offset) - grey(row - 1, column + offset))
      }
      let cell = row * height / rows * width + column * width / columns
      sums[cell] += (across * across + down * down).squareRoot()
      counts[cell] += 1
    }
  }
  return AttributionMap(
    height: height, width: width, values: zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 })
}
