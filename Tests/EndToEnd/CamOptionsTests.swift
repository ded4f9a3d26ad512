import Foundation
import Testing

/// The options of `cam` one by one, and making its pictures again.
@Suite struct CamOptionsTests {
  private static let cat = Program.photograph("chelsea.png")

  private static func objects(_ arguments: [String]) throws -> [[String: Any]] {
    let outcome = try Program.run(["cam", cat, "--format", "json"] + arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
  }

  private static func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test func severalLayersAndClassesGiveAMapEach() throws {
    let folder = try TemporaryFolder()
    let found = try Self.objects([
      "--method", "layer-cam", "--layer", "stage6,stage7.block1.depthwise", "--class", "282",
      "--class", "285", "--output", folder.path("out"), "--save-map", folder.path("maps"),
      "--save-activations", folder.path("a"), "--save-gradients", folder.path("g"),
    ])
    #expect(
      found.map { $0["layer"] as? String } == [
        "stage6", "stage7.block1.depthwise", "stage6", "stage7.block1.depthwise",
      ])
    #expect(
      found.compactMap { ($0["class"] as? [String: Any])?["index"] as? Int } == [
        282, 282, 285, 285,
      ])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("maps")).sorted()
    #expect(names.count == 4 && names[0] == "0001-chelsea-layer-cam-282-stage6.npy")
    for name in ["out", "a", "g"] {
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(name)).count == 4)
    }
  }

  @Test func layersAreFusedIntoOneMap() throws {
    let found = try Self.objects([
      "--method", "grad-cam", "--layer", "stage7,stage9", "--fuse", "product",
    ])
    #expect(found.count == 1)
    #expect(found[0]["layer"] as? String == "stage7+stage9")
    #expect(found[0]["fuse"] as? String == "product")
  }

  @Test func whyNotAnotherClassIsDrawnWithSign() throws {
    let found = try Self.objects(["--method", "hires-cam", "--class", "282", "--versus", "285"])
    let scale = try #require(found[0]["scale"] as? [String: Any])
    #expect(scale["signed"] as? Bool == true)
    #expect((found[0]["versus"] as? [String: Any])?["index"] as? Int == 285)
    let logit = try #require((found[0]["class"] as? [String: Any])?["logit"] as? Double)
    let other = try #require((found[0]["versus"] as? [String: Any])?["logit"] as? Double)
    let score = try #require(found[0]["score"] as? Double)
    #expect(abs(score - (logit - other)) < 1e-5)
    let account = try #require(found[0]["account"] as? [String: Double])
    #expect(abs((account["evidence"] ?? 0) + (account["bias"] ?? 0) - score) < 1e-4)
  }

  @Test(arguments: [["--signed"], ["--smooth", "augment"], ["--smooth", "eigen"]])
  func everyOptionHasAnEffectOnThePicture(option: [String]) throws {
    let folder = try TemporaryFolder()
    _ = try Self.objects(["--method", "grad-cam", "--output", folder.path("plain.png")])
    _ = try Self.objects(["--method", "grad-cam", "--output", folder.path("other.png")] + option)
    #expect(
      try Self.bytes(folder.path("plain.png")) != (try Self.bytes(folder.path("other.png"))))
  }

  @Test func optionsWithAStandardValueStandAloneBeforeAnImage() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "cam", "--contour", "--crop", "--box", Self.cat, "--output", folder.path("a.png"),
      "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let array = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    let box = try #require(array[0]["box"] as? [String: Int])
    #expect((box["width"] ?? 0) > 0)
    // Cropped to what the network saw of 451 × 300 pixels.
    let png = try Self.bytes(folder.path("a.png"))
    #expect(Array(png[16..<24]) == [0, 0, 1, 7, 0, 0, 1, 6])
  }

  @Test func imagesOnASharedScaleHaveEqualEnds() throws {
    let outcome = try Program.run([
      "cam", Self.cat, Program.photograph("coffee.png"), "--scale", "shared", "--format", "json",
    ])
    let array = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    let ends = array.compactMap { ($0["scale"] as? [String: Any])?["high"] as? Double }
    let largest = array.compactMap { ($0["map"] as? [String: Any])?["maximum"] as? Double }.max()
    #expect(ends.count == 2 && ends[0] == ends[1] && ends[0] == largest)
  }

  @Test func aSharedScaleDrawsWhatOneImageDrawsAndReadsStandardInputOnce() throws {
    let folder = try TemporaryFolder()
    let photograph = try Self.bytes(Program.photograph("coffee.png"))
    let outcome = try Program.run(
      [
        "cam", "/nowhere.png", "-", Self.cat, Self.cat, "--scale", "shared", "--format", "csv",
        "--output", folder.path("out"), "--save-map", folder.path("maps"),
      ], input: photograph)
    #expect(outcome.status == 66, "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.output.split(separator: "\n").count == 4)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).count == 3)
    let again = try Program.run([
      "cam", Self.cat, "--save-map", folder.path("alone.npy"), "--quiet",
    ])
    #expect(again.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("maps")).sorted()
    #expect(
      try Self.bytes(folder.path("maps/\(names[1])")) == (try Self.bytes(folder.path("alone.npy"))))
  }

  @Test func aTensorThatHoldsNoNumbersIsRefusedAndNotDrawnAsWithoutEvidence() throws {
    let folder = try TemporaryFolder()
    // A .npy header for float32 (1, 3, 64, 64), then values that are no numbers.
    let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 64, 64), }"
    let padded = text + String(repeating: " ", count: 117 - text.count) + "\n"
    var bytes = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(padded.utf8)
    for _ in 0..<3 * 64 * 64 { bytes += Data([0, 0, 0xC0, 0x7F]) }
    let image = try folder.write("nan.npy", bytes)
    for options in [["--method", "cam"], ["--method", "grad-cam", "--layer", "stage5"]] {
      let outcome = try Program.run(
        ["cam", image, "--output", folder.path("nan.png")] + options)
      #expect(outcome.status == 65, "\(outcome.errors)")
      #expect(outcome.output.isEmpty && outcome.errors.contains("not all finite"))
      #expect(try folder.contents == ["nan.npy"])
    }
  }

  @Test func theNetworksAnswerAndItsExplanationShareOnePass() throws {
    let found = try Self.objects([
      "--method", "grad-cam", "--layer", "stage5,stage7", "--class", "top:3",
    ])
    #expect(found.count == 6)
    for object in found {
      let passes = try #require(object["passes"] as? [String: Int])
      #expect(passes == ["forward": 0, "resumed": 0, "backward": 1])
    }
    let apart = try Self.objects(["--method", "cam"])
    func logits(_ object: [String: Any]) throws -> [Double] {
      try #require(object["predictions"] as? [[String: Any]]).compactMap { $0["logit"] as? Double }
    }
    let (one, other) = (try logits(found[0]), try logits(apart[0]))
    #expect(zip(one, other).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test(arguments: [
    ["--legend"], ["--method", "grad-cam", "--layer", "stage6", "--contour", "--alpha", "0.3"],
    ["--compat", "grad-cam", "--legend"], ["--compat", "torch-cam"], ["--compat", "plain"],
    ["--method", "random-cam", "--seed", "7", "--signed", "--crop", "box"],
    ["--checkpoint", "random:5", "--variant", "lite1", "--interpolate", "nearest"],
    [
      "--input-crop", "squash", "--resolution", "192", "--mean", "0.5", "--interpolation",
      "bilinear",
    ],
    ["--mean", "0.485,0.456,0.406", "--std", "0.229", "--interpolation", "bilinear"],
    ["--input-crop", "0.7", "--resolution", "256", "--legend"], ["--input-crop", "squash"],
    ["--checkpoint", "random:5", "--variant", "b0", "--dialect", "torchvision"],
  ])
  func aPictureIsMadeAgainFromItsOwnText(options: [String]) throws {
    let folder = try TemporaryFolder()
    _ = try Self.objects(["--output", folder.path("first.png")] + options)
    let outcome = try Program.run([
      "cam", "--from", folder.path("first.png"), "--output", folder.path("second.png"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try Self.bytes(folder.path("first.png")) == (try Self.bytes(folder.path("second.png"))))
  }

  @Test func classNamesOfTheirOwnAreDrawnAgain() throws {
    let folder = try TemporaryFolder()
    let names = (0..<1000).map { "thing \($0)" }.joined(separator: "\n")
    let labels = try folder.write("labels.txt", Data(names.utf8))
    _ = try Self.objects(["--labels", labels, "--legend", "--output", folder.path("first.png")])
    let again = ["cam", "--from", folder.path("first.png"), "--output", folder.path("second.png")]
    #expect(try Program.run(again).status == 0)
    #expect(
      try Self.bytes(folder.path("first.png")) == (try Self.bytes(folder.path("second.png"))))
    _ = try folder.write("labels.txt", Data(names.replacing("thing", with: "other").utf8))
    let changed = try Program.run(again)
    #expect(changed.status == 65)
    #expect(changed.errors.contains("was called 'thing 282'"), "\(changed.errors)")
  }

  @Test func whatThePictureSaysCannotBeSaidAgain() throws {
    let folder = try TemporaryFolder()
    _ = try Self.objects(["--output", folder.path("first.png")])
    for option in [["--mean", "0.5"], ["--resolution", "256"], ["--precision", "bf16"]] {
      let outcome = try Program.run(["cam", "--from", folder.path("first.png")] + option)
      #expect(outcome.status == 64, "\(option): \(outcome.errors)")
    }
  }

  @Test func anotherImageOrCheckpointIsNotTakenForTheOldOne() throws {
    let folder = try TemporaryFolder()
    _ = try Self.objects(["--output", folder.path("first.png")])
    for (arguments, words) in [
      ([Program.photograph("coffee.png")], "the image"),
      (["--checkpoint", "random:1"], "checkpoint"),
    ] {
      let outcome = try Program.run(
        ["cam", "--from", folder.path("first.png"), "--output", folder.path("x.png")] + arguments)
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains(words) && outcome.errors.contains("has changed"))
    }
    let plain = try Program.run(["cam", "--from", Program.photograph("coffee.png")])
    #expect(plain.status == 65)
    let mixed = try Program.run(["cam", "--from", folder.path("first.png"), "--alpha", "0.1"])
    #expect(mixed.status == 64)
    #expect(try folder.contents == ["first.png"])
  }

  @Test func controlCShowsWhatIsDoneByThen() throws {
    let folder = try TemporaryFolder()
    let process = Program.interruptible()
    process.arguments =
      (process.arguments ?? []) + [
        "cam", Self.cat, "--method", "is-cam", "--format", "json", "--output", folder.path("p.png"),
      ]
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // The forecast comes before the passes, ten for each of 1280 channels; the image's own is shared.
    let forecast = String(
      decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
    #expect(forecast.contains("12,800 forward passes, about"), "\(forecast)")
    usleep(500_000)
    process.interrupt()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let array = try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(array.count == 1 && array[0]["partial"] as? Bool == true)
    let again = try Program.run(["cam", "--from", folder.path("p.png")])
    #expect(again.status == 65 && again.errors.contains("partial"))
  }

  @Test func aLegendWithoutFontsIsAnErrorAndNoPicture() throws {
    let folder = try TemporaryFolder()
    let fonts = try folder.write(
      "fonts.conf",
      Data("<?xml version=\"1.0\"?><fontconfig><dir>/nowhere</dir></fontconfig>".utf8))
    let outcome = try Program.run(
      ["cam", Self.cat, "--legend", "--output", folder.path("a.png")],
      environment: ["FONTCONFIG_FILE": fonts])
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("fonts-dejavu-core"))
    #expect(try folder.contents == ["fonts.conf"])
  }
}

