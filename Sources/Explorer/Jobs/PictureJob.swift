import Explanations
import Imaging
import Support
import Tensors
import Terminal

/// Decodes the photograph that is to be open.
package struct PictureJob: Job {
  package static let kind = JobKind("picture", .files, "opening the picture")
  package var path: String

  package static func desired(in state: State) -> PictureJob? {
    let wanted = state.subject.wantedPicture
    let isCurrent = wanted == state.subject.picture?.path && !state.subject.mustReread
    return isCurrent ? nil : wanted.map { PictureJob(path: $0) }
  }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure) -> PictureFacts {
    let file = FileFacts(of: RawPath(path))
    var picture = PictureFacts(
      try Photograph(reading: path, pixelLimit: workbench.pixelLimit),
      limit: PictureFacts.previewSide)
    picture.file = file
    return picture
  }

  package func finish(_ picture: PictureFacts, in state: inout State) {
    let former = state.subject.picture
    state.subject.picture = picture
    state.subject.wantedPicture = picture.path
    state.subject.mustReread = false
    if former == picture { return }
    if former?.path == picture.path { state.forgetResults() }
    state.screens.predict.cursor = 0
    state.screens.cam.pictureChanged()
  }

  package func fail(_ failure: Failure, in state: inout State) {
    state.notice = Notice(.failure, failure.text)
    state.subject.wantedPicture = state.subject.picture?.path
    state.subject.mustReread = false
  }
}

extension State {
  /// Forgets what was computed of a photograph whose file has been replaced.
  fileprivate mutating func forgetResults() {
    subject.answer = nil
    screens.cam.forgetMaps()
    screens.step.forgetAnswers()
  }
}

/// A decoded photograph with a preview for the screen.
package struct PictureFacts: Equatable, Sendable {
  package var path: String
  /// Pixels of the file.
  package var width, height: Int
  /// The file when it was read; nil where there is none.
  package var file: FileFacts?
  /// The photograph at the size of a screen.
  package var preview: Pixels

  /// Pixels on the longer side of a preview; enough for sextants on a screen of 300 × 90 cells.
  static let previewSide = 640

  package init(path: String, width: Int, height: Int, preview: Pixels) {
    (self.path, self.width, self.height, self.preview) = (path, width, height, preview)
  }

  /// The path's last part.
  package var name: String { path.lastPathComponent }

  /// A photograph with a preview whose longer side has at most `limit` pixels.
  init(_ photograph: Photograph, limit: Int) {
    let picture = photograph.shownPicture
    self.init(
      path: photograph.name, width: picture.width, height: picture.height,
      preview: Pixels(picture, limit: limit))
  }
}

extension Photograph {
  /// The photograph as a picture; a preprocessed tensor is converted back.
  var shownPicture: Picture {
    switch content {
    case .picture(let picture): picture
    case .tensor(let tensor):
      // The network that the tensor was made for is unknown here; ImageNet's scale is the usual one.
      PreprocessingRecipe(resize: .none, crop: nil).picture(from: tensor)
    }
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
