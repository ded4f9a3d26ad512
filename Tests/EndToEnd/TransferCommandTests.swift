import Foundation
import Testing

@Suite struct TransferCommandTests {
  /// Two classes of two sample photographs each, and something that is no image.
  private func classes(in folder: TemporaryFolder) throws -> String {
    let files = FileManager.default
    for (name, sample) in [("cat", "chelsea.png"), ("drink", "coffee.png")] {
      let path = folder.path("images/\(name)")
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
      for copy in ["a.png", "b.png"] {
        try files.copyItem(atPath: Program.photograph(sample), toPath: "\(path)/\(copy)")
      }
    }
    return folder.path("images")
  }

  @Test func classesOfOnesOwnAreLearntAndUsedByOtherCommands() throws {
    let folder = try TemporaryFolder()
    let images = try classes(in: folder)
    try Data("no image".utf8).write(to: URL(fileURLWithPath: images + "/cat/notes.jpg"))
    let checkpoint = folder.path("mine.safetensors")
    let caches = ["XDG_CACHE_HOME": folder.path("cache")]
    let outcome = try Program.run(
      ["transfer", images, "--output", checkpoint, "--format", "json"], environment: caches)
    // One file could not be read: it is named, the others are done.
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("notes.jpg"))
    let result = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    #expect(result["classes"] as? [String] == ["cat", "drink"])
    #expect(result["accuracy"] as? Double == 1)
    #expect((result["skipped"] as? [String])?.count == 1)