@Suite struct CompareCommandTests {
  private static let cat = Program.photograph("chelsea.png")

  static let grids = [
    ["--methods", "grad-cam,hires-cam", "--layers", "stage7,stage9"],
    ["--resolutions", "160,224", "--class", "282", "--colormap", "viridis", "--scale", "shared"],
    ["--variants", "lite0,lite1", "--checkpoint", "random:1", "--class", "3", "--seed", "9"],
    ["--classes", "282,tabby", "--method", "layer-cam", "--versus", "285", "--alpha", "0.7"],
  ]

  @Test(arguments: grids)
  func aGridIsMadeAgainFromItsOwnText(_ options: [String]) throws {
    let folder = try TemporaryFolder()
    let first = try Program.run(
      ["compare", Self.cat, "--output", folder.path("first.png"), "--format", "csv"]
        + ["--paths", "absolute"] + options)
    #expect(first.status == 0, "\(first.errors)")
    let second = try Program.run([
      "compare", "--from", folder.path("first.png"), "--output", folder.path("second.png"),
      "--format", "csv",
    ])
    #expect(second.status == 0, "\(second.errors)")
    #expect(first.output == second.output)
    let files = try ["first.png", "second.png"].map {
      try Data(contentsOf: URL(fileURLWithPath: folder.path($0)))
    }
    #expect(files[0] == files[1])
    let other = try Program.run([
      "compare", Program.photograph("coffee.png"), "--from", folder.path("first.png"),
    ])
    #expect(other.status == 65 && other.errors.contains("has changed"), "\(other.errors)")
    let single = try Program.run(["cam", "--from", folder.path("first.png")])
    #expect(single.status == 65 && single.errors.contains("compare --from"), "\(single.errors)")
    let mixed = try Program.run(["compare", "--from", folder.path("first.png"), "--alpha", "0.1"])
    #expect(mixed.status == 64)
  }

