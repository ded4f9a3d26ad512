import Terminal

/// The panes of the CAM screen at a size.
struct CAMLayout: Equatable {
  /// The photograph under the map; nil if another pane has the screen.
  var overlay: Rect?
  /// Classes, numbers and cells.
  var evidence: Rect?
  /// The class over the last stages.
  var strip: Rect?

  init(_ area: Rect, pane: Int, isZoomed: Bool) {
    if area.width >= 72 {
      guard !isZoomed else {
        overlay = area
        return
      }
      let side = area.width >= 130 ? 50 : area.width >= 100 ? 40 : 36
      var (left, right) = area.splitLeft(area.width - side)
      if area.height >= 34 {
        let (rest, bottom) = left.splitBottom(max(9, area.height / 4))
        (left, strip) = (rest, bottom)
      }
      (overlay, evidence) = (left, right)
    } else if area.height >= 30, !isZoomed {
      let (top, bottom) = area.splitTop(area.height - 15)
      (overlay, evidence) = (top, bottom)
    } else if pane == 0 {
      overlay = area
    } else {
      evidence = area
    }
  }

  /// Whether the curves have a place of their own.
  var hasCurves: Bool { (evidence?.height ?? 0) >= 48 }
}
