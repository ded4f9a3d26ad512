/// Builds NASNet, PNASNet and AmoebaNet from their cells.
///
/// Tensor names are timm's: `cell_3.comb_iter_0_left.separable_1.depthwise_conv2d`. AmoebaNet has no
/// published checkpoint and follows the same pattern.
struct CellBuilder: VariantBuilder {
  let design: CellDesign
  var builder = NetworkBuilder()
  /// How often each layer's output has been halved; equal numbers mean equal height and width.
  var halvings: [Int: Int] = [:]
  /// The ReLU layer of each layer that has one.
  var rectified: [Int: Int] = [:]

  mutating func network(for variant: Variant, classes: Int) -> Network {
    let stem = builder.convolve(
      Layer.image,
      Filters(design.stemFilters, 3, stride: 2, padding: Padding.none, activation: .identity),
      names(stemName, ".conv", ".bn"), suffix: "conv")
    halvings[stem] = 1
    builder.endStage(title: "Conv3x3", kernel: 3, stride: 2, repeats: 1, output: stem)
    var trail = CellTrail(current: stem, previous: nil)
    for number in 0..<2 {
      let filters = design.filters / (number == 0 ? 4 : 2)
      let output = cell(
        design.reduction, "cell_stem_\(number)", filters: filters, reduces: true, trail)
      trail.advance(to: output)
    }
    builder.endStage(
      title: "2 x Reduction cell", kernel: 7, stride: 4, repeats: 2, output: trail.current)
    for index in design.stacks.indices { stack(index, &trail, variant, classes) }
    return builder.network(for: variant, classes: classes)
  }

  /// Adds a reduction cell (except in the first stack) and the normal cells after it.
  private mutating func stack(
    _ index: Int, _ trail: inout CellTrail, _ variant: Variant, _ classes: Int
  ) {
    let filters = design.filters << index
    if index > 0 {
      let output = cell(
        design.reduction, reductionName(index), filters: filters, reduces: true, trail)
      trail.advance(to: output, keepingPrevious: design.skipsReductionInput)
    }
    for number in 0..<design.stacks[index] {
      let output = cell(
        design.normal, normalName(index, number), filters: filters, reduces: false, trail)
      trail.advance(to: output)
    }
    let isLast = index == design.stacks.count - 1
    let output = isLast ? relu(trail.current) : trail.current
    if isLast { builder.classify(output, name: "last_linear", classes: classes) }
    builder.endStage(
      title: index == 0
        ? "Normal cells" : "Reduction & normal cells" + (isLast ? " & Pooling & FC" : ""),
      kernel: 5, stride: index == 0 ? 1 : 2, repeats: design.stacks[index] + (index == 0 ? 0 : 1),
      output: output)
  }

  private mutating func cell(
    _ cell: NASCell, _ path: String, filters: Int, reduces: Bool, _ trail: CellTrail
  ) -> Int {
    builder.beginBlock()
    let current = activated(
      trail.current, filters, names(path + ".conv_1x1", ".conv", ".bn"), suffix: "conv_1x1")
    let previous =
      trail.previous.map { matched($0, to: trail.current, path, filters: filters) } ?? trail.current
    var states = [current, previous]
    for (index, sum) in cell.sums.enumerated() {
      let ends = [(sum.left, "left"), (sum.right, "right")].map { term, side in
        let place = CellPlace(
          path: "\(path).comb_iter_\(index)_\(side)", suffix: "comb_iter_\(index)_\(side)",
          filters: filters, stride: reduces && term.state < 2 ? 2 : 1)
        return append(term.operation, of: states[term.state], at: place)
      }
      let total = builder.append(.add(.identity), reading: ends, suffix: "comb_iter_\(index)")
      halvings[total] = halvings[ends[0]]
      states.append(total)
    }
    let parts = cell.outputs.map { state in
      agreed(states[state], with: states[6], path + ".reduction_\(state)", filters: filters)
    }
    let output = builder.append(.concatenate, reading: parts, point: .output)
    halvings[output] = halvings[states[6]]
    builder.endBlock(output: output, hasSkip: false)
    return output
  }
}

/// The two layers that the next cell reads: outputs of the last cell and of an earlier one.
private struct CellTrail {
  var current: Int
  var previous: Int?

  mutating func advance(to output: Int, keepingPrevious: Bool = false) {
    if !keepingPrevious { previous = current }
    current = output
  }
}