  @Test func methodsAndLayersMakeAGridWithTheirCorrelations() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "compare", Self.cat, "--methods", "grad-cam,hires-cam", "--layers", "stage7,stage9",
      "--output", folder.path("grid.png"), "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    #expect(object["rows"] as? [String] == ["Grad-CAM", "HiResCAM"])
    #expect(object["columns"] as? [String] == ["stage7", "stage9"])
    let correlation = try #require(object["correlation"] as? [String: Any])
    let matrix = try #require(correlation["matrix"] as? [[Double]])
    #expect(matrix.count == 4 && matrix[0][0] == 1 && matrix[0][1] == matrix[1][0])
    // At the last stage both methods are one.
    #expect(matrix[1][3] > 0.99)
    let png = try Data(contentsOf: URL(fileURLWithPath: folder.path("grid.png")))
    // Three columns of 232 pixels with gaps of 14.
    #expect(Array(png[16..<20]) == [0, 0, 2, 240])
  }

  @Test func untrainedNetworksAreLabelled() throws {
    let outcome = try Program.run([
      "compare", Self.cat, "--variants", "lite0,lite1", "--checkpoint", "random:1", "--class", "3",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("EfficientNet-Lite1 (untrained)"))
    #expect(outcome.output.contains("rank correlation (Spearman)"))
  }

  @Test func csvHasARowAMapAndAColumnACorrelation() throws {
    let outcome = try Program.run([
      "compare", Self.cat, "--classes", "282,285", "--format", "csv",
    ])
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[0].hasSuffix("spearman_1,spearman_2"))
  }

  @Test(arguments: [
    [], ["--methods", "a,b"], ["--variants", "lite0", "--variant", "lite0"],
    ["--methods", "cam", "--layers", "stage9", "--classes", "1"], ["--layers", "stage4"],
  ])
  func wrongUseIsExitCode64(arguments: [String]) throws {
    let outcome = try Program.run(["compare", Self.cat] + arguments)
    #expect(outcome.status == 64, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
