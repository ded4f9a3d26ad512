import Imaging
import Support
import Tensors

/// The file format of small overlays.
public enum ThumbnailFormat: String, Hashable, Sendable, CaseIterable {
  /// Lossless, with the style in its text chunks.
  case png
  /// Smaller and faster, with the style in its comment.
  case jpeg

  /// File name extension.
  public var ending: String { self == .png ? "png" : "jpg" }
}

extension Explanation {
  /// The overlay over a smaller copy of the photograph as a file.
  ///
  /// The longer side has at most `side` pixels; nil for the photograph's size.
  public func thumbnail(
    _ style: PictureStyle, _ format: ThumbnailFormat, side: Int?
  ) throws(Failure) -> [UInt8] {
    let shown = side.map(reduced) ?? self
    let picture = try shown.picture(style)
    var provenance = Provenance(self, style)
    provenance[.kind] = Provenance.thumbnailKind
    provenance[.overlaySize] = side.map(String.init)
    do throws(ImagingError) {
      switch format {
      case .png: return try picture.encodedPNG(text: provenance.text)
      case .jpeg:
        return try picture.encodedJPEG(
          comment: provenance.text.map { "\($0.keyword): \($0.text)" }.joined(separator: "\n"))
      }
    } catch {
      throw Failure(error, subject: examination.photograph.name)
    }
  }

  /// The same explanation with a smaller copy of the photograph, at most `side` pixels long.
  ///
  /// Map and predictions stay the same.
  func reduced(to side: Int) -> Explanation {
    let image = examination.image
    let small = image.picture.size(fitting: PixelSize(square: side))
    guard small.width < image.picture.width || small.height < image.picture.height else {
      return self
    }
    let across = Double(small.width) / Double(image.picture.width)
    let down = Double(small.height) / Double(image.picture.height)
    let seen = image.rectangle
    let reduced = PreparedImage(
      tensor: image.tensor, picture: image.picture.thumbnail(small),
      rectangle: Rectangle(
        x: seen.x * across, y: seen.y * down, width: seen.width * across,
        height: seen.height * down), milliseconds: image.milliseconds)
    return Explanation(
      examination: examination.showing(reduced), question: question, map: map,
      isPartial: isPartial, passes: passes, milliseconds: milliseconds)
  }
}
