import Architectures
import Terminal

/// Everything the explorer knows; screens are drawn from it alone.
package struct State: Sendable {
  package var size: Size
  package var screen: ScreenID = .variants
  package var look: Look
  package var keymap = Keymap()
  package var jobs = Jobs()
  package var subject: Subject
  package var variants = VariantList()
  package var architecture: ArchitectureTree
  package var step = StepView()
  package var predict = PredictView()
  package var cam = CAMView()
  package var files = FileBrowser()
  package var scaling = ScalingView()
  package var results = ResultsView()
  /// Seconds of one pass on one thread, of networks that were measured.
  package var latencies: [Variant: Double] = [:]
  package var settings = SettingsView()
  package var gallery = GalleryView()
  package var configuration = Configuration()
  /// What `auto` stands for in this terminal.
  package var automatic = Automatic()
  /// What the terminal says of itself; nil where it was not asked.
  package var terminal: TerminalInterview?
  /// A protocol for pixels that a flag asks for.
  package var pixelWish: PixelWish?
  /// Whether a flag chose the theme, whatever configuration and terminal say.
  package var isThemeGiven = false
  /// The last export's choices, for when its file turns out to exist.
  var exportDialog: ExportDialog?
  /// Tenths of a second that the terminal's answers were waited for.
  private var ticksUnanswered = 0
  /// A photograph that came with the program, if it is there.
  package var samplePicture: String?
  /// Whether the tour was seen or skipped.
  package var isToured = true
  package var overlay: Overlay?
  package var notice: Notice?
  /// Whether the focused pane has the whole screen.
  package var isZoomed = false
  /// Which pane of the screen has the focus.
  package var pane = 0
  package let methods: [MethodFacts]

  package init(
    size: Size, look: Look = Look(), network: AskedNetwork, picture: String?, directory: String,
    methods: [MethodFacts]
  ) {
    self.size = size
    self.look = look
    self.methods = methods
    subject = Subject(network: network, wantedPicture: picture)
    architecture = ArchitectureTree(variant: network.variant)
    files.directory = directory
  }

  /// Lets a configuration hold.
  package mutating func apply(_ configuration: Configuration) {
    self.configuration = configuration
    keymap = configuration.keymap
    if !isThemeGiven {
      look.theme = ThemeCatalogue.theme(configuration.theme) ?? automatic.theme
    }
    look.painter.glyphs = configuration.pictures ?? automatic.glyphs
    look.colorMap = configuration.colorMap
    look.alpha = configuration.alpha
    look.isSigned = configuration.isSigned
    cam.method = methods.firstIndex { $0.name == configuration.method } ?? cam.method
    files.showsHidden = configuration.showsHidden
  }

  /// Whether something on the screen moves by itself.
  package var wantsTicks: Bool {
    notice != nil || !jobs.running.isEmpty || (step.isPlaying && screen == .step)
      || terminal?.isOver == false
  }

  /// Takes in what the terminal said, and follows its background where nobody chose a theme.
  mutating func take(_ reply: TerminalReply) {
    terminal?.note(reply)
    guard case .background = reply, let appearance = terminal?.appearance else { return }
    automatic.theme = appearance == .light ? ThemeCatalogue.light : ThemeCatalogue.dark
    if configuration.theme.isEmpty, !isThemeGiven { look.theme = automatic.theme }
  }

  /// Waits no longer for a terminal that stays silent.
  mutating func tickInterview() {
    guard terminal?.isOver == false else { return }
    ticksUnanswered += 1
    if ticksUnanswered * 100 >= TerminalInterview.patience { terminal?.giveUp() }
  }
}

/// What the terminal itself suggests.
package struct Automatic: Equatable, Sendable {
  package var theme = ThemeCatalogue.dark
  package var glyphs = PictureGlyphs.half

  package init() {}
}

/// How things look: what a person chose and what the terminal can show.
package struct Look: Equatable, Sendable {
  package var theme: Theme
  package var painter: PicturePainter
  /// Name of the colour map of heatmaps.
  package var colorMap: String
  /// Share of the heatmap over the photograph, 0…1.
  package var alpha: Double
  /// Whether evidence against the class is drawn too.
  package var isSigned = false

  package init(
    theme: Theme = ThemeCatalogue.dark, painter: PicturePainter = PicturePainter(),
    colorMap: String = HeatPalette.names[0], alpha: Double = 0.5
  ) {
    self.theme = theme
    self.painter = painter
    self.colorMap = colorMap
    self.alpha = alpha
  }
}

/// What is being explored: a network, a photograph, and what the one says of the other.
package struct Subject: Equatable, Sendable {
  package var network: AskedNetwork
  /// The photograph that should be open.
  package var wantedPicture: String?
  package var picture: PictureFacts?
  package var answer: Answer?

  /// The answer, if it belongs to this network and photograph.
  package var currentAnswer: Answer? {
    guard let answer, answer.network == network, answer.picture == picture?.path else {
      return nil
    }
    return answer
  }
}

/// A message at the foot of the screen that goes by itself.
package struct Notice: Equatable, Sendable {
  /// How serious it is.
  package enum Kind: Sendable {
    case done, hint, failure
  }

  package var kind: Kind
  package var text: String
  /// Tenths of a second until it goes.
  package var ticks: Int

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
    ticks = kind == .failure ? 80 : 35
  }
}

/// Something in front of the screen that takes all keys.
package enum Overlay: Equatable, Sendable {
  case help(scroll: Int)
  /// The marked networks side by side.
  case comparison(scroll: Int)
  case palette(Palette)
  case themes(ThemePicker)
  case classes(ClassPicker)
  case export(ExportDialog)
  case weights(WeightsDialog)
  case pixels(PixelPreview)
  case welcome(WelcomeDialog)
  /// A step of the tour, from 0.
  case tour(Int)
}
