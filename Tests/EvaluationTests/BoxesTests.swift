import Attribution
import Evaluation
import Explanations
import Foundation
import Imaging
import Support
import Tensors
import Testing

@Suite struct BoxesTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("boxes-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ name: String, _ text: String) throws -> String {
    let url = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  private func pascal(_ object: String, name: String = "cat.jpg") -> String {
    """
    <?xml version="1.0"?>
    <annotation><filename>\(name)</filename>
    <size><width>40</width><height>20</height><depth>3</depth></size>
    <object><name>cat</name><part><name>head</name><bndbox><xmin>1</xmin></bndbox></part>
    <bndbox>\(object)</bndbox></object></annotation>
    """
  }

  private static let edges = "<xmin>11</xmin><ymin>6</ymin><xmax>20</xmax><ymax>15</ymax>"

  /// The reader's error message; empty without an error.
  private func refusal(_ path: String, label: String? = nil) -> String {
    do throws(Failure) {
      _ = try Boxes(reading: [path], label: label)
      return ""
    } catch {
      return error.message
    }
  }

  @Test func pascalCountsPixelsFromOneAndIncludesBothEnds() throws {
    let path = try write("a.xml", pascal(Self.edges))
    let boxes = try Boxes(reading: [path])
    let expected = try #require(PixelBox(left: 10, top: 5, right: 20, bottom: 15))
    for name in ["cat.jpg", "/some/where/cat.jpg", "a.png"] {
      let annotation = try #require(boxes.annotation(for: name), "\(name)")
      #expect(annotation.size == PixelSize(width: 40, height: 20))
      #expect(annotation.objects.map(\.box) == [expected])
      #expect(annotation.objects.map(\.label) == ["cat"])
    }
    #expect(boxes.annotation(for: "dog.jpg") == nil)
  }

  @Test func aFolderOfPascalFilesIsReadWhole() throws {
    _ = try write("a.xml", pascal(Self.edges, name: "a.jpg"))
    _ = try write("b.XML", pascal(Self.edges, name: "b.jpg"))
    _ = try write("notes.txt", "nothing")
    let boxes = try Boxes(reading: [folder.path])
    #expect(boxes.annotation(for: "a.jpg") != nil && boxes.annotation(for: "b.jpg") != nil)
  }

  @Test func cocoGivesCornerAndExtentAndLeavesCrowdsOut() throws {
    let path = try write(
      "instances.json",
      """
      {"images": [{"id": 7, "file_name": "train/cat.jpg", "width": 40, "height": 20}],
       "annotations": [
         {"image_id": 7, "category_id": 2, "bbox": [10, 5, 10.5, 10]},
         {"image_id": 7, "category_id": 3, "bbox": [0, 0, 4, 4], "iscrowd": 0},
         {"image_id": 7, "category_id": 3, "bbox": [0, 0, 40, 20], "iscrowd": 1}],
       "categories": [{"id": 2, "name": "cat"}, {"id": 3, "name": "dog"}]}
      """)
    let all = try #require(try Boxes(reading: [path]).annotation(for: "cat.jpg"))
    #expect(all.objects.count == 2)
    #expect(all.objects[0].box == PixelBox(left: 10, top: 5, right: 20.5, bottom: 15))
    let dogs = try #require(try Boxes(reading: [path], label: "DOG").annotation(for: "cat.jpg"))
    #expect(dogs.objects.map(\.label) == ["dog"])
    #expect(refusal(path, label: "bird").contains("cat, dog"))
  }

  @Test func boxesAreResizedAndCroppedLikeThePhotograph() throws {
    let path = try write("a.xml", pascal(Self.edges))
    let picture = Picture(
      width: 40, height: 20, pixels: [UInt8](repeating: 9, count: 40 * 20 * 3))
    // Shorter side to 10, then the middle 8 × 8: x from 6 to 14 of 20, y from 1 to 9 of 10.
    let recipe = PreprocessingRecipe(resize: .shorterSide(10), crop: PixelSize(square: 8))
    let photograph = Photograph(name: "cat.jpg", picture: picture)
    let found = try #require(
      try Boxes(reading: [path]).boxes(for: photograph, image: photograph.prepared(for: recipe)))
    // 10…20 becomes 5…10 and, less the crop's 6, −1…4, cut at 0; 5…15 becomes 2.5…7.5, less 1.
    #expect(found == [PixelBox(left: 0, top: 1.5, right: 4, bottom: 6.5)])
  }

  @Test func boxesOfAnotherSizeAreRefused() throws {
    let path = try write("a.xml", pascal(Self.edges))
    let picture = Picture(width: 80, height: 40, pixels: [UInt8](repeating: 9, count: 9600))
    let photograph = Photograph(name: "cat.jpg", picture: picture)
    let recipe = PreprocessingRecipe(resize: .none, crop: nil)
    #expect(throws: Failure.self) {
      try Boxes(reading: [path]).boxes(for: photograph, image: photograph.prepared(for: recipe))
    }
  }

  @Test(arguments: [
    ("<annotation><object>", "no well-formed XML"), ("<svg/>", "no Pascal VOC"),
    ("{\"images\": 3}", "neither XML nor JSON"), ("cat 1 2 3 4", "neither XML nor JSON"),
    (
      "{\"images\": [], \"annotations\": [{\"image_id\": 1, \"bbox\": [1, 2, 0, 4]}]}",
      "annotation 1 has no bbox"
    ),
    (
      "<annotation><object><name>cat</name><bndbox><xmin>x</xmin></bndbox></object></annotation>",
      "lacks a number"
    ),
    (
      "<annotation><object><name>cat</name><bndbox><xmin>9</xmin><ymin>1</ymin><xmax>3</xmax>"
        + "<ymax>4</ymax></bndbox></object></annotation>", "has an empty box"
    ), ("", "empty"),
  ])
  func unreadableAnnotationsAreRefusedWithAReason(_ text: String, _ reason: String) throws {
    let path = try write("bad", text)
    let message = refusal(path)
    #expect(message.contains(reason), "\(message)")
    #expect(message.contains(path))
  }

  @Test func entitiesAreNotFollowed() throws {
    let secret = try write("secret", "77")
    let path = try write(
      "a.xml",
      "<!DOCTYPE annotation [<!ENTITY x SYSTEM \"file://\(secret)\">]>"
        + pascal(Self.edges.replacing("20", with: "&x;")).split(separator: "\n").dropFirst()
        .joined())
    // Refused, or read without the entity; the value must not be 77.
    if let boxes = try? Boxes(reading: [path]), let found = boxes.annotation(for: "cat.jpg") {
      #expect(found.objects.allSatisfy { $0.box.right != 77 })
    }
  }
}
