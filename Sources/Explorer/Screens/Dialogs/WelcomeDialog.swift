/// What a person is offered who starts the program for the first time.
package struct WelcomeDialog: Equatable, Sendable {
  package var cursor = 0

  package init() {}

  /// The offers.
  package enum Choice: CaseIterable, Sendable {
    case pull, sample, files, tour, start
  }
}

extension State {
  /// The offers with their words, and why one can't be taken.
  package var welcomeChoices: [(choice: WelcomeDialog.Choice, text: String, reason: String?)] {
    let isInstalled = variants.facts("lite0")?.weights == .installed
    return [
      (
        .pull, "Pull the trained weights of EfficientNet-Lite0",
        isInstalled ? "installed" : nil
      ),
      (
        .sample, "Open the sample photograph",
        samplePicture == nil ? "not found" : nil
      ),
      (.files, "Choose a photograph", nil),
      (.tour, "Take the tour: three steps", nil),
      (.start, "Look around", nil),
    ]
  }

  /// The screen that a step of the tour shows.
  static let tourScreens: [ScreenID] = [.variants, .step, .cam]

  /// Takes an offer.
  mutating func accept(_ dialog: WelcomeDialog) -> [Effect] {
    let choices = welcomeChoices
    let chosen = choices[max(0, min(dialog.cursor, choices.count - 1))]
    if let reason = chosen.reason {
      notice = Notice(.hint, reason)
      return []
    }
    overlay = nil
    isToured = true
    switch chosen.choice {
    case .pull: return jobs.start(.pull(variant: "lite0"))
    case .sample:
      if let samplePicture {
        open(samplePicture)
        show(.predict)
      }
    case .files: show(.files)
    case .tour: startTour(0)
    case .start: break
    }
    return []
  }

  /// Shows a step of the tour, with its screen behind it.
  mutating func startTour(_ step: Int) {
    guard Self.tourScreens.indices.contains(step) else {
      overlay = nil
      return
    }
    if step > 0, subject.wantedPicture == nil, let samplePicture { open(samplePicture) }
    show(Self.tourScreens[step])
    overlay = .tour(step)
  }
}
