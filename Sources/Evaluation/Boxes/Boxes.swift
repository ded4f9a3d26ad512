import Attribution
import Explanations
import Foundation
import Imaging
import Support
import Tensors

/// Object boxes of photographs, read from annotation files.
package struct Boxes: Sendable {
  /// The boxes of one photograph, in its own pixels.
  package struct Annotation: Hashable, Sendable {
    /// Path of the annotation file.
    package var source: String
    /// Size of the photograph according to the file; nil if it has none.
    package var size: PixelSize?
    package var objects: [Object]
  }

  package struct Object: Hashable, Sendable {
    package var label: String
    /// Position; 0 is the left edge of the first column.
    package var box: PixelBox
  }

  private var annotations: [String: Annotation] = [:]

  /// Reads `paths`: Pascal VOC XML files, COCO JSON files, or folders of XML files.
  ///
  /// With `label`, only boxes with this label are kept; throws if there are none.
  package init(reading paths: [String], label: String? = nil) throws(Failure) {
    for path in paths {
      for file in try Self.files(at: path) {
        let bytes = try InputFile.readRegular(file, what: "can't read the boxes")
        let first = bytes.first { !" \t\r\n\u{FEFF}".utf8.contains($0) }
        let read = first == UInt8(ascii: "<") ? Self.pascal : Self.coco
        for (name, annotation) in try read(bytes, file) { annotations[name] = annotation }
      }
    }
    guard let label else { return }
    let wanted = label.lowercased()
    let known = Set(annotations.values.flatMap { $0.objects.map(\.label) })
    guard known.contains(where: { $0.lowercased() == wanted }) else {
      let list = known.sorted().prefix(12).joined(separator: ", ")
      throw Failure(
        .usage, "can't find boxes labelled", label, because: "the files have none",
        advice: known.isEmpty ? nil : "use one of \(list)")
    }
    for name in annotations.keys {
      annotations[name]?.objects.removeAll { $0.label.lowercased() != wanted }
    }
  }

  /// Finds the boxes of the photograph at `path` by its file name, with or without the extension.
  package func annotation(for path: String) -> Annotation? {
    let name = Self.fileName(path)
    return annotations[name] ?? annotations[Self.stem(name)]
  }

  /// The boxes of a photograph in pixels of the network's input; nil without an annotation.
  ///
  /// They are resized and cropped like the photograph, then clipped to the input. Throws if the
  /// annotation states another image size.
  package func boxes(
    for photograph: Photograph, image: PreparedImage
  ) throws(Failure) -> [PixelBox]? {
    guard let annotation = annotation(for: photograph.name) else { return nil }
    let picture = image.picture
    if let size = annotation.size, size != PixelSize(width: picture.width, height: picture.height) {
      throw Failure(
        .badData, "can't use the boxes of", annotation.source,
        because: "they belong to an image of \(size.width)×\(size.height) pixels, but "
          + "'\(photograph.name)' has \(picture.width)×\(picture.height)",
        advice: "annotate the image itself")
    }
    let (height, width) = (image.tensor.shape[2], image.tensor.shape[3])
    let view = image.rectangle
    let (across, down) = (Double(width) / view.width, Double(height) / view.height)
    return annotation.objects.map(\.box).compactMap { box in
      PixelBox(
        left: (box.left - view.x) * across, top: (box.top - view.y) * down,
        right: (box.right - view.x) * across, bottom: (box.bottom - view.y) * down
      )?.clipped(height: height, width: width)
    }
  }

  /// The file at `path`, or the XML files in that folder, sorted.
  private static func files(at path: String) throws(Failure) -> [String] {
    guard let all = FileSystem.names(in: path) else {
      return [path]
    }
    let names = all.filter { $0.lowercased().hasSuffix(".xml") }
    guard !names.isEmpty else {
      throw Failure(
        .noInput, "can't read the boxes in", path, because: "the folder has no .xml file",
        advice: "name Pascal VOC XML files, or a COCO JSON file")
    }
    return names.map { "\(path)/\($0)" }.sorted()
  }

  static func unreadable(_ path: String, _ why: String) -> Failure {
    Failure(
      .badData, "can't read the boxes", path, because: why,
      advice: "give Pascal VOC XML or COCO JSON")
  }

  static func fileName(_ path: String) -> String {
    path.split(whereSeparator: { "/\\".contains($0) }).last.map(String.init) ?? path
  }

  static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
