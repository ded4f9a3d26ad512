extension NASCell {
  /// NASNet-A (Zoph and others 2018, Figure 4).
  static let nasNetNormal = NASCell(
    [
      ((.separable(5), 0), (.separable(3), 1)), ((.separable(5), 1), (.separable(3), 1)),
      ((.averagePool(3), 0), (.identity, 1)), ((.averagePool(3), 1), (.averagePool(3), 1)),
      ((.separable(3), 0), (.identity, 0)),
    ], outputs: [1, 2, 3, 4, 5, 6])

  static let nasNetReduction = NASCell(
    [
      ((.separable(5), 0), (.separable(7), 1)), ((.maxPool(3), 0), (.separable(7), 1)),
      ((.averagePool(3), 0), (.separable(5), 1)), ((.identity, 3), (.averagePool(3), 2)),
      ((.separable(3), 2), (.maxPool(3), 0)),
    ], outputs: [3, 4, 5, 6])

  /// PNASNet-5 (Liu and others 2018, Figure 1): one cell for both purposes.
  static let pnasNet = NASCell(
    [
      ((.separable(5), 1), (.maxPool(3), 1)), ((.separable(7), 0), (.maxPool(3), 0)),
      ((.separable(5), 0), (.separable(3), 0)), ((.separable(3), 4), (.maxPool(3), 0)),
      ((.separable(3), 1), (.identity, 0)),
    ], outputs: [2, 3, 4, 5, 6])

  /// AmoebaNet-A (Real and others 2019; tensorflow/tpu `model_specs.py`).
  static let amoebaNetANormal = NASCell(
    [
      ((.averagePool(3), 0), (.maxPool(3), 0)), ((.separable(3), 1), (.identity, 1)),
      ((.identity, 0), (.averagePool(3), 1)), ((.separable(3), 0), (.separable(5), 2)),
      ((.averagePool(3), 5), (.separable(3), 0)),
    ], outputs: [1, 3, 4, 6])

  static let amoebaNetAReduction = NASCell(
    [
      ((.separable(3), 1), (.averagePool(3), 0)), ((.maxPool(3), 0), (.separable(7), 2)),
      ((.maxPool(3), 1), (.maxPool(3), 0)), ((.separable(3), 4), (.crossed(7), 0)),
      ((.averagePool(3), 1), (.separable(7), 0)),
    ], outputs: [2, 3, 4, 5, 6])

  /// AmoebaNet-B; its "dil_2" convolution is built without dilation in the published code.
  static let amoebaNetBNormal = NASCell(
    [
      ((.pointwise, 1), (.maxPool(3), 1)), ((.identity, 1), (.separable(3), 0)),
      ((.pointwise, 1), (.separable(3), 0)), ((.pointwise, 2), (.identity, 2)),
      ((.averagePool(3), 1), (.pointwise, 5)),
    ], outputs: [0, 3, 4, 6])

  static let amoebaNetBReduction = NASCell(
    [
      ((.maxPool(2), 0), (.maxPool(3), 0)), ((.identity, 2), (.bottleneck(3), 1)),
      ((.separable(5), 2), (.maxPool(3), 2)), ((.identity, 3), (.separable(3), 1)),
      ((.averagePool(3), 4), (.pointwise, 3)),
    ], outputs: [5, 6])

  /// AmoebaNet-C.
  static let amoebaNetCNormal = NASCell(
    [
      ((.averagePool(3), 0), (.separable(3), 0)), ((.identity, 0), (.separable(3), 0)),
      ((.averagePool(3), 2), (.separable(3), 1)), ((.identity, 0), (.separable(3), 1)),
      ((.averagePool(3), 3), (.separable(3), 0)),
    ], outputs: [1, 2, 4, 5, 6])

  static let amoebaNetCReduction = NASCell(
    [
      ((.maxPool(3), 0), (.maxPool(3), 0)), ((.separable(7), 2), (.separable(3), 0)),
      ((.separable(7), 0), (.maxPool(3), 1)), ((.separable(5), 4), (.separable(5), 4)),
      ((.maxPool(3), 1), (.separable(3), 1)),
    ], outputs: [0, 2, 3, 4, 5, 6])
}

extension CellDesign {
  /// NASNet-A (6 @ 4032).
  static let nasNetALarge = CellDesign(
    normal: .nasNetNormal, reduction: .nasNetReduction, stacks: [6, 6, 6], filters: 168,
    stemFilters: 96, skipsReductionInput: true, countsPaddingInHalvingMeans: true)

  /// NASNet-A (4 @ 1056).
  static let nasNetAMobile = CellDesign(
    normal: .nasNetNormal, reduction: .nasNetReduction, stacks: [4, 4, 4], filters: 44,
    stemFilters: 32)

  /// PNASNet-5 (N = 4, F = 216): the reductions take the place of a normal cell.
  static let pnasNetLarge = CellDesign(
    normal: .pnasNet, reduction: .pnasNet, stacks: [4, 3, 3], filters: 216, stemFilters: 96,
    naming: .pnasNet)

  /// AmoebaNet-A (N = 6, F = 190).
  static let amoebaNetA = CellDesign(
    normal: .amoebaNetANormal, reduction: .amoebaNetAReduction, stacks: [6, 6, 6], filters: 190,
    stemFilters: 32)

  /// AmoebaNet-B (18, 512), which GPipe trained (Huang and others 2019).
  static let amoebaNetB = CellDesign(
    normal: .amoebaNetBNormal, reduction: .amoebaNetBReduction, stacks: [6, 6, 6], filters: 512,
    stemFilters: 32)

  /// AmoebaNet-C (N = 6, F = 228).
  static let amoebaNetC = CellDesign(
    normal: .amoebaNetCNormal, reduction: .amoebaNetCReduction, stacks: [6, 6, 6], filters: 228,
    stemFilters: 32)
}

extension Variant {
  static let nasNets: [Variant] = [
    searched("nasnet-a-mobile", "NASNet-A mobile (4 @ 1056)", .nasNet, .nasNetAMobile, 224),
    searched("nasnet-a", "NASNet-A (6 @ 4032)", .nasNet, .nasNetALarge, 331),
    searched("pnasnet-5", "PNASNet-5", .pnasNet, .pnasNetLarge, 331),
  ]

  static let amoebaNets: [Variant] = [
    searched("amoebanet-a", "AmoebaNet-A (6, 190)", .amoebaNet, .amoebaNetA, 331),
    searched("amoebanet-c", "AmoebaNet-C (6, 228)", .amoebaNet, .amoebaNetC, 331),
    searched("amoebanet-b", "AmoebaNet-B (18, 512), GPipe", .amoebaNet, .amoebaNetB, 480),
  ]

  private static func searched(
    _ name: String, _ title: String, _ family: Family, _ design: CellDesign, _ resolution: Int
  ) -> Variant {
    Variant(
      name: name, title: title, family: family, design: .cells(design), resolution: resolution,
      dropout: 0.5)
  }
}
