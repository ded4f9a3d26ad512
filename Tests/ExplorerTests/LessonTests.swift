import Architectures
import Explorer
import Terminal
import Testing

@Suite("The Step screen as a lesson")
struct LessonTests {
  private func network(_ name: String) throws -> Network {
    try #require(Variant.named(name)).network()
  }

  private func layout(_ name: String, in network: Network, columns: Int) throws -> LessonLayout {
    let layer = try #require(network.layer(named: name))
    let side = network.resolution
    return LessonLayout.fitting(
      LessonGraph(of: layer, in: network), network,
      shapes: network.shapes(height: side, width: side),
      image: FeatureShape(channels: 3, height: side, width: side), columns: columns)
  }

  @Test("Every operator of every network has a sentence", arguments: Variant.catalogue.map(\.name))
  func sentences(variant: String) throws {
    let network = try network(variant)
    for layer in network.layers {
      let text = LessonSentences(of: layer, in: network).text
      #expect(text.count > 60 && text.count < 280 && text.hasSuffix("."), "\(layer.name): \(text)")
      #expect(!text.contains("  ") && !text.contains(" ,"), "\(layer.name): \(text)")
      if case .convolution(let convolution) = layer.operation, !convolution.isDepthwise {
        #expect(text.contains("\(convolution.outputChannels)"), "\(layer.name): \(text)")
      }
    }
  }

  @Test("A sentence tells what mixes and what stays apart")
  func meaning() throws {
    let network = try network("b0")
    func text(_ name: String) throws -> String {
      LessonSentences(
        of: network.layers[try #require(network.layer(named: name))], in: network
      ).text
    }
    #expect(
      try text("stage6.block1.expand").hasPrefix(
        "Mixes all 80 channels at each position into 480, 6 times as many, and leaves positions"))
    #expect(
      try text("stage6.block1.depthwise").hasPrefix(
        "Mixes 25 neighbouring positions of each channel and leaves the 480 channels apart"))
    #expect(try text("stage4.block1.depthwise").contains("in steps of 2"))
    #expect(try text("stage6.block1.project").contains("linear bottleneck"))
    #expect(try text("stage6.block2").contains("residual"))
    #expect(try text("stage6.block1.gate").contains("480 channels from the 20 numbers"))
  }

  @Test("A block says why it has no skip and no squeeze-excite")
  func absences() throws {
    func notes(_ variant: String, _ name: String) throws -> [String] {
      let network = try network(variant)
      return LessonSentences.absences(of: try #require(network.layer(named: name)), in: network)
    }
    #expect(try notes("b0", "stage6.block1") == ["no skip: 80 channels in, 112 out"])
    #expect(try notes("b0", "stage4.block1") == ["no skip: stride 2"])
    #expect(try notes("b0", "stage6.block2") == [])
    #expect(try notes("lite3", "stage6.block2") == ["no squeeze-excite: b3 has it"])
    #expect(try notes("b0", "stage1") == [])
  }

  @Test("MBConv has its gate and its skip below the main row, and fits 80 columns")
  func invertedBottleneck() throws {
    for variant in Variant.all {
      let network = variant.network()
      for block in network.stages.flatMap(\.blocks) {
        let layout = try layout(block.name, in: network, columns: 76)
        #expect(layout.size.columns <= 76, "\(variant.name) \(block.name)")
        #expect(layout.size.rows <= 3)
      }
    }
    let network = try network("b0")
    let graph = LessonGraph(
      of: try #require(network.layer(named: "stage6.block2")), in: network)
    #expect(graph.rows == 3)
    let below = graph.nodes.filter { $0.row == 1 }.map { network.layers[$0.layer].name }
    #expect(
      below == ["squeeze", "reduce", "gate"].map { "stage6.block2.\($0)" })
  }

  @Test("Every layer is drawn once, and no two words overlap", arguments: Variant.catalogue)
  func drawings(variant: Variant) throws {
    let network = variant.network()
    let side = network.resolution
    let shapes = network.shapes(height: side, width: side)
    var drawn: Range<Int>?
    for layer in network.layers {
      let group = network.lessonGroup(of: layer.index)
      if group == drawn { continue }
      let graph = LessonGraph(of: layer.index, in: network)
      // All layers of a block share one drawing, unless it is too large.
      if !graph.isPart { drawn = group }
      #expect(graph.layers.contains(layer.index))
      let layout = LessonLayout.fitting(
        graph, network, shapes: shapes,
        image: FeatureShape(channels: 3, height: side, width: side), columns: 116)
      let nodes = layout.marks.filter { $0.kind == .node }
      #expect(nodes.compactMap(\.layer).sorted() == graph.layers)
      var taken: Set<Point> = []
      for mark in layout.marks {
        for x in mark.place.x..<mark.place.x + mark.text.columns {
          #expect(
            taken.insert(Point(x, mark.place.y)).inserted, "\(layer.name): '\(mark.text)' overlaps")
        }
      }
    }
  }

  @Test("A click on a node goes to its layer; the sentence and the cost follow")
  func clicking() {
    var session = Scripted(120, 40, variant: "b0")
    session.press("3 n n")
    #expect(session.text.contains("depthwise 3×3"))
    session.click(on: "project 1×1")
    #expect(session.state.stepScreen.layer?.name == "stage2.block1.project")
    #expect(session.text.contains("linear bottleneck"))
    #expect(session.text.contains("kernel 1×1 · stride 1 · 544 parameters"))
  }

  @Test("The gated tensor shows before, gate and after; the next views are channels and one value")
  func views() {
    var session = Scripted(120, 40, variant: "b0")
    session.press("3 n n n n n")
    #expect(session.state.stepScreen.layer?.name == "stage2.block1.gated")
    #expect(session.text.contains("× gate") && session.text.contains("after"))
    session.press("j")
    #expect(session.state.screens.step.cursor == 1)
    session.press("v")
    #expect(!session.text.contains("× gate"))
    session.press("v g")
    #expect(session.text.contains("one value: channel #"))
    #expect(session.text.contains("row 1, column 1"))
    #expect(session.text.contains("value × gate"))
    session.press("l j")
    #expect(session.text.contains("row 2, column 2"))
    session.press("esc")
    #expect(session.text.contains("× gate") && session.text.contains("before"))
  }

  @Test("Every view draws at any size")
  func sizes() {
    for (columns, rows) in [(40, 12), (60, 19), (80, 24), (72, 50), (200, 60)] {
      var session = Scripted(columns, rows, variant: "b0")
      session.press("3 n n n n n v v v ] ] v v v z v v z N N N")
      #expect(!session.text.isEmpty)
      #expect(session.state.frame.size == Size(columns, rows))
    }
  }
}
