import Imaging
import Tensors
import Testing

@Suite struct NetworkViewTests {
  @Test func theCentreOfALandscapePictureIsSeen() {
    let view = PreprocessingRecipe.lite(size: 224).view(of: PixelSize(width: 600, height: 400))
    // 600×400 is resized to 384×256; the central 224×224 is cropped.
    #expect(view.inputSize == PixelSize(square: 224))
    let seen = view.rectangle
    #expect(abs(seen.x - 125) < 1e-9 && abs(seen.y - 25) < 1e-9)
    #expect(abs(seen.width - 350) < 1e-9 && abs(seen.height - 350) < 1e-9)
  }

  @Test func anExactResizeUsesTheWholePicture() {
    let recipe = PreprocessingRecipe(resize: .exact(PixelSize(square: 224)), crop: nil)
    let size = PixelSize(width: 640, height: 123)
    #expect(recipe.view(of: size).rectangle == Rectangle(all: size))
  }

  @Test func paddingReachesBeyondThePicture() {
    let recipe = PreprocessingRecipe(resize: .none, crop: PixelSize(square: 10))
    let seen = recipe.view(of: PixelSize(width: 7, height: 20)).rectangle
    #expect(seen == Rectangle(x: -1, y: 5, width: 10, height: 10))
    let white = RGBColor(red: 255, green: 255, blue: 255)
    let input = recipe.input(from: Picture(width: 7, height: 20, color: white))
    #expect((0..<10).map { input[$0, 0].red } == [0, 255, 255, 255, 255, 255, 255, 255, 0, 0])
  }

  @Test func tensorFlowsCropComesFirst() {
    let recipe = PreprocessingRecipe(
      resize: .centralSquare(padding: 32), crop: PixelSize(square: 224), interpolation: .bicubic)
    let view = recipe.view(of: PixelSize(width: 451, height: 300))
    // 224 ÷ 256 × 300 = 262.5, truncated to 262; offsets (451 − 262 + 1) ÷ 2, (300 − 262 + 1) ÷ 2.
    #expect(view.rectangle == Rectangle(x: 95, y: 19, width: 262, height: 262))
    let picture = generatedPicture(451, 300, seed: 8)
    let cut = picture.cropped(to: PixelRectangle(x: 95, y: 19, width: 262, height: 262))
    #expect(recipe.input(from: picture) == cut.resized(to: PixelSize(square: 224), .bicubic))
  }

  @Test func aWindowOfAResizeEqualsThatPartOfTheWhole() {
    let picture = generatedPicture(311, 207, seed: 4)
    for interpolation in Interpolation.allCases {
      let recipe = PreprocessingRecipe(
        resize: .shorterSide(97), crop: PixelSize(width: 61, height: 50),
        interpolation: interpolation)
      let whole = picture.resized(to: PixelSize(width: 145, height: 97), interpolation)
      let part = whole.cropped(to: PixelRectangle(x: 42, y: 24, width: 61, height: 50))
      #expect(recipe.input(from: picture) == part, "\(interpolation)")
    }
  }

  @Test func extremeProportionsCostNoMoreThanTheCrop() {
    let recipe = PreprocessingRecipe.lite(size: 224)
    let thread = Picture(width: 1, height: 200_000, color: RGBColor(red: 9, green: 8, blue: 7))
    #expect(recipe.input(from: thread)[111, 3] == RGBColor(red: 9, green: 8, blue: 7))
  }
}
