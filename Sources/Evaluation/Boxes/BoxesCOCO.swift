import Attribution
import Foundation
import Imaging
import Support
import Tensors

extension Boxes {
  /// Boxes of a COCO instances file, by the photograph's file name.
  ///
  /// COCO gives [x, y, width, height] in pixels from 0. Crowd regions are skipped: they are not
  /// around a single object.
  static func coco(_ bytes: [UInt8], path: String) throws(Failure) -> [(String, Annotation)] {
    guard let file = try? JSONDecoder().decode(COCOFile.self, from: Data(bytes)) else {
      throw unreadable(path, "it is neither XML nor JSON with COCO's images and annotations")
    }
    let names = Dictionary(
      (file.categories ?? []).map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    var objects: [Int: [Object]] = [:]
    for (number, annotation) in file.annotations.enumerated() where annotation.iscrowd != 1 {
      let edges = annotation.bbox ?? []
      guard edges.count == 4, edges.allSatisfy({ abs($0) <= 1e6 }),
        let box = PixelBox(
          left: edges[0], top: edges[1], right: edges[0] + edges[2], bottom: edges[1] + edges[3])
      else {
        throw unreadable(
          path, "annotation \(number + 1) has no bbox of x, y, width and height above 0")
      }
      let label = annotation.category_id.flatMap { names[$0] } ?? ""
      objects[annotation.image_id, default: []].append(Object(label: label, box: box))
    }
    return file.images.map { image in
      var size: PixelSize?
      if let width = image.width, let height = image.height, width > 0, height > 0 {
        size = PixelSize(width: width, height: height)
      }
      let own = objects[image.id] ?? []
      return (fileName(image.file_name), Annotation(source: path, size: size, objects: own))
    }
  }
}

// COCO's own spelling of its keys.
// swift-format-ignore: AlwaysUseLowerCamelCase
private struct COCOFile: Decodable {
  struct Image: Decodable {
    var id: Int
    var file_name: String
    var width, height: Int?
  }

  struct Annotation: Decodable {
    var image_id: Int
    var category_id: Int?
    var bbox: [Double]?
    var iscrowd: Int?
  }

  struct Category: Decodable {
    var id: Int
    var name: String
  }

  var images: [Image]
  var annotations: [Annotation]
  var categories: [Category]?
}
