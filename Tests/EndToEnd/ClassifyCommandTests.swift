import Foundation
import Testing

/// Real weights (lite0), real photographs, the built program.
@Suite struct ClassifyCommandTests {
  /// What the PyTorch reference answers for the samples with the same weights.
  static let expected: [(photograph: String, index: Int, probability: Double)] = [
    ("chelsea.png", 282, 0.395), ("coffee.png", 967, 0.951), ("rocket.jpg", 657, 0.272),
    ("astronaut.png", 560, 0.162),
  ]

  @Test(arguments: expected)
  func samplesComeOutAsTheReferenceSays(photograph: String, index: Int, probability: Double) throws
  {
    let outcome = try Program.run([
      "classify", Program.photograph(photograph), "--variant", "lite0", "--format", "jsonl",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    let predictions = try #require(object["predictions"] as? [[String: Any]])
    #expect(predictions.count == 5)
    #expect(predictions[0]["index"] as? Int == index)
    let found = try #require(predictions[0]["probability"] as? Double)
    #expect(abs(found - probability) < 0.002)
    let milliseconds = try #require(object["milliseconds"] as? [String: Double])
    #expect(Set(milliseconds.keys) == ["decode", "preprocess", "forward"])
    #expect(object["variant"] as? String == "lite0")
  }

  @Test func manyImagesGiveOneArrayInOrder() throws {
    let images = ["coffee.png", "chelsea.png"].map(Program.photograph)
    let outcome = try Program.run(["classify"] + images + ["--format", "json", "--top", "1"])
    let array = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    #expect(array.map { $0["image"] as? String } == images)
  }

  @Test func manyImagesOnManyThreadsGiveTheSameLinesInTheSameOrder() throws {
    let names = ["coffee.png", "chelsea.png", "rocket.jpg", "astronaut.png"]
    let images = (0..<3).flatMap { _ in names }.map(Program.photograph)
    let outputs = try ["1", "2", "5"].map { threads in
      try Program.run(["classify"] + images + ["--format", "csv", "--threads", threads]).output
    }
    #expect(outputs[0].split(separator: "\n").count == 1 + 5 * images.count)
    #expect(outputs[1] == outputs[0])
    #expect(outputs[2] == outputs[0])
  }

  @Test func interruptingManyImagesEndsWith130AfterAWholeLine() throws {
    let process = Program.interruptible()
    process.arguments =
      (process.arguments ?? []) + ["classify"]
      + [String](repeating: Program.photograph("rocket.jpg"), count: 20_000) + [
        "--format", "jsonl",
      ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = Pipe()
    try process.run()
    // The first answer is there: the network is loaded and images are under way.
    let first = output.fileHandleForReading.availableData
    process.interrupt()
    let rest = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 130)
    let lines = String(decoding: first + rest, as: UTF8.self)
    #expect(lines.hasSuffix("}\n"))
    #expect(lines.split(separator: "\n").count < 20_000)
  }

  @Test func anImageThatFailsIsReportedAndTheOthersAreDone() throws {
    let outcome = try Program.run([
      "classify", "/nowhere.png", Program.photograph("coffee.png"), "--format", "csv",
    ])
    #expect(outcome.status == 66)
    #expect(outcome.output.contains(",967,espresso"), "\(outcome.output)")
    #expect(outcome.errors.hasPrefix("effscope: error: "))
    #expect(outcome.errors.contains("'/nowhere.png'"))
  }

  @Test func standardInputIsReadAsDash() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Program.photograph("coffee.png")))
    let outcome = try Program.run(["classify", "-", "--top", "1"], input: data)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("espresso"))
  }

  @Test func logitsAreSavedAndThreadsDoNotChangeThem() throws {
    let folder = try TemporaryFolder()
    for threads in ["1", "2"] {
      let outcome = try Program.run([
        "classify", Program.photograph("chelsea.png"), Program.photograph("rocket.jpg"),
        "--threads", threads, "--save-logits", folder.path("\(threads).npy"),
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    let one = try Data(contentsOf: URL(fileURLWithPath: folder.path("1.npy")))
    #expect(one == (try Data(contentsOf: URL(fileURLWithPath: folder.path("2.npy")))))
    #expect(one.count == 128 + 2 * 1000 * 4)
  }

  @Test func randomWeightsAreLabelledUntrained() throws {
    for format in ["text", "json", "jsonl", "csv"] {
      let outcome = try Program.run([
        "classify", Program.photograph("coffee.png"), "--variant", "b0", "--checkpoint",
        "random:7", "--format", format,
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("random:7 (untrained)"), "\(outcome.output)")
    }
  }

  @Test func missingWeightsNameTheCommandThatGetsThem() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      ["classify", Program.photograph("coffee.png"), "--variant", "lite0"],
      environment: ["EFFSCOPE_HOME": folder.url.path])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("weights pull lite0"), "\(outcome.errors)")
  }
}

/// Outputs that are no distribution: many labels and plain numbers.
@Suite struct ClassifyOutputsTests {
  private static func predictions(
    _ activation: String, _ arguments: String...
  ) throws -> (object: [String: Any], rows: [[String: Any]]) {
    let outcome = try Program.run(
      [
        "classify", Program.photograph("coffee.png"), "--variant", "lite0", "--checkpoint",
        "random:7", "--classifier-activation", activation, "--format", "jsonl",
      ] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    return (object, try #require(object["predictions"] as? [[String: Any]]))
  }

  @Test func manyLabelsHaveEachTheirOwnProbability() throws {
    let (object, rows) = try Self.predictions("sigmoid")
    #expect(object["classifier_activation"] as? String == "sigmoid")
    // Without --top every label is listed.
    #expect(rows.count == 1000)
    #expect(Set(rows.compactMap { $0["index"] as? Int }) == Set(0..<1000))
    for row in rows {
      let logit = try #require(row["logit"] as? Double)
      let probability = try #require(row["probability"] as? Double)
      #expect(abs(probability - 1 / (1 + exp(-logit))) < 1e-7)
    }
    let sum = rows.compactMap { $0["probability"] as? Double }.reduce(0, +)
    #expect(sum > 2)
    #expect(try Self.predictions("sigmoid", "--top", "3").rows.count == 3)
  }

  @Test func plainNumbersHaveNoProbability() throws {
    let (object, rows) = try Self.predictions("linear")
    #expect(object["classifier_activation"] as? String == "linear")
    #expect(rows.count == 5)
    #expect(rows.allSatisfy { $0["probability"] is NSNull })
    let logits = rows.compactMap { $0["logit"] as? Double }
    #expect(logits == logits.sorted(by: >) && logits.count == 5)
    // The classes and logits are those of softmax; only their meaning differs.
    let usual = try Self.predictions("softmax").rows
    #expect(usual.compactMap { $0["logit"] as? Double } == logits)
    #expect(usual.allSatisfy { ($0["probability"] as? Double ?? 0) > 0 })
  }

  @Test func thereIsNothingToDecideOfRandomTensors() throws {
    let outcome = try Program.run([
      "classify", Program.photograph("coffee.png"), "--checkpoint", "random:7", "--head", "fc",
    ])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("they have no file"), "\(outcome.errors)")
  }
}