    let answer = try Program.run([
      "classify", Program.photograph("coffee.png"), "--checkpoint", checkpoint, "--format", "json",
    ])
    #expect(answer.status == 0, "\(answer.errors)")
    let object = try #require(
      (JSONSerialization.jsonObject(with: answer.outputData) as? [[String: Any]])?.first)
    let best = try #require((object["predictions"] as? [[String: Any]])?.first)
    #expect(best["label"] as? String == "drink")
    #expect((best["probability"] as? Double ?? 0) > 0.9)

    let map = folder.path("overlay.png")
    let cam = try Program.run([
      "cam", Program.photograph("chelsea.png"), "--checkpoint", checkpoint, "--class", "cat",
      "--output", map,
    ])
    #expect(cam.status == 0, "\(cam.errors)")
    #expect(FileManager.default.fileExists(atPath: map))
  }

  @Test(arguments: [["--refit"], ["--folds", "2"]])
  func aTestJudgesAClassifierOfAllImages(options: [String]) throws {
    let folder = try TemporaryFolder()
    let images = try classes(in: folder)
    let caches = ["XDG_CACHE_HOME": folder.path("cache")]
    let outcome = try Program.run(
      ["transfer", images, "--test", images, "--format", "json"] + options, environment: caches)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let result = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    // Both ways train on all four images in the end.
    #expect(result["training_images"] as? Int == 4)
    #expect(result["validation_images"] as? Int == (options[0] == "--folds" ? 4 : 2))
    #expect(result["folds"] as? Int == (options[0] == "--folds" ? 2 : nil))
    #expect(result["temperature"] is NSNull)
    let test = try #require(result["test"] as? [String: Any])
    #expect(test["images"] as? Int == 4)
    #expect(test["accuracy"] as? Double == 1)
    #expect(test["confusion"] as? [[Int]] == [[2, 0], [0, 2]])
  }

  @Test func aTestWithAnotherClassIsRefused() throws {
    let folder = try TemporaryFolder()
    let images = try classes(in: folder)
    try FileManager.default.createDirectory(
      atPath: folder.path("test/cats"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: Program.photograph("chelsea.png"), toPath: folder.path("test/cats/a.png"))
    let outcome = try Program.run(
      ["transfer", images, "--test", folder.path("test"), "--no-cache"])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("can't test the class 'cats'"), "\(outcome.errors)")
    #expect(outcome.errors.contains("is it 'cat'?"), "\(outcome.errors)")
  }

  @Test func anInterruptedRunGoesOnFromTheFeaturesItHas() throws {
    let folder = try TemporaryFolder()
    let images = try classes(in: folder)
    let caches = ["XDG_CACHE_HOME": folder.path("cache")]
    let first = try Program.run(["transfer", images, "--format", "json"], environment: caches)
    #expect(first.status == 0, "\(first.errors)")
    let store = folder.path("cache/effscope/features")
    let file = try #require(FileManager.default.contentsOfDirectory(atPath: store).first)
    let path = URL(fileURLWithPath: store + "/" + file)
    let whole = try Data(contentsOf: path)
    // Cut in the middle of a record, as a crash would leave it.
    try whole.dropLast(1000).write(to: path)
    let second = try Program.run(["transfer", images, "--format", "json"], environment: caches)
    #expect(second.status == 0, "\(second.errors)")
    #expect(try Data(contentsOf: path).count == whole.count)
    func accuracy(_ outcome: Program.Outcome) -> Double? {
      let object = try? JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any]
      return object?["accuracy"] as? Double
    }
    #expect(accuracy(first) == accuracy(second))
  }

  /// Three classes of `each` different crops of the samples, made by the program's own reader of tensors.
  private func manyImages(_ each: Int, in folder: TemporaryFolder) throws -> String {
    for (label, name) in ["low", "middle", "high"].enumerated() {
      let path = folder.path("many/\(name)")
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for number in 0..<each {
        // A ramp whose slope tells the class, shifted by the number: 3 × 224 × 224 float32.
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 224, 224), }"
        header += String(repeating: " ", count: 117 - header.count) + "\n"
        var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0])
        data.append(Data(header.utf8))
        let values = (0..<3 * 224 * 224).map { index in
          Float((index * (label * 7 + 1) + number * 31) % 251) / 125 - 1
        }
        values.withUnsafeBytes { data.append(contentsOf: $0) }
        try data.write(to: URL(fileURLWithPath: "\(path)/\(number).npy"))
      }
    }
    return folder.path("many")
  }

  private func cacheSize(_ folder: TemporaryFolder) -> Int {
    let store = folder.path("cache/effscope/features")
    let file = (try? FileManager.default.contentsOfDirectory(atPath: store))?.first ?? ""
    return (try? Data(contentsOf: URL(fileURLWithPath: store + "/" + file)).count) ?? 0
  }

  @Test(arguments: [SIGKILL, SIGINT])
  func nothingIsLostWhenTheExtractionIsEnded(by number: Int32) throws {
    let folder = try TemporaryFolder()
    let images = try manyImages(60, in: folder)
    let process = Program.interruptible()
    process.arguments = (process.arguments ?? []) + ["transfer", images, "--threads", "1"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["XDG_CACHE_HOME": folder.path("cache")]) { $1 }
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    // A record is 64 digits, 1280 float32 and a hash: some of them, not all.
    let record = 64 + 4 * 1280 + 64
    while cacheSize(folder) < 5 * record, process.isRunning { usleep(2_000) }
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    let left = cacheSize(folder)
    #expect(left >= 5 * record && left < 180 * record, "\(left / record) records")
    if number == SIGINT {
      #expect(process.terminationStatus == 130)
      let text = String(
        decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(text.contains("run the same command to go on"), "\(text)")
    }
    let outcome = try Program.run(
      ["transfer", images, "--format", "json"],
      environment: ["XDG_CACHE_HOME": folder.path("cache")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(cacheSize(folder) == 12 + 180 * record)
  }

  @Test func batchesAndATableOfPathsDoAsWell() throws {
    let folder = try TemporaryFolder()
    _ = try classes(in: folder)
    let table = try folder.write(
      "list.csv",
      Data(
        ([
          "image,label", "images/cat/a.png,cat", "images/cat/b.png,cat", "images/drink/a.png,drink",
          "images/drink/b.png,drink", "images/nowhere.png,cat",
        ].joined(separator: "\n") + "\n").utf8))
    let outcome = try Program.run(
      ["transfer", table, "--optimizer", "sgd", "--seed", "3", "--format", "json"],
      environment: ["XDG_CACHE_HOME": folder.path("cache")])
    // One path leads nowhere: it is named, the others are done.
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("nowhere.png"))
    let result = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    #expect(result["accuracy"] as? Double == 1)
    for wrong in [["--learning-rate", "0"], ["--batch-size", "0"], ["--optimizer", "adam"]] {
      #expect(try Program.run(["transfer", table] + wrong).status == 64)
    }
  }

  @Test func badFoldersAreNamed() throws {
    let folder = try TemporaryFolder()
    let images = try classes(in: folder)
    let files = FileManager.default
    try files.createDirectory(atPath: images + "/empty", withIntermediateDirectories: true)
    let empty = try Program.run(["transfer", images])
    #expect(empty.status == 65 && empty.errors.contains("empty"), "\(empty.errors)")
    try files.copyItem(
      atPath: Program.photograph("rocket.jpg"), toPath: images + "/empty/one.jpg")
    let single = try Program.run(["transfer", images])
    #expect(single.status == 65 && single.errors.contains("one readable image"))
    let alone = try Program.run(["transfer", images + "/cat"])
    #expect(alone.status == 65)
    #expect(try Program.run(["transfer", folder.path("nowhere")]).status == 66)
    #expect(try Program.run(["transfer", images, "--validation", "1.5"]).status == 64)
    for outcome in [empty, single, alone] {
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
  }
}
