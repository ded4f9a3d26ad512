/// The table of a network found by architecture search over cells (Zoph and others 2018).
///
/// A cell makes five sums of two operations each; every operation reads the cell's input (state 0), the
/// input of the cell before (state 1) or an earlier sum (states 2 to 6).
public struct CellDesign: Hashable, Sendable {
  /// The cell that keeps the extents.
  public var normal: Cell
  /// The cell that halves them; the stem's two cells are of this kind as well.
  public var reduction: Cell
  /// Normal cells in each stack; a reduction cell stands between stacks.
  public var stacks: [Int]
  /// Channels of an operation in the first stack (F); they double from stack to stack.
  public var filters: Int
  /// Channels of the stem convolution.
  public var stemFilters: Int
  /// Whether the cell after a reduction reads the same earlier cell as the reduction did.
  public var skipsReductionInput = false
  /// Whether a mean that halves the extents counts the padding's zeros, as timm's NASNet-A does.
  public var countsPaddingInHalvingMeans = false
  /// How tensors are named.
  public var naming = CellNaming.nasNet

  /// A network of `stacks` over two kinds of cells.
  public init(normal: Cell, reduction: Cell, stacks: [Int], filters: Int, stemFilters: Int) {
    self.normal = normal
    self.reduction = reduction
    self.stacks = stacks
    self.filters = filters
    self.stemFilters = stemFilters
  }
}

/// A cell: its five sums and the states that make up its output.
public struct Cell: Hashable, Sendable {
  /// Each sum's two operations.
  public var sums: [Sum]
  /// States joined to the cell's output.
  public var outputs: [Int]

  /// Two operations whose results are added.
  public struct Sum: Hashable, Sendable {
    /// First operation.
    public var left: Term
    /// Second operation.
    public var right: Term
  }

  /// An operation and the state it reads.
  public struct Term: Hashable, Sendable {
    /// The operation.
    public var operation: CellOperation
    /// The state it reads.
    public var state: Int
  }

  /// A cell from pairs of (operation, state), written as the published tables have them.
  init(
    _ sums: [((CellOperation, Int), (CellOperation, Int))], outputs: [Int]
  ) {
    self.sums = sums.map {
      Sum(
        left: Term(operation: $0.0.0, state: $0.0.1), right: Term(operation: $0.1.0, state: $0.1.1))
    }
    self.outputs = outputs
  }
}

/// An operation of a cell.
public enum CellOperation: Hashable, Sendable {
  /// The state itself; a 1×1 convolution where extents or channels must change.
  case identity
  /// ReLU, depthwise, pointwise and batch norm, twice.
  case separable(Int)
  /// The mean under a window.
  case averagePool(Int)
  /// The largest value under a window.
  case maxPool(Int)
  /// ReLU, 1×1 convolution, batch norm.
  case pointwise
  /// A square convolution between two 1×1 convolutions, a quarter of the channels in the middle.
  case bottleneck(Int)
  /// 1×n, then n×1, between two 1×1 convolutions, a quarter of the channels in the middle.
  case crossed(Int)
}

/// How a cell network's tensors are named.
public enum CellNaming: Hashable, Sendable {
  /// timm's `nasnetalarge`: `cell_6` follows `reduction_cell_0`, whatever the stack's length.
  case nasNet
  /// timm's `pnasnet5large`: reductions are counted among the cells.
  case pnasNet
}
