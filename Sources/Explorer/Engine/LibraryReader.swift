import Explanations
import Foundation
import Imaging
import Library
import Support
import Synchronization
import Terminal

/// The library that the gallery shows, kept open.
final class LibraryReader: Sendable {
  private let opened = Mutex<(path: String, library: ImageLibrary)?>(nil)

  /// The library at `path`, opened once.
  func library(_ path: String) throws(Failure) -> ImageLibrary {
    if let known = opened.withLock({ $0?.path == path ? $0?.library : nil }) { return known }
    let library = try ImageLibrary(reading: path)
    opened.withLock { $0 = (path, library) }
    return library
  }
}

extension PipelineWork {
  package func library(_ path: String) throws(WorkFailure) -> LibraryFacts {
    do throws(Failure) {
      let library = try libraries.library(path)
      let labelled = LibraryFilter([.present(.truth, true)])
      return LibraryFacts(
        path: path, count: try library.count(), network: library.settings.network,
        words: library.settings.words, isUntrained: library.settings["untrained"] == "yes",
        isLabelled: try library.count(labelled) > 0)
    } catch {
      throw WorkFailure(error)
    }
  }

  package func gallery(_ question: GalleryQuestion) throws(WorkFailure) -> GalleryListing {
    do throws(Failure) {
      let library = try libraries.library(question.library)
      return GalleryListing(
        question: question, identifiers: try library.identifiers(question.query))
    } catch {
      throw WorkFailure(error)
    }
  }

  package func galleryRows(_ library: String, _ identifiers: [Int64])
    throws(WorkFailure) -> [GalleryRow]
  {
    do throws(Failure) {
      let library = try libraries.library(library)
      let found = Dictionary(
        try library.records(identifiers).map { ($0.id, GalleryRow($0, library.classNames)) },
        uniquingKeysWith: { first, _ in first })
      // Asked for once: what is gone must not be asked for again and again.
      return identifiers.map { id in
        found[id] ?? GalleryRow(id: id, path: nil, name: "", skipped: Self.gone)
      }
    } catch {
      throw WorkFailure(error)
    }
  }

  package func thumbnails(_ library: String, _ identifiers: [Int64], context: WorkContext)
    throws(WorkFailure) -> [Int64: GalleryThumbnail]
  {
    let pictures = Mutex(
      Dictionary(
        identifiers.map { ($0, GalleryThumbnail.failed(Self.gone)) },
        uniquingKeysWith: { first, _ in first }))
    do throws(Failure) {
      let library = try libraries.library(library)
      let records = try library.records(identifiers)
      // Every processor decodes; the thread that draws waits for none of them.
      DispatchQueue.concurrentPerform(iterations: records.count) { index in
        guard !context.isCancelled() else { return }
        let picture = GalleryThumbnail(records[index], library)
        pictures.withLock { $0[records[index].id] = picture }
      }
    } catch {
      throw WorkFailure(error)
    }
    return pictures.withLock(\.self)
  }
}

extension PipelineWork {
  fileprivate static let gone = "it is no longer in the library"
}

extension GalleryThumbnail {
  /// The overlay of a record, or the photograph where there is none.
  fileprivate init(_ record: ImageRecord, _ library: ImageLibrary) {
    if let skipped = record.skipped {
      self = .failed(skipped.message)
      return
    }
    guard let path = library.overlay(of: record) ?? record.path.text else {
      self = .failed("its name is no text")
      return
    }
    do throws(Failure) {
      let photograph = try Photograph(reading: path)
      self = .picture(PictureFacts(photograph, limit: Self.side).preview)
    } catch {
      self = .failed(error.why)
    }
  }
}

extension GalleryRow {
  /// A record with the names of its classes.
  init(_ record: ImageRecord, _ names: ClassNames) {
    self.init(
      id: record.id, path: record.path.text, name: record.name, width: record.width,
      height: record.height, truth: record.truth.map { "\($0) \(names[$0])" },
      skipped: record.skipped?.message)
    guard let answer = record.answer, let first = answer.predictions.first else { return }
    best = RankedClass(
      index: first.index, label: names[first.index], probability: first.probability,
      logit: Double(first.logit))
    entropy = answer.entropy
    truthRank = answer.truthRank
    touchesBorder = answer.map.touchesBorder
    borderShare = answer.map.borderShare
    let (low, high) = (Double(answer.map.minimum), Double(answer.map.maximum))
    range = low <= high ? low...high : nil
  }
}

extension LibrarySettings {
  /// The network that examined the images.
  var network: AskedNetwork? {
    guard let request = try? networkRequest, let variant = request.variant else { return nil }
    return AskedNetwork(variant, checkpoint: request.checkpoint)
  }

  /// What they were examined with.
  var words: String {
    ["variant", "weights", "method", "layer"].compactMap { self[$0] }.joined(separator: " · ")
  }
}
