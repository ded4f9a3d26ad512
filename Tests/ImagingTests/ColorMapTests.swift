import Imaging
import Testing

@Suite struct ColorMapTests {
  @Test func everyMapHas256ColoursAndIsFoundByItsName() {
    for map in ColorMap.all {
      #expect(map.colors.count == 256, "\(map.name)")
      #expect(ColorMap.named(map.name.uppercased()) == map)
    }
    #expect(ColorMap.all.map(\.name).first == "inferno")
    #expect(ColorMap.named("gray") == .grey)
    #expect(ColorMap.named("hot") == nil)
  }

  @Test func endsAndMiddlesAreThePublishedColours() {
    func hex(_ map: ColorMap, _ value: Float) -> [UInt8] {
      let color = map.color(at: value)
      return [color.red, color.green, color.blue]
    }
    #expect(hex(.viridis, 0) == [68, 1, 84])
    #expect(hex(.viridis, 1) == [253, 231, 36])
    #expect(hex(.inferno, 0.5) == [187, 55, 84])
    #expect(hex(.jet, 1) == [127, 0, 0])
    #expect(hex(.jetOpenCV, 1) == [128, 0, 0])
    #expect(hex(.coolwarm, 0.5) == [221, 220, 219])
    #expect(hex(.grey, 0.25) == [64, 64, 64])
  }

  @Test func valuesOutsideTheRangeAreClamped() {
    let map = ColorMap.magma
    #expect(map.color(at: -.infinity) == map.colors[0])
    #expect(map.color(at: .nan) == map.colors[0])
    #expect(map.color(at: 1e30) == map.colors[255])
    #expect(map.color(at: 0.999_999) == map.colors[255])
    #expect(map.color(at: 1 / 256) == map.colors[1])
  }
}
