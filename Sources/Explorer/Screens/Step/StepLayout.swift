import Terminal

/// The areas of the Step screen's panes; an empty pane is not drawn.
struct StepPanes {
  /// The drawing of the block, above all others.
  var lesson = Rect(0, 0, 0, 0)
  var channels = Rect(0, 0, 0, 0)
  var photograph = Rect(0, 0, 0, 0)
  var facts = Rect(0, 0, 0, 0)
}

extension StepScreen {
  /// The panes in `area`, below the lesson if there is one.
  func panes(in area: Rect, below lesson: StepLesson?) -> StepPanes {
    let (top, rest) = area.splitTop(lesson.map { height(of: $0, in: area) } ?? 0)
    var panes = lowerPanes(in: rest)
    panes.lesson = top
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
    // Three tables of numbers side by side need the whole width of most terminals.
    if content == .compute, area.width < 140 { return StepPanes(channels: area) }
    if area.width < 72 {
      let (top, bottom) = area.splitTop(area.height / 2)
      return StepPanes(channels: top, photograph: bottom)
    }
    let side = area.width >= 150 ? 64 : area.width >= 110 ? 46 : 34
    let (left, right) = area.splitLeft(area.width - side)
    // Both are of use only with some rows each.
    if area.height < 16 {
      return pane == 2
        ? StepPanes(channels: left, facts: right) : StepPanes(channels: left, photograph: right)
    }
    let (top, bottom) = right.splitBottom(area.height >= 40 ? 20 : max(11, area.height / 2))
    return StepPanes(channels: left, photograph: top, facts: bottom)
  }

  /// The area of the channels, below the line of layers.
  func channelArea(_ pane: Rect) -> Rect { Box.inside(pane).inset(1, 0).splitTop(2).rest }

  /// The grid of channels of the shown output.
  var grid: TileGrid {
    let panes = panes(in: context.body, below: lesson(in: context.body))
    return tiles(of: step.shown?.activation, in: channelArea(panes.channels))
  }
}
