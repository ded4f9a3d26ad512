import Checkpoints
import Imaging
import Support
import Tensors

/// An image as given: a decoded picture, or a tensor that is already a network's input.
package struct Photograph: Sendable {
  package enum Content: Sendable {
    /// A picture, to be preprocessed by a network's recipe.
    case picture(Picture)
    /// A preprocessed tensor (1, C, H, W), the network's input.
    case tensor(Tensor)
  }

  /// The path as given; `-` is standard input.
  package var name: String
  package let content: Content
  /// The picture with its 16-bit grey scaled to 8 bits; nil if it is of another kind.
  private let scaledGrey: Picture?
  /// What all threads decode at once.
  private static let memory = MemoryShares()
  /// Milliseconds of reading and decoding.
  package let decodeMilliseconds: Double
  /// The file's SHA-256, computed on first use; nil for a picture from memory.
  package let digest: FileDigest?

  /// Bytes at most of the file of an image with `pixels`: 4 channels of 16 bits each, and 16 MiB.
  package static func byteLimit(pixels: Int) -> Int { 8 * pixels + (16 << 20) }

  /// Reads a picture or `.npy` of `pixelLimit` pixels at most from `path`, by content.
  package init(
    reading path: String, pixelLimit: Int = Picture.standardPixelLimit
  ) throws(Failure) {
    let watch = Stopwatch()
    let bytes = try InputFile.read(
      path, what: "can't read the image", atMost: Self.byteLimit(pixels: pixelLimit),
      advice: "scale the image down first, or raise \(OptionName.megapixels)")
    try self.init(
      name: path, bytes, digest: FileDigest(of: FileBytes(bytes)), pixelLimit: pixelLimit,
      since: watch)
  }

  /// Decodes the `bytes` of the file called `name`; `watch` started with its reading.
  package init(
    name: String, _ bytes: [UInt8], digest: FileDigest,
    pixelLimit: Int = Picture.standardPixelLimit, since watch: Stopwatch = Stopwatch()
  ) throws(Failure) {
    let needed = Picture.decodingBytes(bytes, pixelLimit: pixelLimit)
    (content, scaledGrey) = try Self.memory.holding(needed) {
      () throws(Failure) -> (Content, Picture?) in
      try Failure.naming(name) { () throws(ImagingError) -> (Content, Picture?) in
        if NumPyFile.isRecognized(bytes) {
          return (.tensor(try NumPyFile.image(from: bytes)), nil)
        }
        let picture = try Picture.decode(bytes, pixelLimit: pixelLimit)
        let isGrey16 = Picture.isGrey16(bytes)
        return (
          .picture(picture),
          isGrey16
            ? try Picture.decode(bytes, pixelLimit: pixelLimit, scalingGrey: true) : nil
        )
      }
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
    scaledGrey = nil
    digest = nil
    decodeMilliseconds = 0
  }

  /// Throws if a network that reads `channels` channels can't be shown this image.
  package func check(channels: Int) throws(Failure) {
    switch content {
    case .picture:
      guard channels != 3, channels != 1 else { return }
      throw Failure(
        .usage, "can't show the photograph to the network", name,
        because:
          "the network reads \(channels) channels, and a photograph has three colours or grey",
        advice: "give a preprocessed .npy of shape (\(channels), H, W)")
    case .tensor(let tensor):
      guard tensor.shape[1] != channels else { return }
      throw Failure(
        .badData, "can't show the array to the network", name,
        because: "it has \(tensor.shape[1]) channels, and the network reads \(channels)",
        advice: "save an array of shape (\(channels), H, W)")
    }
  }

  /// A warning if `recipe` clips this photograph's grey, as Pillow does.
  package func clippingNote(for recipe: PreprocessingRecipe) -> String? {
    guard scaledGrey != nil, !recipe.scalesGrey16, case .picture(let picture) = content,
      picture.pixels.contains(255)
    else { return nil }
    return "'\(name.printable)': its \(Self.clippingWords)"
  }

  package static let clippingWords =
    "16-bit grey is clipped to 255, as Pillow does; \(OptionName.grey16) scale divides it by 257 "
    + "instead"

  private func prepared(
    _ picture: Picture, _ recipe: PreprocessingRecipe
  ) -> (Tensor, Picture, Rectangle) {
    (recipe.tensor(from: picture), picture, recipe.view(of: picture.size).rectangle)
  }

  private func prepared(
    _ tensor: Tensor, _ recipe: PreprocessingRecipe
  ) -> (Tensor, Picture, Rectangle) {
    (tensor, recipe.picture(from: tensor), Rectangle(all: size))
  }

  package func prepared(for recipe: PreprocessingRecipe) -> PreparedImage {
    let watch = Stopwatch()
    let (tensor, picture, rectangle) =
      switch content {
      case .picture(let clipped):
        prepared(recipe.scalesGrey16 ? scaledGrey ?? clipped : clipped, recipe)
      case .tensor(let array): prepared(recipe.arrays?(array) ?? array, recipe)
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
  /// Inverts the normalisation of a preprocessed tensor (…, 3, H, W) or (…, 1, H, W).
  ///
  /// Other numbers of channels have no colours: their mean is shown in grey, from its smallest value
  /// to its largest.
  package func picture(from tensor: Tensor) -> Picture {
    let count = tensor.shape[tensor.shape.count - 3]
    guard count == 3 || count == 1 else { return Self.meanPicture(of: tensor, channels: count) }
    let height = tensor.shape[tensor.shape.count - 2]
    let width = tensor.shape[tensor.shape.count - 1]
    let values = tensor.storage.buffer
    var pixels = [UInt8](repeating: 0, count: 3 * height * width)
    for channel in 0..<3 {
      for place in 0..<height * width {
        let value = values[min(channel, count - 1) * height * width + place]
        let level = (value * standardDeviation[channel] + mean[channel]) * 255
        pixels[place * 3 + channel] = UInt8(min(max(level.isNaN ? 0 : level, 0), 255).rounded())
      }
    }
    return Picture(width: width, height: height, channels: 3, pixels: pixels)
  }

  private static func meanPicture(of tensor: Tensor, channels: Int) -> Picture {
    let (height, width) = (
      tensor.shape[tensor.shape.count - 2], tensor.shape[tensor.shape.count - 1]
    )
    let values = tensor.storage.buffer
    let means = (0..<height * width).map { place in
      let sum = (0..<channels).reduce(Float(0)) { $0 + values[$1 * height * width + place] }
      return sum.isFinite ? sum : 0
    }
    let low = means.min() ?? 0
    let range = (means.max() ?? 0) - low
    let pixels = means.flatMap { mean in
      let level = UInt8(range > 0 ? ((mean - low) / range * 255).rounded() : 0)
      return [level, level, level]
    }
    return Picture(width: width, height: height, channels: 3, pixels: pixels)
  }
}
