import Attribution
import Explanations
import Imaging
import Support
import Testing

@Suite struct ExplanationOptionTests {
  /// A non-default text for each option.
  private static let texts = [
    "variant": "b3", "checkpoint": "random:4", "dialect": "timm", "labels": "names.txt",
    "tensors-under": "student", "ignore-tensors": "mean*", "head": "fc",
    "as-state-dict": "yes",
    "head-activation": "tanh", "classifier-activation": "sigmoid", "precision": "bf16",
    "mean": "0.5,0.5,0.5", "std": "0.25,0.5,1.0", "interpolation": "lanczos",
    "input-crop": "squash", "resolution": "300", "method": "grad-cam",
    "layer": "stage4,stage6.block2", "fuse": "max", "class": "tabby", "versus": "lynx",
    "smooth": "eigen", "channels": "12", "samples": "7", "seed": "18446744073709551615",
    "interpolate": "nearest", "colormap": "viridis", "alpha": "0.25", "alpha-mode": "evidence",
    "contour": "0.25,0.5", "box": "0.3", "box-all": "0.4", "fit": "pad", "grey16": "scale",
    "pad-colour": "1,2,3", "crop": "seen", "side": "640", "legend": "yes",
    "compat": "torch-cam", "signed": "yes", "megapixels": "150",
    "truth": "281", "range": "0.0:8.5", "print-width": "85mm", "dpi": "600", "cell": "40mm",
  ]

  @Test func everyOptionGivesBackTheTextThatSetIt() throws {
    for option in ExplanationOption.all {
      let text = try #require(Self.texts[option.name], "no text for \(option.name)")
      var request = ExplanationRequest()
      #expect(option.arguments(request).isEmpty, "\(option.name) has a default")
      if option.name == "pad-colour", let fit = ExplanationOption.named("fit") {
        try request.set(fit, to: ["pad"])
      }
      try request.set(option, to: [text])
      request.style.isSigned = request.isSigned ?? false
      request.style.colorMap = request.colorMap ?? request.style.colorMap
      #expect(option.arguments(request) == [text], "\(option.name)")
      // A limit decides no result, so nothing keeps it; the ends of every scale are kept apart.
      let isKept = !["megapixels", "range"].contains(option.name)
      #expect(option.record(request) == (isKept ? text : nil), "\(option.name)")
    }
  }

  @Test func reportsStateOptionsInWords() throws {
    var request = ExplanationRequest()
    for (name, texts) in [
      ("method", ["grad-cam"]), ("layer", ["stage4, stage6"]), ("class", ["top:3", "tabby"]),
      ("side", ["640"]), ("alpha", ["0.25"]),
    ] {
      try request.set(try #require(ExplanationOption.named(name)), to: texts)
    }
    func words(_ name: String) -> String? { ExplanationOption.named(name)?.words(request) }
    #expect(words("method") == request.method.title)
    #expect(words("layer") == "stage4, stage6")
    #expect(words("class") == "the 3 most probable, tabby")
    #expect(words("versus") == nil && words("smooth") == nil && words("signed") == nil)
    #expect(words("alpha") == "25 % heatmap (flat)")
    #expect(words("side") == "640 pixels a side")
  }

  @Test func namesAndRecordKeysAreUnique() {
    #expect(Set(ExplanationOption.all.map(\.name)).count == ExplanationOption.all.count)
    #expect(Set(ExplanationOption.all.map(\.key)).count == ExplanationOption.all.count)
  }

  @Test(arguments: [
    ("alpha", "1.5"), ("alpha", "nan"), ("box", "x"), ("contour", "0.2,,0.3"), ("side", "3"),
    ("crop", "middle"), ("smooth", "none"), ("samples", "0"), ("seed", "-1"),
    ("colormap", "rainbow"), ("method", "gradcam"), ("fuse", "sum"), ("class", "top:0"),
    ("head-activation", "mish"), ("classifier-activation", "logit"), ("precision", "f16"),
    ("mean", "1,2"), ("resolution", "7"), ("input-crop", "1.1"),
    ("range", "3:1"), ("range", "1"), ("print-width", "wide"), ("dpi", "9"), ("cell", "0mm"),
    ("megapixels", "0"), ("megapixels", "2001"),
  ])
  func aTextThatIsNotAValueIsAUsageError(name: String, text: String) throws {
    let option = try #require(ExplanationOption.named(name))
    var request = ExplanationRequest()
    let failure = #expect(throws: Failure.self) { try request.set(option, to: [text]) }
    #expect(failure?.status == .usage)
  }

  @Test func aCommandLineHasOnlyNonDefaultOptions() throws {
    var request = ExplanationRequest()
    for name in ["method", "layer", "legend", "signed", "contour"] {
      let option = try #require(ExplanationOption.named(name))
      try request.set(option, to: [try #require(Self.texts[name])])
    }
    request.style.isSigned = true
    request.style.colorMap = .coolwarm
    var line = CommandLineText("cam")
    line.add(ExplanationOption.map + ExplanationOption.drawing, of: request)
    #expect(
      line.text == "effscope cam --method grad-cam --layer stage4,stage6.block2 --contour 0.25,0.5 "
        + "--legend --signed")
  }
}
