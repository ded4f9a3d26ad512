import Attribution
import Checkpoints
import Explanations
import Imaging
import Library
import Testing

@Suite struct LibraryNetworkTests {
  private static func request(_ checkpoint: String, crop: String? = nil) throws -> NetworkRequest {
    NetworkRequest(
      variant: "lite0", checkpoint: checkpoint,
      recipe: try RecipeChanges(text: crop.map { "input-crop=\($0)" } ?? ""))
  }

  @Test func aLibraryAsksForTheNetworkThatExaminedItsImages() throws {
    let network = try NetworkLoader.load(try Self.request("random:7", crop: "1"))
    let settings = BatchRequest().settings(network)
    let asked = try #require(try settings.networkRequest)
    #expect(settings.differences(of: try NetworkLoader.load(asked)).isEmpty)
  }

  @Test func anotherNetworkIsToldFromIt() throws {
    let network = try NetworkLoader.load(try Self.request("random:7", crop: "1"))
    let settings = BatchRequest().settings(network)
    let other = try NetworkLoader.load(try Self.request("random:8"))
    let differences = settings.differences(of: other).joined(separator: "\n")
    #expect(differences.contains("checkpoint is "))
    #expect(differences.contains("preprocessing is shorter side 224, "))
    #expect(!differences.contains("labels"))
  }

  @Test func aLibraryGivesItsRequestBack() throws {
    let network = try NetworkLoader.load(try Self.request("random:7"))
    var request = ExplanationRequest(
      method: GradCAM(), layers: ["stage4", "stage6"], fusion: .mean, classes: [.query("282")],
      versus: "285", settings: MethodSettings(channels: 3, seed: 9))
    request.style.contours = [0.25, 0.5]
    request.style.box = 0.2
    request.style.alphaMode = .evidence
    request.colorMap = .jet
    request = try request.resolved(in: network)
    let settings = BatchRequest(explanation: request).settings(network)
    let again = try settings.explanationRequest(in: network)
    #expect(again.style == request.style)
    for option in ExplanationOption.map {
      #expect(option.record(again) == option.record(request), "\(option.name)")
    }
  }
}
