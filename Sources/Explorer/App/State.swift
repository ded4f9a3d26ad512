import Architectures
import Terminal

/// The complete state of the explorer: `update(_:)` changes it, `frame` draws it.
package struct State: Sendable {
  package var look: Look
  package var focus = Focus()
  package var preferences = Preferences()
  package var terminal = TerminalState()
  package var screens: Screens
  package var subject: Subject
  /// The dialog in front of the screen; it receives all keys.
  package var dialog: Dialog?
  package var notice: Notice? {
    didSet {
      if let notice, notice.text != oldValue?.text { messages.add(notice.kind, notice.text) }
    }
  }
  package internal(set) var messages = MessageLog()
  package var jobs = Jobs()
  package var welcome = WelcomeState()

  package init(
    size: Size, look: Look = Look(), network: AskedNetwork, picture: String?, directory: String,
    methods: [MethodFacts]
  ) {
    terminal.size = size
    self.look = look
    subject = Subject(network: network, wantedPicture: picture)
    screens = Screens(variant: network.variant, methods: methods, directory: directory)
    screens.variants.used = network.variant
  }

  /// Columns and rows of the terminal.
  package var size: Size { terminal.size }

  package var screen: ScreenID { focus.screen }

  /// Whether something changes with time, so that ticks are needed.
  package var wantsTicks: Bool {
    notice != nil || !jobs.running.isEmpty
      || (screens.step.playback.isPlaying && screen == .step)
      || terminal.interview?.isOver == false
  }
}

/// The screen, the pane of it that has the focus, and whether that pane is zoomed.
package struct Focus: Equatable, Sendable {
  package var screen = ScreenID.variants
  /// Index of the pane that has the focus.
  package var pane = 0
  /// Whether the focused pane fills the screen.
  package var isZoomed = false
  /// The screens that led here, one from the other; Escape goes back along them.
  package var trail: [ScreenID] = []
}

package struct Screens: Sendable {
  package var variants = VariantsState()
  package var architecture: ArchitectureState
  package var step = StepState()
  package var predict = PredictState()
  package var cam: CAMState
  package var files: FilesState
  package var scaling = ScalingState()
  package var results = ResultsState()
  package var settings = SettingsState()
  package var gallery = GalleryState()

  init(variant: String, methods: [MethodFacts], directory: String) {
    architecture = ArchitectureState(variant: variant)
    cam = CAMState(methods: methods)
    files = FilesState(directory: directory)
  }
}

/// The network and the photograph being explored, with the network's prediction.
package struct Subject: Equatable, Sendable {
  package var network: AskedNetwork
  /// Path of the photograph to open.
  package var wantedPicture: String?
  package var picture: PictureFacts?
  package var answer: PredictionFacts?
  /// Whether the photograph's file is to be read once more.
  var mustReread = false

  /// The prediction, if it belongs to this network and photograph.
  package var currentAnswer: PredictionFacts? {
    answer.flatMap { $0.network == network && $0.picture == picture?.path ? $0 : nil }
  }
}

/// A message in the last line that disappears after some seconds.
package struct Notice: Equatable, Sendable {
  package enum Kind: Sendable { case done, hint, failure }

  package var kind: Kind
  package var text: String
  /// Tenths of a second until it disappears.
  package var ticks: Int

  package init(_ kind: Kind, _ text: String) {
    (self.kind, self.text) = (kind, text)
    // Long enough to be read.
    ticks = max(kind == .failure ? 80 : 35, text.count)
  }
}
