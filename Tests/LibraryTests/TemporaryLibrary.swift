import Attribution
import Explanations
import Foundation
import Library
import Support

/// A library of made-up records in a folder that goes away with the test.
final class TemporaryLibrary {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("effscope-library-\(UUID().uuidString)")

  static let classNames = ClassNames(["cat", "tabby cat", "dog", "lynx, catamount", "window"])
  static let settings = LibrarySettings(
    [LibrarySettings.Setting("variant", "lite0"), LibrarySettings.Setting("method", "cam")],
    notes: [LibrarySettings.Setting("checkpoint", "lite0.pth")])

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func writer(
    _ name: String = "library", settings: LibrarySettings = TemporaryLibrary.settings
  ) throws -> LibraryWriter {
    try LibraryWriter(path(name), settings: settings, classNames: Self.classNames)
  }

  /// The library after `records` were written.
  func library(_ records: [ImageRecord], name: String = "library") throws -> ImageLibrary {
    let writer = try writer(name)
    try writer.write(records)
    try writer.finish()
    return try ImageLibrary(reading: path(name))
  }

  /// A record with what matters to a test.
  static func record(
    _ path: String, class index: Int = 0, probability: Double = 0.5, entropy: Double = 1,
    truth: Int? = nil, rank: Int? = nil, border: Bool = false
  ) -> ImageRecord {
    var map = MapStatistics(
      AttributionMap(height: 7, width: 7, values: .init(repeating: 0, count: 49)))
    (map.minimum, map.maximum, map.sum) = (-1.5, 20.25, 100.5)
    (map.peakRow, map.peakColumn, map.area) = (3, 4, 0.25)
    map.borderShare = border ? 0.7 : 0.1
    var answer = ImageRecord.Answer(
      predictions: [
        ImageRecord.Prediction(index: index, probability: probability, logit: 9.25),
        ImageRecord.Prediction(index: (index + 1) % 5, probability: 0.125, logit: 1e-7),
      ], target: index, map: map)
    answer.entropy = entropy
    answer.truthRank = truth.map { $0 == index ? 1 : rank ?? 2 }
    answer.truthProbability = truth.map { $0 == index ? probability : 0.125 }
    answer.isTruthFound = answer.truthRank.map { $0 == 1 }
    answer.overlay = OverlayName("overlays/ab/x.png")
    answer.milliseconds.decode = 1.5
    answer.milliseconds.preprocess = 0.5
    answer.milliseconds.forward = 10
    answer.milliseconds.attribution = 0.25
    var record = ImageRecord(path: RawPath(path))
    record.byteCount = 1000
    record.modified = 1_700_000_000_123_456_789
    record.digest = [UInt8](repeating: UInt8(truncatingIfNeeded: path.utf8.count), count: 32)
    (record.width, record.height, record.truth) = (640, 480, truth)
    record.answer = answer
    return record
  }

  /// A record of an image that was skipped.
  static func skipped(_ path: [UInt8]) -> ImageRecord {
    var record = ImageRecord(path: RawPath(path))
    (record.byteCount, record.modified) = (0, 1)
    record.skipped = ImageRecord.Skipped(status: 65, message: "can't read: the file is empty")
    return record
  }
}
