import Architectures
import Explorer
import Terminal
import Testing

@Suite("Architecture shows the network and leads to Step")
struct ArchitectureScriptTests {
  @Test("Enter on a layer shows it on Step, and the cursor follows Step back")
  func leaves() {
    var session = Scripted(120, 40, variant: "b0")
    session.press("2 j j enter j enter j j")
    #expect(session.state.screens.architecture.current?.name == "depthwise")
    session.press("enter")
    #expect(session.state.screen == .step)
    #expect(session.state.stepScreen.layer?.name == "stage3.block1.depthwise")
    session.press("} } n 2")
    #expect(session.state.screen == .architecture)
    let layer = session.state.stepScreen.layer
    #expect(layer?.name == "stage5.block1.depthwise")
    #expect(session.state.screens.architecture.current?.place == layer.map { .point($0.index) })
  }

  @Test("A stage of one layer leads to Step too")
  func stages() {
    var session = Scripted(120, 40, variant: "b0")
    session.press("3 n 2 g enter")
    #expect(session.state.screen == .step)
    #expect(session.state.stepScreen.layer?.name == "stage1")
  }

  @Test("120×40 has the columns of 80×24 and the drawing below; 200×60 has all blocks open")
  func sizes() {
    var wide = Scripted(120, 40, variant: "b0")
    wide.press("2")
    for heading in ["Input", "Output", "Params", "MACs", "Writes", "Time"] {
      #expect(wide.text.contains(heading))
    }
    #expect(wide.text.contains("live memory, at most"))
    var large = Scripted(200, 60, variant: "b0")
    large.press("2")
    #expect(large.state.screens.architecture.rows.count == 25)
    #expect(large.text.contains("r runs the network and times every layer"))
    large.press("r")
    #expect(large.text.contains("most in stage"))
    large.press("* *")
    #expect(large.state.screens.architecture.rows.count > 25)
  }

  @Test("Squeeze-excite is a branch from the depthwise convolution to the scale")
  func branches() throws {
    let network = try #require(Variant.named("b0")).network()
    let block = network.stages[5].blocks[1]
    let places = BlockBranch.places(of: block.layers, in: network)
    #expect(
      places == [.trunk, .trunk, .branchStart, .branch, .branch, .join, .trunk, .trunk])
    let lite = try #require(Variant.named("lite0")).network()
    #expect(
      BlockBranch.places(of: lite.stages[5].blocks[1].layers, in: lite).allSatisfy { $0 == .trunk })
  }

  @Test("Panes do not overlap and cover the screen")
  func panes() {
    for (width, height) in [(40, 10), (80, 22), (100, 30), (120, 38), (160, 50), (200, 58)] {
      let area = Rect(0, 1, width, height)
      let panes = ArchitecturePanes(in: area)
      let all = [panes.table, panes.diagram, panes.network]
      #expect(all.reduce(0) { $0 + $1.width * $1.height } == width * height)
      for (index, pane) in all.enumerated() {
        #expect(pane.isEmpty || pane.intersection(area) == pane)
        for other in all[(index + 1)...] { #expect(pane.intersection(other).isEmpty) }
      }
      #expect(panes.table.width >= min(width, 100))
    }
  }
}

@Suite("Tensors of a network as boxes")
struct TensorBoxesTests {
  @Test("Boxes fill the columns and stand in order", arguments: ["b0", "b7", "lite0", "resnet-50"])
  func boxes(variant: String) throws {
    let state = ArchitectureState(variant: variant)
    for columns in [20, 40, 56, 68, 100, 150] {
      let parts = state.parts(columns: columns)
      let boxes = TensorBoxes(parts, columns: columns, height: 40).boxes
      #expect(boxes.count == parts.count)
      #expect(boxes.first?.columns.lowerBound == 0)
      #expect(boxes.last?.columns.upperBound == columns)
      for (left, right) in zip(boxes, boxes.dropFirst()) {
        let gap = right.columns.lowerBound - left.columns.upperBound
        #expect(gap == 0 || gap == 1)
        #expect(left.part.stage == right.part.stage || gap == 1)
        // The tensors shrink, and so do the boxes.
        #expect(
          left.part.shape.height < right.part.shape.height || left.height >= right.height)
      }
      #expect(boxes.allSatisfy { $0.columns.count >= 1 && (1...40).contains($0.height) })
    }
  }

  @Test("Heights are in proportion to the rows, columns to the root of the channels")
  func proportions() {
    let shapes = [(1, 64), (4, 32), (16, 8)].map {
      FeatureShape(channels: $0.0 * 100, height: $0.1, width: $0.1)
    }
    let parts = shapes.enumerated().map {
      TensorBoxes.Part("\($0.offset)", stage: $0.offset, layers: 0..<1, shape: $0.element)
    }
    // Two gaps and a column for each box leave 70 columns for roots of 1 : 2 : 4.
    let boxes = TensorBoxes(parts, columns: 75, height: 64).boxes
    #expect(boxes.map(\.columns.count) == [11, 21, 41])
    #expect(boxes.map(\.height) == [64, 32, 8])
    #expect(TensorBoxes(parts, columns: 4, height: 64).boxes.isEmpty)
  }
}
