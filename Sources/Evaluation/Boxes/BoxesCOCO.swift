import Attribution
import Imaging
import Support
import Tensors

extension Boxes {
  /// Boxes of a COCO instances file, by the photograph's file name.
  ///
  /// COCO gives [x, y, width, height] in pixels from 0. Crowd regions are skipped: they are not
  /// around a single object.
  static func coco(_ bytes: [UInt8], path: String) throws(Failure) -> [(String, Annotation)] {
    let unknown = unreadable(path, "it is neither XML nor JSON with COCO's images and annotations")
    guard let file = try? JSON(parsing: bytes), let images = file["images"]?.array,
      let annotations = file["annotations"]?.array
    else { throw unknown }
    var names: [Int: String] = [:]
    for category in file["categories"]?.array ?? [] {
      if let id = category["id"]?.integer { names[id] = names[id] ?? category["name"]?.string }
    }
    var objects: [Int: [Object]] = [:]
    for (number, annotation) in annotations.enumerated()
    where annotation["iscrowd"]?.integer != 1 {
      let edges = annotation["bbox"]?.array?.compactMap(\.number) ?? []
      guard let image = annotation["image_id"]?.integer else { throw unknown }
      guard edges.count == 4, edges.allSatisfy({ abs($0) <= 1e6 }),
        let box = PixelBox(
          left: edges[0], top: edges[1], right: edges[0] + edges[2], bottom: edges[1] + edges[3])
      else {
        throw unreadable(
          path, "annotation \(number + 1) has no bbox of x, y, width and height above 0")
      }
      let label = annotation["category_id"]?.integer.flatMap { names[$0] } ?? ""
      objects[image, default: []].append(Object(label: label, box: box))
    }
    var found: [(String, Annotation)] = []
    for image in images {
      guard let id = image["id"]?.integer, let name = image["file_name"]?.string else {
        throw unknown
      }
      var size: PixelSize?
      if let width = image["width"]?.integer, let height = image["height"]?.integer, width > 0,
        height > 0
      {
        size = PixelSize(width: width, height: height)
      }
      found.append(
        (fileName(name), Annotation(source: path, size: size, objects: objects[id] ?? [])))
    }
    return found
  }
}
