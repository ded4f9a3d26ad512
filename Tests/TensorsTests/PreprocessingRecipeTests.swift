import Tensors
import Testing

@Suite("Recipes of the input")
struct PreprocessingRecipeTests {
  @Test("ImageNet's mean and deviation and bicubic filtering are the defaults")
  func defaults() {
    let recipe = PreprocessingRecipe(resize: .shorterSide(256), crop: PixelSize(square: 224))
    #expect(recipe.mean == [0.485, 0.456, 0.406])
    #expect(recipe.standardDeviation == [0.229, 0.224, 0.225])
    #expect(recipe.interpolation == .bicubic)
    #expect(recipe.crop == PixelSize(width: 224, height: 224))
  }

  @Test(
    "Lite's shorter side is the size divided by 0.875, rounded half to even",
    arguments: [(224, 256), (240, 274), (260, 297), (280, 320), (300, 343)])
  func lite(size: Int, side: Int) {
    let recipe = PreprocessingRecipe.lite(size: size)
    #expect(recipe.resize == .shorterSide(side))
    #expect(recipe.crop == PixelSize(square: size))
    // (x - 127) / 128 of a byte: black is -127/128, white is 1.
    #expect(abs((0 - recipe.mean[0]) / recipe.standardDeviation[0] + 127.0 / 128) < 1e-6)
    #expect(abs((1 - recipe.mean[0]) / recipe.standardDeviation[0] - 1) < 1e-6)
  }
}
