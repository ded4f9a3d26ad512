import Explanations
import Imaging
import Tensors
import Terminal

extension Photograph {
  /// What people see of it: the picture, or what a preprocessed tensor looked like before.
  var shownPicture: Picture {
    switch content {
    case .picture(let picture): picture
    case .tensor(let tensor):
      // Which network it was made for is not known here; most are made for ImageNet's own scale.
      PreprocessingRecipe(resize: .none, crop: nil).picture(from: tensor)
    }
  }
}

extension PictureFacts {
  /// A photograph with a preview whose longer side has at most `limit` pixels.
  init(_ photograph: Photograph, limit: Int) {
    let picture = photograph.shownPicture
    self.init(
      path: photograph.name, width: picture.width, height: picture.height,
      preview: Pixels(picture, limit: limit))
  }
}

extension Pixels {
  /// A decoded picture, shrunk to `limit` pixels on its longer side.
  init(_ picture: Picture, limit: Int) {
    let isLarge = picture.width > limit || picture.height > limit
    let bounds = PixelSize(square: limit)
    let shown = isLarge ? picture.thumbnail(picture.size(fitting: bounds)) : picture
    guard shown.channels == 4 else {
      self.init(width: shown.width, height: shown.height, bytes: shown.pixels)
      return
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(shown.width * shown.height * 3)
    for start in stride(from: 0, to: shown.pixels.count, by: 4) {
      bytes.append(contentsOf: shown.pixels[start..<start + 3])
    }
    self.init(width: shown.width, height: shown.height, bytes: bytes)
  }
}
