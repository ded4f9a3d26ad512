import Checkpoints
import Imaging
import Support
import Tensors

/// An image as given: a decoded picture, or a tensor that is already a network's input.
package struct Photograph: Sendable {
  package enum Content: Sendable {
    /// A picture, to be preprocessed by a network's recipe.
    case picture(Picture)
    /// A preprocessed tensor (1, 3, H, W), used as it is.
    case tensor(Tensor)
  }

  /// The path as given; `-` is standard input.
  package var name: String
  package let content: Content
  /// Milliseconds of reading and decoding.
  package let decodeMilliseconds: Double
  /// The file's SHA-256, computed on first use; nil for a picture from memory.
  package let digest: FileDigest?

  /// Reads PNG, JPEG, WebP or `.npy` from `path`, by content.
  package init(reading path: String) throws(Failure) {
    let watch = Stopwatch()
    let bytes = try InputFile.read(path, what: "can't read the image")
    try self.init(
      name: path, bytes, digest: FileDigest(of: FileBytes(bytes)), since: watch)
  }

  /// Decodes the `bytes` of the file called `name`; `watch` started with its reading.
  package init(
    name: String, _ bytes: [UInt8], digest: FileDigest,
    pixelLimit: Int = Picture.standardPixelLimit, since watch: Stopwatch = Stopwatch()
  ) throws(Failure) {
    content = try Failure.naming(name) { () throws(ImagingError) in
      NumPyFile.isRecognized(bytes)
        ? .tensor(try NumPyFile.image(from: bytes))
        : .picture(try Picture.decode(bytes, pixelLimit: pixelLimit))
    }
    self.name = name
    self.digest = digest
    decodeMilliseconds = watch.milliseconds
  }

  package var size: PixelSize {
    switch content {
    case .picture(let picture): picture.size
    case .tensor(let tensor): PixelSize(width: tensor.shape[3], height: tensor.shape[2])
    }
  }

  package init(name: String, picture: Picture) {
    self.name = name
    content = .picture(picture)
    digest = nil
    decodeMilliseconds = 0
  }

  package func prepared(for recipe: PreprocessingRecipe) -> PreparedImage {
    let watch = Stopwatch()
    let (tensor, picture, rectangle) =
      switch content {
      case .picture(let picture):
        (recipe.tensor(from: picture), picture, recipe.view(of: picture.size).rectangle)
      case .tensor(let tensor): (tensor, recipe.picture(from: tensor), Rectangle(all: size))
      }
    return PreparedImage(
      tensor: tensor, picture: picture, rectangle: rectangle, milliseconds: watch.milliseconds)
  }
}

extension LoadedNetwork {
  /// The part of `photograph` that becomes the input, in the photograph's pixels.
  func seen(of photograph: Photograph) -> Rectangle {
    switch photograph.content {
    case .picture(let picture): recipe.view(of: picture.size).rectangle
    case .tensor: Rectangle(all: photograph.size)
    }
  }
}

/// An image as preprocessed for one network.
package struct PreparedImage: Sendable {
  /// The network's input, (1, 3, H, W).
  package let tensor: Tensor
  /// The photograph that heatmaps are drawn over.
  package let picture: Picture
  /// The part of the photograph that the input shows.
  package let rectangle: Rectangle
  package let milliseconds: Double
}

extension PreprocessingRecipe {
  /// Inverts the normalisation of a preprocessed tensor (…, 3, H, W).
  package func picture(from tensor: Tensor) -> Picture {
    let height = tensor.shape[tensor.shape.count - 2]
    let width = tensor.shape[tensor.shape.count - 1]
    let values = tensor.storage.buffer
    var pixels = [UInt8](repeating: 0, count: 3 * height * width)
    for channel in 0..<3 {
      for place in 0..<height * width {
        let value = values[channel * height * width + place]
        let level = (value * standardDeviation[channel] + mean[channel]) * 255
        pixels[place * 3 + channel] = UInt8(min(max(level.isNaN ? 0 : level, 0), 255).rounded())
      }
    }
    return Picture(width: width, height: height, channels: 3, pixels: pixels)
  }
}
