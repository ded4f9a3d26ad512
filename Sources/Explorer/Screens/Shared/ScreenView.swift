import Architectures
import Explanations
import Terminal

/// What every screen is drawn with besides its own state.
package struct ScreenContext: Sendable {
  let subject: Subject
  /// The layers of the subject's network; nil for an unknown variant.
  let network: Network?
  let look: Look
  let size: Size
  let focus: Focus
  let jobs: Jobs
  let keymap: Keymap
  /// Whether the subject's network has weights.
  let isRunnable: Bool

  /// The area between tabs and footer.
  var body: Rect { Rect(0, 1, size.columns, max(0, size.rows - 2)) }

  /// The label of the key of an action on this screen, for sentences.
  func keyName(_ action: Action) -> String {
    keymap.binding(for: action, on: focus.screen)?.label ?? action.name
  }
}

/// A screen: its state and the shared context, which is all that it draws.
protocol ScreenView {
  var context: ScreenContext { get }
  /// The command that prints or writes what the screen shows.
  var command: CommandLineText { get }

  func draw(in area: Rect, _ canvas: inout Canvas)
}

extension ScreenView {
  var subject: Subject { context.subject }
  var network: Network? { context.network }
  var look: Look { context.look }
  var size: Size { context.size }
  var pane: Int { context.focus.pane }
  var isZoomed: Bool { context.focus.isZoomed }
  var jobs: Jobs { context.jobs }

  func keyName(_ action: Action) -> String { context.keyName(action) }

  /// A command that runs the subject's network on its photograph.
  func subjectCommand(_ name: String) -> CommandLineText {
    var line = CommandLineText(name, subject.wantedPicture ?? "IMAGE")
    line.add(
      NetworkRequest(checkpoint: subject.network.checkpoint), variant: subject.network.variant)
    return line
  }

  /// Draws the border of the main pane with the screen's command; returns the area inside.
  func mainPane(
    _ title: String, in area: Rect, isFocused: Bool = true, note: String? = nil,
    _ canvas: inout Canvas
  ) -> Rect {
    canvas.pane(
      title, in: area, isFocused: isFocused, note: note, caption: "$ \(command.text)")
  }
}

extension Subject {
  /// Whether there is a prediction, of this network for this photograph.
  func answers(_ network: AskedNetwork, _ picture: String) -> Bool {
    currentAnswer.map { $0.network == network && $0.picture == picture } ?? false
  }
}

extension State {
  var context: ScreenContext {
    ScreenContext(
      subject: subject, network: screens.architecture.network, look: look, size: size,
      focus: focus, jobs: jobs, keymap: preferences.keymap, isRunnable: isRunnable)
  }

  package var camScreen: CAMScreen {
    CAMScreen(cam: screens.cam, installed: screens.variants.installed, context: context)
  }

  package var stepScreen: StepScreen {
    StepScreen(
      step: screens.step, profile: screens.architecture.profile, context: context)
  }

  package var galleryScreen: GalleryScreen {
    GalleryScreen(gallery: screens.gallery, context: context)
  }

  var filesScreen: FilesScreen { FilesScreen(files: screens.files, context: context) }

  var resultsScreen: ResultsScreen { ResultsScreen(results: screens.results, context: context) }

  var currentScreen: any ScreenView {
    switch screen {
    case .variants: VariantsScreen(variants: screens.variants, context: context)
    case .architecture: ArchitectureScreen(architecture: screens.architecture, context: context)
    case .step: stepScreen
    case .predict: PredictScreen(predict: screens.predict, context: context)
    case .cam: camScreen
    case .files: filesScreen
    case .scaling:
      ScalingScreen(
        scaling: screens.scaling, latencies: screens.results.latencies.seconds, context: context)
    case .results: resultsScreen
    case .settings:
      SettingsScreen(settings: screens.settings, values: preferences.settings, context: context)
    case .gallery: galleryScreen
    }
  }

  package var commandLine: String {
    if screen == .cam, case .export(let dialog) = dialog {
      return camScreen.exportCommand(dialog).text
    }
    return currentScreen.command.text
  }
}
