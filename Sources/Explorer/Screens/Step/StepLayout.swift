import Explanations
import Terminal

/// The grid of channels: columns, rows, and the size of a tile.
struct StepGrid: Equatable {
  var columns: Int
  var rows: Int
  /// Columns and rows of one channel's picture; its caption stands below.
  var tile: Size

  var count: Int { columns * rows }
}

extension StepGrid {
  private static let widths = [6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56]

  /// The grid for channels of `width` × `height` elements: the largest tiles of which twelve fit, made
  /// larger or smaller by `step` sizes.
  init(in area: Rect, width: Int, height: Int, step: Int) {
    let options = Self.widths.map { Self.grid(in: area, $0, width: width, height: height) }
    let fitting = options.lastIndex { $0.count >= 12 } ?? 0
    self = options[max(0, min(options.count - 1, fitting + step))]
  }

  private static func grid(in area: Rect, _ tileWidth: Int, width: Int, height: Int) -> StepGrid {
    let tileHeight = max(1, (tileWidth * height + width) / (2 * max(1, width)))
    return StepGrid(
      columns: max(1, (area.width + 1) / (tileWidth + 1)),
      rows: max(1, area.height / (tileHeight + 1)), tile: Size(tileWidth, tileHeight))
  }
}

/// The areas of the Step screen's panes; an empty pane is not drawn.
struct StepPanes {
  /// The drawing of the block, above all others.
  var lesson = Rect(0, 0, 0, 0)
  var channels = Rect(0, 0, 0, 0)
  var photograph = Rect(0, 0, 0, 0)
  var facts = Rect(0, 0, 0, 0)
}

extension StepScreen {
  func panes(in area: Rect) -> StepPanes {
    let (lesson, rest) = area.splitTop(lessonHeight(in: area))
    var panes = lowerPanes(in: rest)
    panes.lesson = lesson
    return panes
  }

  private func lowerPanes(in area: Rect) -> StepPanes {
    if isZoomed || (area.width < 72 && area.height < 30) {
      switch pane {
      case 1: return StepPanes(photograph: area)
      case 2: return StepPanes(facts: area)
      default: return StepPanes(channels: area)
      }
    }
    // Three tables of numbers side by side need the whole width.
    if content == .compute, area.width < 110 { return StepPanes(channels: area) }
    if area.width < 72 {
      let (top, bottom) = area.splitTop(area.height / 2)
      return StepPanes(channels: top, photograph: bottom)
    }
    let side = area.width >= 150 ? 64 : area.width >= 110 ? 46 : 34
    let (left, right) = area.splitLeft(area.width - side)
    let (top, bottom) = right.splitBottom(area.height >= 40 ? 20 : max(11, area.height / 2))
    return StepPanes(channels: left, photograph: top, facts: bottom)
  }

  /// The area of the channels, below the line of layers.
  func channelArea(_ pane: Rect) -> Rect { Box.inside(pane).inset(1, 0).splitTop(2).rest }

  /// The grid of channels of the shown output.
  var grid: StepGrid {
    let area = channelArea(panes(in: context.body).channels)
    let shape = step.shown?.activation.shape
    return StepGrid(
      in: area, width: shape?.width ?? 1, height: shape?.height ?? 1, step: step.display.tileStep)
  }
}
