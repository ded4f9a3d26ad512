import Architectures
import Inference
import Tensors
import Testing

/// Compares computed receptive fields with the network.
///
/// Pixels outside a receptive field must not change an activation; pixels inside must.
@Suite struct ReceptiveFieldTests {
  @Test(arguments: [PaddingRule.same, .symmetric])
  func activationsDependOnTheirReceptiveFieldOnly(_ padding: PaddingRule) throws {
    let network = try #require(GoldenFixture.network("lite0", padding))
    let model = try Model(network: network, weights: GoldenFixture.weights(network))
    let side = 96
    let layer = try #require(network.layer(named: "stage4.block1.depthwise"))
    let session = try Session(model: model, height: side, width: side, taps: [layer])
    let image = GoldenFixture.image(height: side, width: side)
    let before = try #require(try session.run(image).activation(of: layer))
    let field = network.receptiveFields(height: side, width: side)[layer]
    let element = before.shape[1] / 2
    let rows = field.vertical.pixels(of: element)
    let columns = field.horizontal.pixels(of: element)
    #expect(rows.lowerBound > 0 && rows.upperBound < side)

    func values(_ tensor: Tensor) -> [Float] {
      let area = tensor.shape[1] * tensor.shape[2]
      return (0..<tensor.shape[0]).map {
        tensor.elements[$0 * area + element * tensor.shape[2] + element]
      }
    }
    func changed(_ isChanged: (Int, Int) -> Bool) throws -> [Float] {
      var pixels = image.elements
      for channel in 0..<3 {
        for y in 0..<side {
          for x in 0..<side where isChanged(y, x) { pixels[(channel * side + y) * side + x] += 1 }
        }
      }
      let pass = try session.run(Tensor(shape: image.shape, pixels))
      return values(try #require(pass.activation(of: layer)))
    }
    #expect(try changed { !rows.contains($0) || !columns.contains($1) } == values(before))
    #expect(try changed { $0 == rows.lowerBound && columns.contains($1) } != values(before))
    #expect(try changed { $0 == rows.upperBound - 1 && columns.contains($1) } != values(before))
    #expect(try changed { rows.contains($0) && $1 == columns.lowerBound } != values(before))
    #expect(try changed { rows.contains($0) && $1 == columns.upperBound - 1 } != values(before))
  }
}
