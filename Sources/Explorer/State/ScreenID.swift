/// A screen of the explorer; its digit switches to it.
package enum ScreenID: Int, CaseIterable, Hashable, Sendable {
  case variants = 1
  case architecture
  case step
  case predict
  case cam
  case files
  // 7 and 8 are kept for the scaling laboratory and the results.
  case settings = 9
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
    case .settings: .settings
    case .gallery: .showGallery
    }
  }
}
