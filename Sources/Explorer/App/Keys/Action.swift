/// An action that a key or the palette can start.
package enum Action: String, CaseIterable, Sendable {
  // Everywhere
  case quit, back, help, palette, redraw, suspend, interrupt, retry, settings, nextPane
  case previousPane, zoom, fullResolution, messages
  case chooseTheme = "theme"
  case copyCommand, nextImage, previousImage, showVariants, showArchitecture, showStep, showPredict
  case showCAM = "show-cam"
  case showFiles, showGallery, showScaling, showResults
  // Moving
  case up, down, left, right, pageUp, pageDown, top, bottom, activate, filter, findNext
  case findPrevious
  // Networks
  case sort, mark, compare, pull
  // Architecture
  case raiseResolution, lowerResolution, expandAll, nextMeasure, timeLayers
  // Stepping
  case nextPoint, previousPoint, nextBlock, previousBlock, nextStage, previousStage, play
  case overlayChannel, scale
  // Predictions and maps
  case chooseClass, nextClass, previousClass, chooseMethod, nextMethod, chooseLayer, nextLayer
  case nextColorMap = "next-colormap"
  case previousColorMap = "previous-colormap"
  case raiseAlpha, lowerAlpha, signed, versus, grid, curves, chooseVersus, export
  // Files
  case hidden, recent, examine
  // Libraries
  case reverseSort, wrongOnly, borderOnly, markedOnly, unmarkAll, nextLayout
  // Scaling and results
  case nextBase, compound, nextView, previousView, plot, axis, measureAll

  /// The name in the configuration file: `next-pane` for `nextPane`.
  package var name: String {
    rawValue.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }

  init?(named name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
