/// A screen of the explorer; its digit switches to it.
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

  /// The word in the tab.
  package var title: String {
    switch self {
    case .variants: "Variants"
    case .architecture: "Architecture"
    case .step: "Step"
    case .predict: "Predict"
    case .cam: "CAM"
    case .files: "Files"
    case .scaling: "Scaling"
    case .results: "Results"
    case .settings: "Settings"
    case .gallery: "Gallery"
    }
  }

  /// The word in the tab where room is short.
  package var shortTitle: String {
    switch self {
    case .variants: "Vars"
    case .architecture: "Arch"
    case .step: "Step"
    case .predict: "Pred"
    case .cam: "CAM"
    case .files: "Files"
    case .scaling: "Scale"
    case .results: "Res"
    case .settings: "Set"
    case .gallery: "Gal"
    }
  }

  /// The action that shows the screen.
  package var action: Action {
    switch self {
    case .variants: .showVariants
    case .architecture: .showArchitecture
    case .step: .showStep
    case .predict: .showPredict
    case .cam: .showCAM
    case .files: .showFiles
    case .scaling: .showScaling
    case .results: .showResults
    case .settings: .settings
    case .gallery: .showGallery
    }
  }
}
