import Architectures
import Explanations
import Explorer
import Tensors
import Terminal
import Testing

@Suite("Channels are drawn in whole dots")
struct TileGridTests {
  private static let maps = [
    Size(7, 7), Size(8, 8), Size(14, 14), Size(15, 12), Size(28, 28), Size(56, 56), Size(112, 112),
    Size(300, 300),
  ]
  private static let sizes = (0..<12).flatMap { width in
    (0..<8).map { height in Size(20 + 13 * width, 5 + 7 * height) }
  }

  @Test(
    "Each element has whole dots, or each dot whole elements", arguments: [MapDot.half, .whole])
  func dots(dot: MapDot) {
    for map in Self.maps {
      for size in Self.sizes {
        for scale in DotScale.fitting(map, in: size, dot) {
          #expect(scale.dotsPerElement == 1 || scale.elementsPerDot == 1)
          #expect(scale.cells.columns <= size.columns && scale.cells.rows <= size.rows)
          if scale.elementsPerDot == 1 {
            #expect(scale.dots.columns == map.columns * scale.dotsPerElement)
            #expect(scale.dots.rows == map.rows * scale.dotsPerElement)
          }
          #expect(scale.cells.columns == scale.dots.columns * dot.columns)
        }
      }
    }
  }

  @Test("Tiles never overlap, lie inside, and no further whole tile fits", arguments: sizes)
  func tiles(size: Size) {
    let area = Rect(3, 2, size.columns, size.rows)
    for map in Self.maps {
      for step in [-4, 0, 4] {
        let grid = TileGrid(in: size, map: map, channels: 64, step: step, .half)
        let tiles = (0..<grid.count).map { grid.picture($0, in: area) }
        guard grid.tile.columns <= size.columns, grid.tile.rows < size.rows else { continue }
        for (index, tile) in tiles.enumerated() {
          #expect(tile.size == grid.tile)
          // The line below a tile is its caption.
          let whole = Rect(tile.x, tile.y, tile.width, tile.height + 1)
          #expect(whole.intersection(area) == whole)
          for other in tiles[(index + 1)...] {
            let next = Rect(other.x, other.y, other.width, other.height + 1)
            #expect(whole.intersection(next).isEmpty)
          }
        }
        #expect((grid.columns + 1) * (grid.tile.columns + 1) - 1 > size.columns)
        #expect((grid.rows + 1) * (grid.tile.rows + 1) > size.rows)
        // The last column and the last row end where the pane ends.
        if grid.columns > 1 { #expect(tiles[grid.columns - 1].maxX == area.maxX) }
        if grid.rows > 1 { #expect(tiles[grid.count - 1].maxY + 1 == area.maxY) }
      }
    }
  }

  @Test("Where twelve tiles fit, twelve are shown, and larger ones on request")
  func wanted() {
    let automatic = TileGrid(in: Size(132, 54), map: Size(14, 14), channels: 480, .half)
    #expect(automatic.count >= 12 && automatic.tile == Size(28, 14))
    let larger = TileGrid(in: Size(132, 54), map: Size(14, 14), channels: 480, step: 1, .half)
    #expect(larger.tile == Size(42, 21))
    let smaller = TileGrid(in: Size(132, 54), map: Size(14, 14), channels: 480, step: -1, .half)
    #expect(smaller.tile == Size(14, 7))
  }

  @Test("A dot is the mean of its elements, an element repeats in all of its dots")
  func values() throws {
    let elements: [Float] = (0..<16).map(Float.init)
    let scales = DotScale.fitting(Size(4, 4), in: Size(8, 8), .half)
    let halved = try #require(scales.first { $0.elementsPerDot == 2 })
    let doubled = try #require(scales.first { $0.dotsPerElement == 2 })
    elements.withUnsafeBufferPointer { elements in
      #expect(halved.values(elements) == [2.5, 4.5, 10.5, 12.5])
      #expect(doubled.values(elements).prefix(8) == [0, 0, 1, 1, 2, 2, 3, 3])
      #expect(doubled.values(elements).count == 64)
    }
    #expect(doubled.element(at: Point(5, 1)) == Point(2, 1))
    #expect(doubled.cells(of: Point(2, 1)) == Rect(4, 1, 2, 1))
  }

  @Test("Saturated channels come last, and their captions say so")
  func saturation() throws {
    // Channel 0 is 6 nearly everywhere, channel 1 is zero, 2 and 3 vary.
    let values: [Float] = [6, 6, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 1, 1.5, 2, 2.5]
    let activation = LayerActivation(
      layer: 0, values: Tensor(shape: [4, 2, 2], values), input: PixelSize(square: 4),
      field: .image)
    #expect(activation.channels.map(\.isSaturated) == [true, true, false, false])
    #expect(activation.channels.map(\.atMaximum) == [3, 4, 1, 1])
    #expect(activation.summary.atMaximum == 3)
    #expect(StepState.Order.contrast.ranking(of: activation) == [2, 3, 0, 1])
    #expect(StepState.Order.energy.ranking(of: activation).first == 0)
    #expect(TileCaption(0, activation.channels[0], width: 20).value == "75 % at 6.00")
    #expect(TileCaption(2, activation.channels[2], width: 12).value == "peak 4.00")
    #expect(TileCaption(2, activation.channels[2], width: 8).value.isEmpty)
  }

  @Test("Values stand in two labelled columns")
  func columns() throws {
    let values: [Float] = [0, 2, 4, 6, 0, 0, 0, 1]
    let activation = LayerActivation(
      layer: 0, values: Tensor(shape: [2, 2, 2], values), input: PixelSize(square: 4),
      field: .image)
    let table = ChannelTable(activation, channel: 1, rank: 1, element: Point(1, 1))
    #expect(table.rows.first == .init(name: "", channel: "this channel", layer: "this layer"))
    #expect(table.rows.contains(.init(name: "at 2,2", channel: "1.00", layer: "")))
    #expect(table.rows.contains(.init(name: "maximum", channel: "1.00", layer: "6.00")))
    #expect(table.rows.contains(.init(name: "mean", channel: "0.250", layer: "1.62")))
    #expect(table.rows.contains(.init(name: "zeros", channel: "75.0 %", layer: "50.0 %")))
  }

  @Test("The photograph makes room for a receptive field that exceeds it")
  func fields() {
    var field = ReceptiveField.image
    field.horizontal = .init(jump: 2, start: -20, size: 42)
    field.vertical = field.horizontal
    let activation = LayerActivation(
      layer: 0, values: Tensor(zeros: [1, 50, 50]), input: PixelSize(square: 100), field: field)
    let fields = ElementFields(activation, seen: Region())
    let corner = fields.region(of: Point(0, 0))
    #expect(abs(corner.x + 0.2) < 1e-9 && abs(corner.width - 0.42) < 1e-9)
    let area = Rect(0, 0, 60, 30)
    let place = fields.photograph(width: 100, height: 100, in: area)
    #expect(place.width < 60 && place.width > 30)
    for element in [Point(0, 0), Point(49, 49)] {
      for (_, mark) in Outline(fields.region(of: element), of: place).marks {
        #expect(area.contains(mark))
      }
    }
  }
}
