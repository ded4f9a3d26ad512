/// An action that a key or the palette can start; the raw value is its name in the configuration file.
package enum Action: String, CaseIterable, Sendable {
  // Everywhere
  case quit, back, help, palette, redraw, suspend, interrupt, retry, settings
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case zoom
  case fullResolution = "full-resolution"
  case chooseTheme = "theme"
  case copyCommand = "copy-command"
  case nextImage = "next-image"
  case previousImage = "previous-image"
  case showVariants = "show-variants"
  case showArchitecture = "show-architecture"
  case showStep = "show-step"
  case showPredict = "show-predict"
  case showCAM = "show-cam"
  case showFiles = "show-files"
  case showGallery = "show-gallery"
  case showScaling = "show-scaling"
  case showResults = "show-results"
  // Moving
  case up, down, left, right
  case pageUp = "page-up"
  case pageDown = "page-down"
  case top, bottom
  case activate
  case filter
  case findNext = "find-next"
  case findPrevious = "find-previous"
  // Networks
  case sort, mark, compare
  case pull
  // Architecture
  case raiseResolution = "raise-resolution"
  case lowerResolution = "lower-resolution"
  case expandAll = "expand-all"
  case nextMeasure = "next-measure"
  case timeLayers = "time-layers"
  // Stepping
  case nextPoint = "next-point"
  case previousPoint = "previous-point"
  case nextBlock = "next-block"
  case previousBlock = "previous-block"
  case nextStage = "next-stage"
  case previousStage = "previous-stage"
  case play
  case overlayChannel = "overlay-channel"
  case scale
  // Predictions and maps
  case chooseClass = "choose-class"
  case nextClass = "next-class"
  case previousClass = "previous-class"
  case nextMethod = "next-method"
  case previousMethod = "previous-method"
  case nextLayer = "next-layer"
  case previousLayer = "previous-layer"
  case nextColorMap = "next-colormap"
  case previousColorMap = "previous-colormap"
  case raiseAlpha = "raise-alpha"
  case lowerAlpha = "lower-alpha"
  case signed, versus, grid, curves
  case chooseVersus = "choose-versus"
  case export
  // Files
  case hidden, recent
  // Libraries
  case reverseSort = "reverse-sort"
  case wrongOnly = "wrong-only"
  case borderOnly = "border-only"
  case markedOnly = "marked-only"
  case unmarkAll = "unmark-all"
  case nextLayout = "next-layout"
  // Scaling and results
  case nextBase = "next-base"
  case previousBase = "previous-base"
  case compound
  case nextView = "next-view"
  case previousView = "previous-view"
  case plot, axis
  case measureAll = "measure-all"
}
