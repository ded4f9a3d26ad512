import Explorer
import Library
import Support
import Tensors
import Terminal

extension FakeWork {
  /// Images of the library at `/library`; `/empty` has none, others don't exist.
  static let libraryCount = 100_000

  func library(_ path: String) throws(Failure) -> LibraryFacts {
    guard path == "/library" || path == "/empty" || path.contains("/libraries/") else {
      throw Self.failure("there is none", "can't open the library '\(path)'")
    }
    return LibraryFacts(
      path: path, count: path == "/empty" ? 0 : Self.libraryCount,
      network: AskedNetwork("lite0"), words: "lite0 · cam", isUntrained: false, isLabelled: true)
  }

  func gallery(_ question: GalleryQuestion) -> GalleryListing {
    let all = question.library == "/empty" ? 0 : Int64(Self.libraryCount)
    var ids: [Int64] = []
    for id in 1..<max(1, all + 1)
    where question.query.filter.conditions.allSatisfy({ holds($0, id) }) {
      ids.append(id)
    }
    if question.query.order.first?.isDescending == true { ids.reverse() }
    return GalleryListing(question: question, identifiers: ids)
  }

  /// Of every third image the answer is wrong, of every fifth the map touches the border.
  private func holds(_ condition: LibraryFilter.Condition, _ id: Int64) -> Bool {
    switch condition {
    case .claim(.correct, let isTrue): (id % 3 != 0) == isTrue
    case .claim(.border, let isTrue): (id % 5 == 0) == isTrue
    default: id == 7
    }
  }

  func galleryRows(_ identifiers: [Int64]) -> [GalleryRow] {
    identifiers.map { id in
      if id % 50 == 0 {
        return GalleryRow(
          id: id, path: "/photos/\(id).png", name: "/photos/\(id).png",
          skipped: "decoding failed: it ends after 12 bytes")
      }
      let index = Int(id) % Self.labels.count
      var row = GalleryRow(id: id, path: "/photos/\(id).png", name: "/photos/\(id).png")
      row.size = PixelSize(width: 640, height: 480)
      row.best = RankedClass(
        index: 280 + index, label: Self.labels[index], probability: Double(id % 90 + 10) / 100)
      row.entropy = Double(id % 70) / 10
      row.truth = "\(280 + index) \(Self.labels[index])"
      row.truthRank = id % 3 == 0 ? 2 : 1
      row.evidence.touchesBorder = id % 5 == 0
      row.evidence.borderShare = Double(id % 100) / 100
      row.evidence.range = -1.5...20.25
      return row
    }
  }

  func thumbnails(_ identifiers: [Int64]) -> [Int64: GalleryThumbnail] {
    var pictures: [Int64: GalleryThumbnail] = [:]
    for id in identifiers {
      if id % 50 == 0 {
        pictures[id] = .failed("it ends after 12 bytes")
        continue
      }
      var pixels = Pixels(width: 64, height: 48, filling: RGB(0, 0, 0))
      let shade = UInt8(id % 200)
      pixels.transform { x, y, _ in RGB(shade, UInt8(x * 3), UInt8(y * 4)) }
      pictures[id] = .picture(pixels)
    }
    return pictures
  }
}

extension Scripted {
  /// An explorer with a library of 100,000 images open.
  static func gallery(
    _ columns: Int = 100, _ rows: Int = 30, library: String = "/library"
  ) -> Scripted {
    var session = Scripted(columns, rows)
    session.state.screens.gallery.library = library
    session.press("0")
    return session
  }
}
