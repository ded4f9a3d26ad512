import Architectures
import Foundation
import Scaling
import Support
import Testing

/// Tables of counts computed from the published rules, compared row by row.
///
/// The files in Fixtures were computed from the rules of tensorflow/tpu and checked against torchvision.
@Suite struct CountedTablesTests {
  static func rows(_ name: String) throws -> [Record] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).csv")
    return try Records(csv: [UInt8](Data(contentsOf: url))).rows
  }

  private func convolutions(_ network: Network) -> [(index: Int, value: Convolution)] {
    network.layers.compactMap { layer in
      if case .convolution(let convolution) = layer.operation {
        (layer.index, convolution)
      } else {
        nil
      }
    }
  }

  @Test func totalsOfEveryNetwork() throws {
    let rows = try Self.rows("model_totals_computed")
    #expect(rows.count == 15)
    for row in rows {
      let variant = try #require(Variant.named(row["model"]))
      let network = variant.network()
      let side = variant.resolution
      let shapes = network.shapes(height: side, width: side)
      let convolutions = convolutions(network)
      let normalizations = convolutions.count { $0.value.normalization != nil }
      let cost = network.cost(height: side, width: side)
      let name = Comment(rawValue: variant.name)
      #expect(side == row.integer("resolution"), name)
      #expect(convolutions.first?.value.outputChannels == row.integer("stem_channels"), name)
      #expect(shapes[network.lastStageOutput].channels == row.integer("head_channels"), name)
      #expect(shapes[network.lastStageOutput].height == row.integer("final_map"), name)
      #expect(
        network.stages.reduce(0) { $0 + $1.blocks.count } == row.integer("mbconv_blocks"), name)
      #expect(convolutions.count == row.integer("conv_layers"), name)
      #expect(cost.parameters == row.integer("params"), name)
      #expect(cost.macs == row.integer("macs"), name)
      #expect(
        convolutions.reduce(0) { $0 + shapes[$1.index].count }
          == row.integer("conv_output_activations"), name)
      // PyTorch also stores a batch counter for each batch norm, which is not counted here.
      let buffers = network.parameters.filter {
        $0.role == .runningMean || $0.role == .runningVariance
      }.reduce(0) { $0 + $1.count }
      #expect(buffers + normalizations == row.integer("bn_buffer_values"), name)
      #expect(
        network.parameters.count + normalizations == row.integer("state_dict_tensors"), name)
    }
  }

  @Test func stagesOfEveryNetwork() throws {
    let rows = try Self.rows("scaled_stages_computed")
    #expect(rows.count == 135)
    for row in rows {
      let variant = try #require(Variant.named(row["model"]))
      let network = variant.network()
      let side = variant.resolution
      let shapes = network.shapes(height: side, width: side)
      let stage = network.stages[(row.integer("stage") ?? 0) - 1]
      let input = network.inputShape(
        of: stage.layers.lowerBound, in: shapes, height: side, width: side)
      let output = shapes[stage.output]
      let name = Comment(rawValue: "\(variant.name) \(stage.name)")
      #expect(stage.kernel == row.integer("kernel"), name)
      #expect(stage.stride == row.integer("stride_first"), name)
      #expect(stage.repeats == row.integer("layers"), name)
      #expect(input.channels == row.integer("channels_in"), name)
      #expect(output.channels == row.integer("channels_out"), name)
      #expect(input.height == row.integer("resolution_in"), name)
      // The table's last row counts the pooling to the stage.
      if row["stage"] != "9" { #expect(output.height == row.integer("resolution_out"), name) }
    }
  }

  @Test func blocksOfB0() throws {
    let rows = try Self.rows("b0_blocks")
    let network = try #require(Variant.named("b0")).network()
    let shapes = network.shapes(height: 224, width: 224)
    #expect(rows.count == 16)
    for row in rows {
      let stage = network.stages[(row.integer("stage") ?? 0) - 1]
      let block = stage.blocks[row.integer("index_in_stage") ?? 0]
      let input = network.inputShape(
        of: block.layers.lowerBound, in: shapes, height: 224, width: 224)
      let inside = convolutions(network).filter { block.layers.contains($0.index) }.map(\.value)
      let depthwise = try #require(inside.first { $0.isDepthwise })
      let name = Comment(rawValue: block.name)
      #expect(depthwise.kernel.height == row.integer("kernel"), name)
      #expect(depthwise.stride.height == row.integer("stride"), name)
      #expect(depthwise.outputChannels == row.integer("channels_expanded"), name)
      #expect(inside.first { $0.hasBias }?.outputChannels == row.integer("channels_se"), name)
      #expect(input.channels == row.integer("channels_in"), name)
      #expect(shapes[block.output].channels == row.integer("channels_out"), name)
      #expect(input.height == row.integer("resolution_in"), name)
      #expect(shapes[block.output].height == row.integer("resolution_out"), name)
      #expect(block.hasSkip == (row.integer("residual") == 1), name)
    }
  }

  @Test func table1IsB0() throws {
    let rows = PaperTable.stages.records.rows
    let network = try #require(Variant.named("b0")).network()
    let shapes = network.shapes(height: 224, width: 224)
    #expect(rows.count == 9)
    for (row, stage) in zip(rows, network.stages) {
      let input = network.inputShape(
        of: stage.layers.lowerBound, in: shapes, height: 224, width: 224)
      let name = Comment(rawValue: stage.name)
      #expect(shapes[stage.output].channels == row.integer("channels_out"), name)
      #expect(stage.repeats == row.integer("layers"), name)
      // The paper prints stage 6 at 14 and stage 9 at 7 pixels: the input's side, as everywhere.
      #expect(input.height == row.integer("resolution_in"), name)
    }
  }

  @Test func coefficientsEqualTheVariants() throws {
    for row in PaperTable.coefficients.records.rows {
      guard let variant = Variant.named(row["model"]) else {
        // L2 at 475 pixels is L2 at another resolution, not a separate variant.
        #expect(row["model"] == "efficientnet-l2-475")
        continue
      }
      #expect(variant.scaling.width == row.number("width_coefficient"))
      #expect(variant.scaling.depth == row.number("depth_coefficient"))
      #expect(variant.resolution == row.integer("resolution"))
      #expect(variant.dropout == row.number("dropout_rate"))
    }
  }

  @Test func roundingOfFiltersAndRepeats() throws {
    for row in try Self.rows("rounding_examples_computed") {
      let width = row.number("width_coefficient") ?? 0
      #expect(
        SizeMultipliers(width: width, depth: 1).roundFilters(row.integer("channels") ?? 0)
          == row.integer("rounded"), "\(row["channels"]) × \(width)")
    }
    for row in try Self.rows("round_repeats_computed") {
      let depth = row.number("depth_coefficient") ?? 0
      #expect(
        SizeMultipliers(width: 1, depth: depth).roundRepeats(row.integer("layers") ?? 0)
          == row.integer("rounded"), "\(row["layers"]) × \(depth)")
    }
  }

  @Test func powersOfPhi() throws {
    for row in try Self.rows("phi_formula_computed") {
      let phi = try #require(row.number("phi"))
      let factors = CompoundScaling.paper.factors(phi: phi)
      #expect(abs(factors.depth - (row.number("depth_multiplier") ?? 0)) < 6e-5)
      #expect(abs(factors.width - (row.number("width_multiplier") ?? 0)) < 6e-5)
      #expect(abs(factors.resolution - (row.number("resolution_multiplier") ?? 0)) < 6e-5)
      let growth = CompoundScaling.paper.idealGrowth(phi: phi)
      #expect(abs(growth / (row.number("flops_multiplier") ?? 0) - 1) < 1e-4)
    }
  }

  @Test func computedCountsOfFigure3AndTable7Match() throws {
    let b0 = try #require(Variant.named("b0"))
    for row in PaperTable.figure3.records.rows {
      let dimension = try #require(ScalingDimension(rawValue: row["dimension"]))
      let network = try ScaledNetwork(
        b0, by: ScalingFactors(dimension: dimension, value: row.number("coefficient") ?? 0))
      #expect(network.variant.resolution == row.integer("resolution_computed"))
      #expect(network.cost.parameters == row.integer("params_computed"))
      #expect(network.cost.macs == row.integer("macs_computed"))
    }
    for (row, model) in zip(PaperTable.camModels.records.rows, CAMModel.all) {
      let network = try ScaledNetwork(b0, by: model.factors)
      let side = network.variant.resolution
      #expect(side == row.integer("resolution_computed"))
      #expect(network.cost.parameters == row.integer("params_computed"))
      #expect(network.cost.macs == row.integer("macs_computed"))
      #expect(
        network.network.stages.reduce(0) { $0 + $1.blocks.count }
          == row.integer("mbconv_blocks_computed"))
      #expect(
        network.network.shapes(height: side, width: side)[network.network.lastStageOutput].height
          == row.integer("final_map_computed"))
    }
  }

  @Test func parameterCountsOfLibraries() throws {
    let rows = try Self.rows("library_counts")
    #expect(rows.count > 20)
    for row in rows {
      let variant = try #require(Variant.named(row["model"]), "\(row["model"])")
      let printed = try #require(Printed(row["parameters"]))
      let counted = Double(CountedCost.of(variant).parameters)
      #expect(
        // lukemelas' table quotes the paper, whose B2 has 9.2 M: two per cent, as everywhere.
        abs(counted - printed.value) <= max(printed.halfUnit * 1.0001, 0.02 * printed.value),
        "\(row["library"]) \(variant.name): \(row["parameters"]) printed, \(counted) counted")
    }
  }
}
