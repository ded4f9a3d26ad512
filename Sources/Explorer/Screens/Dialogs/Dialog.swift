import Terminal

/// A dialog in front of the screen; it receives all keys.
package enum Dialog: Equatable, Sendable {
  case help(scroll: Int)
  case comparison(scroll: Int)
  case palette(Palette)
  case themes(ThemePicker)
  case classes(ClassPicker)
  /// The methods or layers of a map.
  case maps(MapPicker)
  case export(ExportDialog)
  case weights(WeightsDialog)
  case pixels(PixelPreview)
  case welcome(WelcomeDialog)
  case messages(MessagesDialog)
  case examine(ExamineDialog)
  case measure(MeasureDialog)
  /// A step of the tour, from 0.
  case tour(Int)
}

extension State {
  mutating func handleInDialog(_ key: Key) -> [Effect] {
    switch dialog {
    case .help(let scroll): return handle(key, help: scroll)
    case .comparison(let scroll): return handle(key, comparison: scroll)
    case .palette(let palette): return handle(key, palette)
    case .themes(let picker): return handle(key, picker)
    case .classes(let picker): return handle(key, picker)
    case .maps(let picker): return handle(key, picker)
    case .export(let dialog): return handle(key, dialog)
    case .weights(let dialog): return handle(key, dialog)
    case .pixels: return handleInPixels(key)
    case .welcome(let dialog): return handle(key, dialog)
    case .messages(let dialog): return handle(key, dialog)
    case .examine(let dialog): return handle(key, dialog)
    case .measure(let dialog): return handle(key, dialog)
    case .tour(let step): return handle(key, tour: step)
    case nil: return []
    }
  }

  func action(for key: Key) -> Action? { preferences.keymap.action(for: key, on: screen) }

  /// The cursor of a dialog's list after an action; the same for one that does not move it.
  func moved(_ cursor: Int, by action: Action?, count: Int) -> Int {
    action.flatMap { Self.moved(cursor, by: $0, count: count, page: page) } ?? cursor
  }

  mutating func pasteIntoDialog(_ text: String) {
    switch dialog {
    case .palette(var palette):
      palette.search.insert(text)
      dialog = .palette(palette)
    case .classes(var picker):
      picker.search.insert(text)
      dialog = .classes(picker)
    case .export(var export):
      export.field = .path
      export.path.insert(text)
      export.confirmsReplacing = false
      dialog = .export(export)
    case .weights(var weights) where weights.file != nil:
      weights.file?.insert(text)
      dialog = .weights(weights)
    case .help, .comparison, .themes, .maps, .weights, .welcome, .messages, .examine, .measure,
      .tour, .pixels, nil:
      break
    }
  }

  mutating func chooseInDialog(row: Int) -> [Effect] {
    switch dialog {
    case .palette(var palette):
      palette.search.cursor = row
      dialog = .palette(palette)
    case .classes(var picker):
      picker.search.cursor = row
      dialog = .classes(picker)
    case .themes(let picker):
      preview(row, picker)
      return []
    case .maps(let picker):
      if picker.cursor != row {
        preview(row, picker)
        return []
      }
    case .weights(var weights):
      weights.cursor = row
      dialog = .weights(weights)
    case .welcome(var welcome):
      welcome.cursor = row
      dialog = .welcome(welcome)
    case .export(var export):
      export.choose(row: row)
      dialog = .export(export)
      return []
    case .pixels: return handleInDialog(Key(.escape))
    case .messages:
      dialog = .messages(MessagesDialog(cursor: row))
      return []
    case .examine: dialog = .examine(ExamineDialog(cursor: row))
    case .help, .comparison, .measure, .tour, nil: return []
    }
    return handleInDialog(Key(.enter))
  }

  func drawDialog(in area: Rect, _ canvas: inout Canvas) {
    switch dialog {
    case .help(let scroll): help.draw(scroll, in: area, &canvas)
    case .welcome(let dialog): dialog.draw(welcomeChoices, in: area, &canvas)
    case .messages(let dialog):
      dialog.draw(messages, copyKey: keyName(.copyCommand), in: area, &canvas)
    case .examine(let dialog):
      dialog.draw(
        examineChoices, directory: screens.files.directory, in: area, &canvas)
    case .measure(let dialog): dialog.draw(in: area, &canvas)
    case .tour(let step): TourDialog(context: context).draw(step, in: area, &canvas)
    case .comparison(let scroll): comparison.draw(scroll, in: area, &canvas)
    case .palette(let palette): palette.draw(paletteRows(palette), in: area, &canvas)
    case .themes(let picker): picker.draw(in: area, &canvas)
    case .classes(let picker): picker.draw(offered(picker), in: area, &canvas)
    case .maps(let picker): camScreen.draw(picker, in: area, &canvas)
    case .export(let dialog):
      if dialog.isReport {
        dialog.drawReport(on: screens.gallery.reportedImages.count, in: area, &canvas)
      } else {
        camScreen.draw(dialog, in: area, &canvas)
      }
    case .pixels(let preview): preview.draw(pixelQuestion, jobs, in: area, &canvas)
    case .weights(let dialog): dialog.draw(current: subject.network.variant, in: area, &canvas)
    case nil: break
    }
  }
}
