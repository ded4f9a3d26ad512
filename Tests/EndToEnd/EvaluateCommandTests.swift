import Foundation
import Testing

@Suite struct EvaluateCommandTests {
  private func object(_ outcome: Program.Outcome) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
  }

  /// A preprocessed input of 32 × 64 in a file: small enough that every metric is quick.
  private func tensor(_ name: String, in folder: TemporaryFolder, seed: Int) throws -> String {
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 32, 64), }"
    header += String(repeating: " ", count: 117 - header.count) + "\n"
    var data = Data([0x93] + "NUMPY".utf8 + [1, 0, 118, 0] + header.utf8)
    for index in 0..<3 * 32 * 64 {
      let value = Float((index / 64 * 37 + index % 64 * (11 + seed)) % 101) / 50 - 1
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return try folder.write(name, data)
  }

  @Test func everyMetricIsToldForEveryImageWithItsConventions() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "evaluate", try tensor("a.npy", in: folder, seed: 1),
      try tensor("b.npy", in: folder, seed: 2), "--methods", "cam", "--steps", "4", "--format",
      "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try object(outcome)
    let images = try #require(report["images"] as? [[String: Any]])
    #expect(images.count == 2)
    for image in images {
      let methods = try #require(image["methods"] as? [[String: Any]])
      #expect(methods.compactMap { $0["method"] as? String } == ["cam", "random-cam"])
      for method in methods {
        let values = try #require(method["values"] as? [String: Any])
        #expect(values.count == 12)
        for name in ["insertion", "deletion", "complexity"] {
          let value = try #require(values[name] as? Double)
          #expect((0...1).contains(value), "\(name) \(value)")
        }
        let curves = try #require(method["curves"] as? [String: [String: [Double]]])
        #expect(curves["deletion"]?["probabilities"]?.count == 5)
        #expect(curves["road-morf"]?["fractions"]?.count == 10)
      }
    }
    let conventions = try #require(report["conventions"] as? [String: String])
    #expect(conventions["insertion"]?.contains("11×11") == true)
    #expect(conventions["ranking"]?.contains("top left") == true)
    let summary = try #require(report["summary"] as? [[String: Any]])
    let insertion = (summary[0]["values"] as? [String: [String: Any]])?["insertion"]
    #expect(insertion?["images"] as? Int == 2)
    #expect((insertion?["standardError"] as? Double ?? -1) >= 0)
  }

  @Test func photographsAreAveragedWithTheirStandardError() throws {
    let outcome = try Program.run([
      "evaluate", Program.photograph("chelsea.png"), Program.photograph("coffee.png"),
      "--methods", "cam", "--metrics", "insertion,deletion,adcc", "--steps", "4",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("±"))
    for word in ["insertion AUC ↑", "deletion AUC ↓", "ADCC ↑", "random-cam", "trapezoids"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
    #expect(!outcome.output.contains("ROAD"))
  }

  @Test func theSeedDecidesEverythingWhateverTheThreads() throws {
    let folder = try TemporaryFolder()
    let image = try tensor("a.npy", in: folder, seed: 3)
    let runs = try ["1", "2"].map { threads in
      try Program.run([
        "evaluate", image, "--methods", "cam", "--steps", "3", "--format", "csv", "--seed", "5",
        "--threads", threads,
      ])
    }
    #expect(runs[0].status == 0 && !runs[0].output.isEmpty)
    #expect(runs[0].output == runs[1].output)
  }

  @Test func boxesMakeThePointingGames() throws {
    let folder = try TemporaryFolder()
    // The cat's face, in pixels of the photograph.
    let boxes = try folder.write(
      "chelsea.xml",
      Data(
        """
        <annotation><filename>chelsea.png</filename><size><width>451</width><height>300</height></size>
        <object><name>cat</name><bndbox><xmin>100</xmin><ymin>20</ymin><xmax>360</xmax><ymax>290</ymax>
        </bndbox></object></annotation>
        """.utf8))
    let outcome = try Program.run([
      "evaluate", Program.photograph("chelsea.png"), "--methods", "cam", "--metrics",
      "pointing,energy-pointing", "--boxes", boxes, "--format", "csv",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let energy = try #require(lines[0].firstIndex(of: "energy-pointing"))
    let value = try #require(Double(lines[1][lines[1].count - lines[0].count + energy]))
    #expect(value > 50 && value <= 100)
  }

  @Test func theCurvesAreDrawn() throws {
    let folder = try TemporaryFolder()
    for name in ["curves.png", "curves.svg"] {
      let outcome = try Program.run([
        "evaluate", Program.photograph("coffee.png"), "--methods", "cam", "--metrics",
        "insertion,deletion", "--steps", "3", "--plot", folder.path(name),
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder.path("curves.png"))).prefix(4)
        == Data([0x89, 0x50, 0x4E, 0x47]))
    let drawing = try String(contentsOfFile: folder.path("curves.svg"), encoding: .utf8)
    #expect(drawing.contains("<svg"))
    #expect(try folder.contents == ["curves.png", "curves.svg"])
  }

  @Test func aBadImageAmongGoodOnesIsReportedAndTheOthersAreDone() throws {
    let outcome = try Program.run([
      "evaluate", "/nowhere.png", Program.photograph("coffee.png"), "--methods", "cam", "--metrics",
      "average-drop", "--format", "json",
    ])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("'/nowhere.png'"))
    let report = try object(outcome)
    #expect((report["images"] as? [Any])?.count == 1)
    #expect(report["failed"] as? Int == 1)
  }

  static let refusals: [([String], Int32)] = [
    (["--methods", "gradcam"], 64), (["--methods", ""], 64), (["--steps", "0"], 64),
    (["--layer", "stage77"], 64), (["--methods", "cam", "--layer", "stage4"], 64),
    (["--class", "top:0"], 64), (["--boxes", "/nowhere.xml"], 66), (["--box-label", "cat"], 64),
    (["--plot", "curves.bmp"], 64), (["--insertion-from", "noise"], 64), (["--seed", "-1"], 64),
    (["--metrics", "beauty"], 64), (["--metrics", "pointing"], 64),
    (["--metrics", "adcc", "--plot", "a.png"], 64), (["--plot", "/nowhere/a.png"], 73),
  ]

  @Test(arguments: refusals)
  func wrongQuestionsAreRefusedBeforeAnyWork(_ arguments: [String], _ status: Int32) throws {
    let outcome = try Program.run(["evaluate", Program.photograph("coffee.png")] + arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
  }
}

@Suite struct SanityCommandTests {
  @Test func mapsAreComparedStageByStageInBothOrders() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "sanity", Program.photograph("chelsea.png"), "--methods", "cam,eigen-cam", "--draws", "1",
      "--format", "json", "--plot", folder.path("sanity.png"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    let steps = try #require(report["steps"] as? [[String: Any]])
    #expect(steps.count == 20)
    #expect(steps.prefix(10).allSatisfy { $0["order"] as? String == "cascading" })
    #expect(steps[0]["part"] as? String == "classifier" && steps[9]["part"] as? String == "stage1")

    func spearman(_ step: Int, _ name: String) throws -> Double {
      let methods = try #require(steps[step]["methods"] as? [[String: Any]])
      let method = try #require(methods.first { $0["method"] as? String == name })
      return try #require(method["spearman"] as? Double)
    }
    // Eigen-CAM never reads the classifier, Random-CAM neither, edges nothing at all.
    #expect(try spearman(0, "eigen-cam") > 0.999)
    #expect(try spearman(0, "random-cam") > 0.999)
    #expect(try abs(spearman(0, "cam")) < 0.9)
    let verdicts = try #require(report["verdicts"] as? [[String: Any]])
    let edges = verdicts.first { $0["method"] as? String == "edge-detector" }
    #expect(edges?["outcome"] as? String == "does not depend on the weights")
    #expect(try folder.contents == ["sanity.png"])
  }

  @Test func theSeedDecidesTheDraw() throws {
    let runs = try ["1", "1", "2"].map { seed in
      try Program.run([
        "sanity", Program.photograph("coffee.png"), "--methods", "cam", "--draws", "1", "--seed",
        seed, "--format", "csv",
      ]).output
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0] != runs[2])
  }

  static let refusals: [([String], Int32)] = [
    (["--class", "top:2"], 64), (["--draws", "0"], 64), (["--methods", "nothing"], 64),
    (["--layer", "stage3", "--methods", "cam"], 64), (["--plot", "x.jpg"], 64),
  ]

  @Test(arguments: refusals)
  func wrongQuestionsAreRefused(_ arguments: [String], _ status: Int32) throws {
    let outcome = try Program.run(["sanity", Program.photograph("coffee.png")] + arguments)
    #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }
}
