import Imaging
import Support
import Tensors

/// The file format of small overlays.
package enum ThumbnailFormat: String, Hashable, Sendable, CaseIterable {
  /// Lossless, with the style in its text chunks.
  case png
  /// Smaller and faster, with the style in its comment.
  case jpeg

  package var ending: String { self == .png ? "png" : "jpg" }
}

extension Explanation {
  /// The overlay over a smaller copy of the photograph, as a file.
  ///
  /// `side` is the longest side in pixels; nil for the photograph's size.
  package func thumbnail(
    _ style: PictureStyle, _ format: ThumbnailFormat, side: Int?, paths: PathStyle = .absolute
  ) throws(Failure) -> [UInt8] {
    let shown = side.map(reduced) ?? self
    let picture = try shown.picture(style)
    var provenance = Provenance(self, style)
    provenance[.kind] = Provenance.thumbnailKind
    if paths != .absolute { provenance.keepNamesOfFiles() }
    provenance[.overlaySize] = side.map(String.init)
    let text = provenance.text
    return try Failure.naming(examination.photograph.name) { () throws(ImagingError) in
      switch format {
      case .png: try picture.encodedPNG(text: text)
      case .jpeg:
        try picture.encodedJPEG(
          comment: text.map { "\($0.keyword): \($0.text)" }.joined(separator: "\n"))
      }
    }
  }

  /// The explanation with the photograph scaled down to at most `side` pixels.
  private func reduced(to side: Int) -> Explanation {
    var reduced = self
    reduced.examination.image = examination.image.reduced(to: side)
    return reduced
  }
}

extension PreparedImage {
  /// The same input with the picture scaled down to at most `side` pixels.
  func reduced(to side: Int) -> PreparedImage {
    max(picture.width, picture.height) > side ? scaled(to: side) : self
  }

  /// The same input with the picture's longest side scaled to `side` pixels.
  func scaled(to side: Int) -> PreparedImage {
    let size = picture.size(fitting: PixelSize(square: side))
    guard size != picture.size else { return self }
    let across = Double(size.width) / Double(picture.width)
    let down = Double(size.height) / Double(picture.height)
    return PreparedImage(
      tensor: tensor, picture: picture.thumbnail(size),
      rectangle: Rectangle(
        x: rectangle.x * across, y: rectangle.y * down, width: rectangle.width * across,
        height: rectangle.height * down), milliseconds: milliseconds)
  }
}
