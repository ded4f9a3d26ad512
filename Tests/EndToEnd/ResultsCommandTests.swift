import Foundation
import Testing

@Suite struct ResultsCommandTests {
  private func rows(_ arguments: [String]) throws -> [[String: Any]] {
    let outcome = try Program.run(["results"] + arguments + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
  }

  @Test func figure7IsDrawnWithTheWeightsThatExist() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "results", "cam", "--image", Program.photograph("chelsea.png"), "--class", "282", "--output",
      folder.path("figure7.png"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for words in ["d=4", "compound", "same weights, r = 2.0: input 448×448", "map 14×14"] {
      #expect(outcome.output.contains(words), "\(words): \(outcome.output)")
    }
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: folder.path("figure7.png"))).prefix(4)
        == Data([0x89, 0x50, 0x4E, 0x47]))
    let wrong = try Program.run(["results", "cam", "--output", folder.path("x.png")])
    #expect(wrong.status == 64)
    let other = try Program.run(["results", "latency", "--image", "a.png", "--output", "b.png"])
    #expect(other.status == 64)
  }

  @Test func everyTableNamesItsSource() throws {
    for topic in ["imagenet", "transfer", "scaling", "latency", "cam"] {
      let outcome = try Program.run(["results", topic])
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("Source: arXiv 1905.11946"), "\(topic)")
      for format in ["markdown", "csv"] {
        #expect(try Program.run(["results", topic, "--format", format]).status == 0)
      }
    }
  }

  @Test func countedFiguresStandBesideThePrintedOnes() throws {
    let b0 = try #require(
      try rows(["imagenet"]).first { $0["network"] as? String == "EfficientNet-B0" })
    #expect(b0["parameters_printed"] as? String == "5.3M")
    #expect(b0["parameters_counted"] as? Int == 5_288_548)
    #expect(b0["macs_counted"] as? Int == 385_814_752)
  }

  @Test func rowsAreFilteredAndSorted() throws {
    let found = try rows(["imagenet", "--filter", "efficientnet", "--sort", "-top1"])
    #expect(found.count == 8)
    let accuracies = found.compactMap { $0["top1"] as? Double }
    #expect(accuracies == accuracies.sorted(by: >))
  }

  @Test func latenciesAreMeasuredByTheProtocolOfTable4() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      [
        "results", "latency", "--measure", "--own", "b0,b1", "--runs", "2", "--format", "json",
      ], environment: ["XDG_CACHE_HOME": folder.path("cache")])
    let found = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    #expect(found.count == 2)
    #expect(found.allSatisfy { ($0["measured_seconds"] as? Double ?? 0) > 0 })
    #expect(found[1]["published_seconds"] as? Double == 0.098)
  }

  @Test func measuredRowsAreKeptAndTheRestGoesOn() throws {
    let folder = try TemporaryFolder()
    let caches = ["XDG_CACHE_HOME": folder.path("cache")]
    func measured(_ arguments: [String]) throws -> [Double?] {
      let outcome = try Program.run(
        ["results", "latency", "--runs", "2", "--format", "json"] + arguments, environment: caches)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let rows = try #require(
        JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
      return rows.map { $0["measured_seconds"] as? Double }
    }
    let first = try measured(["--measure", "--own", "lite0"])
    let both = try measured(["--measure", "--own", "lite0,b0"])
    #expect(first[0] != nil && both[0] == first[0] && both[1] != nil)
    // Without --measure what is known is told; another protocol knows nothing.
    #expect(try measured(["--own", "b0"])[0] == both[1])
    #expect(try measured(["--own", "b0", "--runs", "3"])[0] == nil)
    #expect(try measured(["--measure", "--anew", "--own", "lite0"])[0] != first[0])
    // What a crash left half-written is passed over.
    let file = URL(fileURLWithPath: folder.path("cache/effscope/latency.csv"))
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.dropLast(9).utf8).write(to: file)
    #expect(try measured(["--own", "b0"])[0] == both[1])
  }

  @Test func ctrlCEndsTheSurveyWithWhatIsDone() throws {
    let folder = try TemporaryFolder()
    let process = Program.interruptible()
    process.arguments =
      (process.arguments ?? []) + [
        "results", "latency", "--measure", "--own", "lite0,b7", "--runs", "20",
      ]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["XDG_CACHE_HOME": folder.path("cache")]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let file = folder.path("cache/effscope/latency.csv")
    while !FileManager.default.fileExists(atPath: file), process.isRunning { usleep(5_000) }
    kill(process.processIdentifier, SIGINT)
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(text.contains("EfficientNet-Lite0") && text.contains("untrained"), "\(text)")
  }

  @Test func thePapersCAMNetworksHaveTheirShapes() throws {
    let found = try rows(["cam"])
    #expect(found.compactMap { $0["map_side"] as? Int } == [7, 7, 7, 14, 10])
    #expect(found.compactMap { $0["blocks"] as? Int } == [16, 64, 16, 16, 26])
  }

  @Test func diagramsHaveRatiosAndOwnPoints() throws {
    let outcome = try Program.run(
      ["results", "imagenet", "--axis", "parameters", "--own", "lite0", "--chart"])
    #expect(outcome.output.contains("your own"))
    #expect(outcome.output.contains("Parameters (millions)"))
  }

  @Test func wrongUsageIsOneLineAndExitCode64() throws {
    for arguments in [
      ["imagenet", "--sort", "height"], ["transfer", "--data-set", "mars"], ["moon"],
      ["imagenet", "--measure"], ["latency", "--own", "b99"], ["cam", "--chart"],
      ["latency", "--measure", "--runs", "0"], ["latency", "--anew"],
      ["scaling", "--axis", "macs"], ["imagenet", "--data-set", "CIFAR-10"],
      ["transfer", "--linear"], ["imagenet", "--sort", "counted"], ["scaling", "--runs", "3"],
    ] {
      let outcome = try Program.run(["results"] + arguments)
      #expect(outcome.status == 64, "\(arguments): \(outcome.status)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(arguments): \(outcome.errors)")
    }
  }
}
