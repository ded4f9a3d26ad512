import Checkpoints
import Explanations
import Imaging
import Library
import Testing

@Suite struct LibraryNetworkTests {
  private static func request(_ checkpoint: String, crop: String? = nil) throws -> NetworkRequest {
    NetworkRequest(
      variant: "lite0", checkpoint: checkpoint,
      recipe: try RecipeChanges(
        mean: nil, standardDeviation: nil, interpolation: nil, crop: crop, resolution: nil))
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

  @Test func aLibrarySaysHowItsOverlaysWereDrawn() throws {
    let network = try NetworkLoader.load(try Self.request("random:7"))
    var style = PictureStyle()
    style.colorMap = .jet
    style.contours = [0.25, 0.5]
    style.box = 0.2
    style.alphaMode = .evidence
    #expect(try BatchRequest(style: style).settings(network).style == style)
    #expect(try BatchRequest(style: style, overlays: nil).settings(network).style == nil)
  }
}
