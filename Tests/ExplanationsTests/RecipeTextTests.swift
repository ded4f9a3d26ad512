import Checkpoints
import Explanations
import Imaging
import Support
import Tensors
import Testing

/// The preprocessing options, and the recipes that they give.
@Suite struct RecipeTextTests {
  private func changes(
    mean: String? = nil, std: String? = nil, interpolation: String? = nil, crop: String? = nil,
    resolution: Int? = nil
  ) throws -> RecipeChanges {
    var request = ExplanationRequest()
    let given = [
      ("mean", mean), ("std", std), ("interpolation", interpolation), ("input-crop", crop),
      ("resolution", resolution.map(String.init)),
    ]
    for (name, text) in given {
      if let text { try request.set(#require(ExplanationOption.named(name)), to: [text]) }
    }
    return request.network.recipe
  }

  private let base = PreprocessingRecipe(resize: .shorterSide(256), crop: PixelSize(square: 224))

  @Test func oneNumberStandsForAllChannels() throws {
    let recipe = base.changed(by: try changes(mean: "0.5", std: "0.25, 0.5,1"))
    #expect(recipe.mean == [0.5, 0.5, 0.5])
    #expect(recipe.standardDeviation == [0.25, 0.5, 1])
    #expect(recipe.resize == base.resize)
  }

  @Test func anotherSizeKeepsThePartThatIsSeen() throws {
    let recipe = base.changed(by: try changes(resolution: 448))
    #expect(recipe.resize == .shorterSide(512))
    #expect(recipe.crop == PixelSize(square: 448))
  }

  @Test(arguments: [("0.8", 280), ("80%", 280), ("1", 224)])
  func aFractionIsOfTheResizedPicture(crop: String, resized: Int) throws {
    let recipe = base.changed(by: try changes(crop: crop))
    #expect(recipe.resize == .shorterSide(resized))
    #expect(recipe.crop == PixelSize(square: 224))
  }

  @Test func squashTakesTheWholePicture() throws {
    let recipe = base.changed(
      by: try changes(interpolation: "Bilinear", crop: "squash", resolution: 300))
    #expect(recipe.resize == .exact(PixelSize(square: 300)))
    #expect(recipe.crop == nil)
    #expect(recipe.interpolation == .bilinear)
  }

  @Test func noOptionsChangeNothing() throws {
    #expect(try changes().isEmpty)
    #expect(base.changed(by: try changes()) == base)
  }

  @Test(arguments: [("1,2", "1"), ("nan", "1"), ("3", "1"), ("0", "0"), ("0", "-1"), ("0", "")])
  func numbersOutOfRangeAreUsageErrors(mean: String, std: String) {
    let failure = #expect(throws: Failure.self) { try changes(mean: mean, std: std) }
    #expect(failure?.status == .usage)
  }
}
