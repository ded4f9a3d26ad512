import Foundation
import Testing

@Suite struct CamCommandTests {
  @Test func theOverlayHasThePhotographsSizeAndSaysHowItWasMade() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "cam", Program.photograph("chelsea.png"), "--variant", "lite0", "--class", "282", "--output",
      folder.path("overlay.png"), "--save-map", folder.path("map.npy"), "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let array = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    let map = try #require(array[0]["map"] as? [String: Any])
    #expect(map["height"] as? Int == 7 && map["width"] as? Int == 7)
    #expect((array[0]["class"] as? [String: Any])?["index"] as? Int == 282)

    let png = try Data(contentsOf: URL(fileURLWithPath: folder.path("overlay.png")))
    // IHDR: width 451, height 300.
    #expect(Array(png[16..<24]) == [0, 0, 1, 195, 0, 0, 1, 44])
    for text in ["effscope:variant\0", "effscope:checkpoint-sha256\0", "effscope:colormap\0"] {
      #expect(png.range(of: Data(text.utf8)) != nil, "\(text)")
    }
    // The raw map: 7 × 7 float32 after a 128-byte header, signed.
    let raw = try Data(contentsOf: URL(fileURLWithPath: folder.path("map.npy")))
    #expect(raw.count == 128 + 49 * 4)
    #expect(try folder.contents == ["map.npy", "overlay.png"])
  }

  @Test func theSameCommandGivesTheSameBytes() throws {
    let folder = try TemporaryFolder()
    for (name, threads) in [("a.png", "1"), ("b.png", "2")] {
      _ = try Program.run([
        "cam", Program.photograph("coffee.png"), "--threads", threads, "--output",
        folder.path(name),
      ])
    }
    let first = try Data(contentsOf: URL(fileURLWithPath: folder.path("a.png")))
    #expect(first == (try Data(contentsOf: URL(fileURLWithPath: folder.path("b.png")))))
  }

  @Test func severalClassesGoIntoAFolder() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "cam", Program.photograph("coffee.png"), "--class", "top:3", "--output", folder.path("out"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out"))
    #expect(names.count == 3)
    #expect(names.contains("coffee-cam-967.png"))
  }

  @Test func classesAreFoundByName() throws {
    let outcome = try Program.run([
      "cam", Program.photograph("chelsea.png"), "--class", "tiger cat", "--format", "csv",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains(",cam,stage9,282,tiger cat,"), "\(outcome.output)")
  }

  @Test func anOverlayThatCannotBeWrittenIsExitCode73() throws {
    let outcome = try Program.run([
      "cam", Program.photograph("coffee.png"), "--output", "/nowhere/overlay.png",
    ])
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("'/nowhere/overlay.png'"), "\(outcome.errors)")
  }

  @Test func whatCannotBeExplainedIsRefusedAndNeverAnsweredByCAM() throws {
    for (arguments, advice) in [
      (["--method", "nonsense"], "use one of cam, grad-cam"),
      (["--layer", "stage4"], "use --layer stage9, or grad-cam"),
      (["--layer", "stage77"], "use a stage (stage1 to stage9)"),
      (["--method", "saliency", "--layer", "stage4"], "leave --layer out"),
      (["--method", "grad-cam", "--fuse", "mean"], "give --layer several layers"),
      (["--colormap", "viridis", "--signed"], "use coolwarm"),
      (["--contour", "2"], "takes numbers in 0…1"),
      (["--compat", "grad-cam", "--box"], "--compat draws as that library does"),
    ] {
      let outcome = try Program.run(["cam", Program.photograph("coffee.png")] + arguments)
      #expect(outcome.status == 64, "\(arguments): \(outcome.errors)")
      #expect(outcome.errors.contains(advice), "\(arguments): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
  }
}
