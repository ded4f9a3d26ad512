import Architectures
import Checkpoints
import Explanations
import Library
import Support
import Testing

@Suite struct LibraryOutputsTests {
  /// A library's settings for lite0 whose outputs are read as `outputs`.
  private static func settings(_ outputs: OutputActivation?) throws -> LibrarySettings {
    var request = NetworkRequest(variant: "lite0", checkpoint: "random:7")
    request.reading.outputActivation = outputs
    return BatchRequest().settings(try NetworkLoader.load(request))
  }

  static let kinds: [(OutputActivation?, LibraryOutputs)] = [
    (nil, .softmax), (.softmax, .softmax), (.sigmoid, .sigmoids), (.linear, .linear),
  ]

  @Test(arguments: kinds)
  func aLibraryKeepsWhatItsOutputsMean(given: OutputActivation?, kept: LibraryOutputs) throws {
    let settings = try Self.settings(given)
    #expect(settings.outputs == kept)
    // Libraries of earlier versions have softmax and do not name it.
    #expect(settings["outputs"] == (kept == .softmax ? nil : kept.rawValue))
    #expect((settings["reading"] == nil) == (given == nil))
  }

  @Test func networksWhoseOutputsMeanSomethingElseDiffer() throws {
    var request = NetworkRequest(variant: "lite0", checkpoint: "random:7")
    request.reading.outputActivation = .linear
    let differences = try Self.settings(.sigmoid).differences(of: try NetworkLoader.load(request))
    #expect(differences.contains("outputs is sigmoids there and linear here"), "\(differences)")
  }

  @Test func aLibraryOfManyLabelsAsksForThemAgain() throws {
    let asked = try #require(try Self.settings(.sigmoid).networkRequest)
    #expect(asked.reading.outputActivation == .sigmoid)
  }

  @Test func onlyOneAnswerWithAConfidenceHasACalibration() {
    #expect(LibraryOutputs.softmax.objectionToCalibration == nil)
    #expect(LibraryOutputs.oneSigmoid.objectionToCalibration == nil)
    #expect(LibraryOutputs.sigmoids.objectionToCalibration?.contains("many labels") == true)
    #expect(LibraryOutputs.linear.objectionToCalibration?.contains("plain numbers") == true)
  }

  @Test(arguments: [("probability > 0.5", true), ("entropy<1", true), ("logit>0", false)])
  func plainNumbersHaveNoProbabilityToFilterBy(text: String, isRefused: Bool) throws {
    let temporary = try TemporaryLibrary()
    func library(_ outputs: String) throws -> ImageLibrary {
      let choices = [LibrarySettings.Setting("outputs", outputs)]
      let writer = try temporary.writer(
        outputs, settings: LibrarySettings(choices + TemporaryLibrary.settings.choices, notes: []))
      try writer.write([TemporaryLibrary.record("a.png")])
      try writer.finish()
      return try ImageLibrary(reading: temporary.path(outputs))
    }
    let query = LibraryQuery(
      filter: try LibraryFilter(parsing: text.replacing(" ", with: "")), order: [])
    if isRefused {
      let plain = try library("linear")
      let failure = #expect(throws: Failure.self) { try plain.records(query) }
      #expect(failure?.status == .usage)
      #expect(failure?.advice == "use logit")
    } else {
      #expect(try library("linear").records(query).count == 1)
    }
    _ = try library("sigmoids").records(query)
  }
}
