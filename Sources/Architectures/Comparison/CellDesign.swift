/// The table of a network found by architecture search over cells (Zoph and others 2018).
///
/// A cell computes five sums of two operations each. An operation reads the output of the last cell
/// (state 0), the output of the cell before it (state 1) or an earlier sum (states 2 to 6).
package struct CellDesign: Hashable, Sendable {
  /// The cell that keeps height and width.
  package var normal: NASCell
  /// The cell that halves height and width; the stem has two of this kind.
  package var reduction: NASCell
  /// Number of normal cells in each stack; a reduction cell stands between stacks.
  package var stacks: [Int]
  /// Channels of an operation in the first stack (F); each stack doubles them.
  package var filters: Int
  package var stemFilters: Int
  /// Whether the cell after a reduction has the same state 1 as the reduction.
  package var skipsReductionInput = false
  /// Whether average pooling of stride 2 counts padding zeros, as timm's NASNet-A does.
  package var countsPaddingInHalvingMeans = false
  package var naming = CellNaming.nasNet
}

/// A cell: its five sums, and the states that its output consists of.
package struct NASCell: Hashable, Sendable {
  package var sums: [Sum]
  /// States that are concatenated to the cell's output.
  package var outputs: [Int]

  package struct Sum: Hashable, Sendable {
    package var left, right: Term
  }

  package struct Term: Hashable, Sendable {
    package var operation: CellOperation
    package var state: Int
  }

  /// A cell from pairs of (operation, state), in the order of the published tables.
  init(_ sums: [((CellOperation, Int), (CellOperation, Int))], outputs: [Int]) {
    self.sums = sums.map {
      Sum(
        left: Term(operation: $0.0.0, state: $0.0.1), right: Term(operation: $0.1.0, state: $0.1.1))
    }
    self.outputs = outputs
  }
}

package enum CellOperation: Hashable, Sendable {
  /// The state itself; a 1×1 convolution where its shape must change.
  case identity
  /// ReLU, depthwise, pointwise and batch norm, twice; the value is the kernel's side.
  case separable(Int)
  /// Average pooling; the value is the window's side.
  case averagePool(Int)
  /// Maximum pooling; the value is the window's side.
  case maxPool(Int)
  /// ReLU, 1×1 convolution, batch norm.
  case pointwise
  /// An n×n convolution between two 1×1 convolutions, with a quarter of the channels.
  case bottleneck(Int)
  /// 1×n, then n×1, between two 1×1 convolutions, with a quarter of the channels.
  case crossed(Int)
}

package enum CellNaming: Hashable, Sendable {
  /// timm's `nasnetalarge`: the cell after `reduction_cell_0` is always `cell_6`.
  case nasNet
  /// timm's `pnasnet5large`: reduction cells are numbered like the others.
  case pnasNet
}
