import Architectures
import Support
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
  /// The command line that prints or writes what the screen shows.
  var commandLine: String { get }
  /// The filter of the screen's list, if it has one.
  var filter: FilterField? { get }

  func draw(in area: Rect, _ canvas: inout Canvas)
}

extension ScreenView {
  var filter: FilterField? { nil }

  var subject: Subject { context.subject }
  var network: Network? { context.network }
  var look: Look { context.look }
  var size: Size { context.size }
  var pane: Int { context.focus.pane }
  var isZoomed: Bool { context.focus.isZoomed }
  var jobs: Jobs { context.jobs }

  func keyName(_ action: Action) -> String { context.keyName(action) }

  /// The arguments of a command that runs the subject's network on its photograph.
  var subjectArguments: String {
    (subject.wantedPicture ?? "IMAGE").shellQuoted + " --variant \(subject.network.variant)"
      + (subject.network.checkpoint.map { " --checkpoint \($0.shellQuoted)" } ?? "")
  }
}

extension State {
  var context: ScreenContext {
    ScreenContext(
      subject: subject, network: screens.architecture.network, look: look, size: size,
      focus: focus, jobs: jobs, keymap: preferences.keymap, isRunnable: isRunnable)
  }

  package var camScreen: CAMScreen {
    CAMScreen(
      cam: screens.cam, installed: screens.variants.installed, context: context)
  }

  package var stepScreen: StepScreen { StepScreen(step: screens.step, context: context) }

  package var galleryScreen: GalleryScreen {
    GalleryScreen(gallery: screens.gallery, context: context)
  }

  var filesScreen: FilesScreen { FilesScreen(files: screens.files, context: context) }

  var resultsScreen: ResultsScreen { ResultsScreen(results: screens.results, context: context) }

  /// The screen that is shown.
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
      SettingsScreen(
        settings: screens.settings, values: preferences.settings, context: context)
    case .gallery: galleryScreen
    }
  }

  /// The command line that does what the screen shows.
  package var commandLine: String {
    if screen == .cam, case .export(let dialog) = dialog {
      return camScreen.exportCommand(dialog)
    }
    return currentScreen.commandLine
  }
}
