import Attribution
import Foundation
import Imaging
import Support
import Tensors

#if canImport(FoundationXML)
  import FoundationXML
#endif

extension Boxes {
  /// Boxes of a Pascal VOC XML file, by the photograph's file name and by the XML file's stem.
  ///
  /// VOC counts pixels from 1 and includes both ends: xmin 1, xmax 10 are the edges 0 and 10.
  static func pascal(_ bytes: [UInt8], path: String) throws(Failure) -> [(String, Annotation)] {
    let reader = PascalReader()
    let parser = XMLParser(data: Data(bytes))
    parser.shouldResolveExternalEntities = false
    parser.delegate = reader
    // The parser accepts a truncated file; then elements are still open.
    let isWhole = parser.parse() && reader.isClosed
    guard isWhole, reader.isAnnotation else {
      throw unreadable(
        path,
        isWhole
          ? "it is XML, but no Pascal VOC <annotation>"
          : "it is no well-formed XML (line \(parser.lineNumber))")
    }
    if let problem = reader.problem { throw unreadable(path, problem) }
    var size: PixelSize?
    if let width = reader.size["width"], let height = reader.size["height"], width > 0, height > 0 {
      size = PixelSize(width: Int(width), height: Int(height))
    }
    let annotation = Annotation(source: path, size: size, objects: reader.objects)
    var names = [stem(fileName(path))]
    if !reader.fileName.isEmpty { names.append(fileName(reader.fileName)) }
    return names.map { ($0, annotation) }
  }
}

/// Collects the fields of a VOC file while it is parsed.
private final class PascalReader: NSObject, XMLParserDelegate {
  var isAnnotation = false
  var fileName = ""
  var size: [String: Double] = [:]
  var objects: [Boxes.Object] = []
  var problem: String?
  private var path: [String] = []
  /// True if every opened element was closed.
  var isClosed: Bool { path.isEmpty }
  private var text = ""
  private var label = ""
  private var edges: [String: Double] = [:]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if path.isEmpty { isAnnotation = name == "annotation" }
    path.append(name)
    text = ""
    if path == ["annotation", "object"] {
      label = ""
      edges = [:]
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
    switch path {
    case ["annotation", "filename"]: fileName = value
    case ["annotation", "size", name]: size[name] = number(value, 0...1e6)
    case ["annotation", "object", "name"]: label = value
    case ["annotation", "object", "bndbox", name]: edges[name] = number(value, -1e6...1e6)
    case ["annotation", "object"]: finishObject()
    default: break
    }
    path.removeLast()
    text = ""
  }

  private func number(_ text: String, _ range: ClosedRange<Double>) -> Double? {
    Double(text).flatMap { range.contains($0) ? $0 : nil }
  }

  private func finishObject() {
    let name = "object \(objects.count + 1) ('\(label)')"
    if let left = edges["xmin"], let top = edges["ymin"], let right = edges["xmax"],
      let bottom = edges["ymax"]
    {
      if let box = PixelBox(left: left - 1, top: top - 1, right: right, bottom: bottom) {
        objects.append(Boxes.Object(label: label, box: box))
      } else {
        problem = "\(name) has an empty box"
      }
    } else {
      problem = "\(name) lacks a number for one of its edges"
    }
  }
}
