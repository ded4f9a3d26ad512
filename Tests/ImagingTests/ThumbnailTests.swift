import Imaging
import Testing

@Suite struct ThumbnailTests {
  @Test func eachPixelIsTheMeanOfItsArea() {
    var picture = Picture(width: 4, height: 2, color: Color(red: 0, green: 0, blue: 0))
    picture[0, 0] = Color(red: 200, green: 40, blue: 0)
    picture[3, 1] = Color(red: 0, green: 0, blue: 80)
    let small = picture.thumbnail(Size(width: 2, height: 1))
    #expect(small.pixels == [50, 10, 0, 0, 0, 20])
  }

  @Test func enlargingIsPossibleToo() {
    let picture = Picture(width: 1, height: 1, color: Color(red: 1, green: 2, blue: 3))
    #expect(picture.thumbnail(Size(width: 3, height: 2))[2, 1] == picture[0, 0])
  }

  @Test func fittingKeepsTheProportions() {
    let picture = Picture(width: 400, height: 100, color: Color(red: 0, green: 0, blue: 0))
    #expect(picture.size(fitting: Size(square: 80)) == Size(width: 80, height: 20))
    #expect(picture.size(fitting: Size(width: 1000, height: 50)) == Size(width: 200, height: 50))
    let thread = Picture(width: 1, height: 5000, color: Color(red: 0, green: 0, blue: 0))
    #expect(thread.size(fitting: Size(square: 10)) == Size(width: 1, height: 10))
  }
}
