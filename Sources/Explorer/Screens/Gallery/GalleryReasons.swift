import Support

extension GalleryScreen {
  /// Actions of the gallery that are not always possible.
  static let restrictedActions: Set<Action> = [
    .compare, .markedOnly, .unmarkAll, .mark, .export, .activate, .wrongOnly, .borderOnly, .sort,
    .reverseSort, .filter,
  ]

  func reason(against action: Action) -> String? {
    guard gallery.library != nil else {
      return "no library is open: \(keyName(.showGallery)) makes or opens one"
    }
    guard gallery.listing != nil else { return "the library is not read yet" }
    switch action {
    case .compare:
      return gallery.marks.ids.count < 2 && gallery.marks.compared == nil
        ? "mark two images or more with \(keyName(.mark)) to compare them" : nil
    case .markedOnly, .unmarkAll:
      return gallery.marks.ids.isEmpty ? "no image is marked: \(keyName(.mark)) marks one" : nil
    case .mark: return gallery.currentID == nil ? "there is no image here" : nil
    case .export:
      return gallery.reportedImages.isEmpty ? "there is no image to report on" : nil
    case .activate:
      guard let row = gallery.current else { return "there is no image here" }
      return row.path == nil ? "the image's name is no text, so it can't be opened by it" : nil
    case .wrongOnly:
      return gallery.facts?.isLabelled == true
        ? nil : "the library has no labels, so no answer is right or wrong"
    default: return nil
    }
  }
}
