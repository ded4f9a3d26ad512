import CImageCodecs
import Tensors

extension PreprocessingRecipe {
  /// The part of a picture of `size` that becomes the network's input.
  package func view(of size: PixelSize) -> NetworkView { NetworkView(of: size, under: self) }

  /// The network's input as a picture, before normalization.
  ///
  /// Only the pixels inside the crop are computed, so pictures with an extreme aspect ratio cost
  /// no more than square ones.
  package func input(from picture: Picture) -> Picture {
    let view = view(of: picture.size)
    let visible = view.window.intersection(with: view.scaledSize)
    let source = picture.cropped(to: view.source)
    let content = (channels == 1 ? source.grey : source)
      .resized(to: view.scaledSize, interpolation, window: visible)
    guard visible != view.window else { return content }
    let border = RGBColor(red: padding[0], green: padding[1], blue: padding[2])
    return content.padded(
      to: view.inputSize, left: visible.x - view.window.x, top: visible.y - view.window.y,
      channels == 1 ? border.grey : border)
  }

  /// The network's normalized input, shape (1, 3, H, W), or (1, 1, H, W) of a network that reads
  /// grey.
  package func tensor(from picture: Picture) -> Tensor {
    normalized(input(from: picture))
  }

  /// Normalizes `input` with the recipe's mean and standard deviation; result (1, 3, H, W), or
  /// (1, 1, H, W) of a grey `input`.
  package func normalized(_ input: Picture) -> Tensor {
    precondition(channels == 3 || channels == 1, "a picture has no \(channels) channels")
    // torchvision's ToTensor and Normalize, each step rounded to single precision.
    let tables = (0..<3).flatMap { channel in
      (0..<256).map { (Float($0) / 255 - mean[channel]) / standardDeviation[channel] }
    }
    let storage = FloatStorage(count: 3 * input.width * input.height) { planes in
      planes_from_pixels(
        planes, input.pixels, input.channels, input.width * input.height, tables)
    }
    let count = input.width * input.height
    let shape = [1, channels, input.height, input.width]
    if channels == 1 { return Tensor(shape: shape, Array(storage.buffer.prefix(count))) }
    return Tensor(shape: shape, storage: storage)
  }
}

extension PixelRectangle {
  /// The part that is inside a picture of `size`.
  fileprivate func intersection(with size: PixelSize) -> PixelRectangle {
    let left = max(x, 0)
    let top = max(y, 0)
    return PixelRectangle(
      x: left, y: top, width: min(x + width, size.width) - left,
      height: min(y + height, size.height) - top)
  }
}

extension Picture {
  /// This picture at (left, top) on a picture of `size` in one colour.
  fileprivate func padded(
    to size: PixelSize, left: Int, top: Int, _ color: RGBColor
  ) -> Picture {
    Picture(width: size.width, height: size.height) { target in
      for pixel in 0..<size.width * size.height {
        target[3 * pixel] = color.red
        target[3 * pixel + 1] = color.green
        target[3 * pixel + 2] = color.blue
      }
      pixels.withUnsafeBufferPointer { source in
        for y in 0..<height {
          let to = ((y + top) * size.width + left) * 3
          for x in 0..<width * 3 { target[to + x] = source[y * width * 3 + x] }
        }
      }
    }
  }
}
