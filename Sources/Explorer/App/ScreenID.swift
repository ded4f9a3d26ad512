/// A screen of the explorer; the raw value is the digit that switches to it.
package enum ScreenID: Int, CaseIterable, Hashable, Sendable {
  case variants = 1
  case architecture
  case step
  case predict
  case cam
  case files
  case scaling
  case results
  case settings
  case gallery = 0

  package var title: String { row.title }

  /// The title in the tab of a narrow screen.
  var shortTitle: String { row.short }

  package var action: Action { row.action }

  private var row: (title: String, short: String, action: Action) {
    switch self {
    case .variants: ("Variants", "Vars", .showVariants)
    case .architecture: ("Architecture", "Arch", .showArchitecture)
    case .step: ("Step", "Step", .showStep)
    case .predict: ("Predict", "Pred", .showPredict)
    case .cam: ("CAM", "CAM", .showCAM)
    case .files: ("Files", "Files", .showFiles)
    case .scaling: ("Scaling", "Scale", .showScaling)
    case .results: ("Results", "Res", .showResults)
    case .settings: ("Settings", "Set", .settings)
    case .gallery: ("Gallery", "Gal", .showGallery)
    }
  }
}
