import Imaging
import Tensors
import Testing

@Suite struct ThumbnailTests {
  @Test func eachPixelIsTheMeanOfItsArea() {
    var picture = Picture(width: 4, height: 2, color: RGBColor(red: 0, green: 0, blue: 0))
    picture[0, 0] = RGBColor(red: 200, green: 40, blue: 0)
    picture[3, 1] = RGBColor(red: 0, green: 0, blue: 80)
    let small = picture.thumbnail(PixelSize(width: 2, height: 1))
    #expect(small.pixels == [50, 10, 0, 0, 0, 20])
  }

  @Test func enlargingIsPossibleToo() {
    let picture = Picture(width: 1, height: 1, color: RGBColor(red: 1, green: 2, blue: 3))
    #expect(picture.thumbnail(PixelSize(width: 3, height: 2))[2, 1] == picture[0, 0])
  }

  @Test func fittingKeepsTheProportions() {
    let picture = Picture(width: 400, height: 100, color: RGBColor(red: 0, green: 0, blue: 0))
    #expect(picture.size(fitting: PixelSize(square: 80)) == PixelSize(width: 80, height: 20))
    #expect(
      picture.size(fitting: PixelSize(width: 1000, height: 50)) == PixelSize(width: 200, height: 50)
    )
    let thread = Picture(width: 1, height: 5000, color: RGBColor(red: 0, green: 0, blue: 0))
    #expect(thread.size(fitting: PixelSize(square: 10)) == PixelSize(width: 1, height: 10))
  }
}
