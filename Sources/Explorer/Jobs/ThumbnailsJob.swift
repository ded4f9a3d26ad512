import Checkpoints
import Explanations
import Foundation
import Library
import Support
import Synchronization
import Terminal

/// Decodes small pictures of the images in view.
package struct ThumbnailsJob: Job {
  package static let kind = JobKind("thumbnails", .thumbnails, "loading thumbnails")
  package var library: String
  package var identifiers: [Int64]
  /// Whether photographs are decoded, without their overlays.
  package var isOfPhotographs = false

  private static let batch = 8

  package static func desired(in state: State) -> ThumbnailsJob? {
    let gallery = state.screens.gallery
    guard state.screen == .gallery, let library = gallery.openLibrary else { return nil }
    let current = [gallery.currentID].compactMap(\.self)
    let isList = gallery.marks.compared == nil && gallery.display.arrangement == .list
    // The image under the cursor first; a list shows no other picture.
    let wanted =
      isList ? current : current + state.galleryScreen.visible.filter { $0 != current.first }
    let read = wanted.filter { gallery.cache.rows[$0] != nil }
    for kind in gallery.display.content.pictures {
      let missing = read.filter { gallery.cache.picture($0, isPhotograph: kind) == nil }
      guard missing.isEmpty else {
        return ThumbnailsJob(
          library: library, identifiers: Array(missing.prefix(batch)), isOfPhotographs: kind)
      }
    }
    return nil
  }

  /// One batch at a time: the next one is of the images in view by then.
  package func isKept(in state: State) -> Bool { state.screens.gallery.library == library }

  package func run(in workbench: Workbench, context: JobContext) throws(Failure)
    -> [Int64: GalleryThumbnail]
  {
    let pictures = Mutex(
      Dictionary(
        identifiers.map { ($0, GalleryThumbnail.failed(GalleryRow.missing)) },
        uniquingKeysWith: { first, _ in first }))
    let library = try workbench.libraries.library(library)
    let records = try library.records(identifiers)
    // All processors decode; the drawing thread waits for none of them.
    DispatchQueue.concurrentPerform(iterations: records.count) { index in
      guard !context.isCancelled() else { return }
      let picture = GalleryThumbnail(
        records[index], isOfPhotographs ? nil : library, pixelLimit: workbench.pixelLimit)
      pictures.withLock { $0[records[index].id] = picture }
    }
    return pictures.withLock(\.self)
  }

  package func finish(_ pictures: [Int64: GalleryThumbnail], in state: inout State) {
    for (id, picture) in pictures {
      if isOfPhotographs {
        state.screens.gallery.cache.photographs.keep(picture, for: id)
      } else {
        state.screens.gallery.cache.thumbnails.keep(picture, for: id)
      }
    }
  }
}

extension GalleryState.Display.Content {
  /// Which pictures a tile needs: photographs are true.
  var pictures: [Bool] {
    switch self {
    case .overlay: [false]
    case .photograph: [true]
    case .both: [true, false]
    }
  }
}

extension GalleryState.Cache {
  /// The small photograph or the small overlay of an image.
  func picture(_ id: Int64, isPhotograph: Bool) -> GalleryThumbnail? {
    isPhotograph ? photographs[id] : thumbnails[id]
  }
}

/// A small picture of an image: its overlay, or the photograph if it has none.
package enum GalleryThumbnail: Equatable, Sendable {
  case picture(Pixels)
  case failed(String)

  /// Pixels on the longer side.
  package static let side = 128

  /// The overlay of a record in `library`, or the photograph if there is none.
  init(_ record: ImageRecord, _ library: ImageLibrary?, pixelLimit: Int) {
    if let skipped = record.skipped {
      self = .failed(skipped.message)
      return
    }
    do throws(Failure) {
      var bytes = try library?.overlay(of: record)
      // Only an ordinary file: the path in a library may come from a stranger.
      if bytes == nil {
        bytes = try ImageFile(
          reading: record.path, atMost: Photograph.byteLimit(pixels: pixelLimit)
        ).bytes
      }
      let photograph = try Photograph(
        name: record.name, bytes ?? [], digest: FileDigest(of: FileBytes(bytes ?? [])),
        pixelLimit: pixelLimit)
      self = .picture(PictureFacts(photograph, limit: Self.side).preview)
    } catch {
      self = .failed(error.why)
    }
  }
}
