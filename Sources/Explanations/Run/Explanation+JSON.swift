import Attribution
import Imaging
import Support
import Tensors

extension Explanation {
  /// The pairs that `cam` adds to `classify`'s JSON; `files` names what was saved.
  package func json(_ style: PictureStyle, files: SavedFiles) -> [(String, JSON)] {
    let scale = scale(style)
    let account = account
    return [
      ("method", .string(method)), ("layer", .string(layer)), ("class", target.json),
      (
        "map",
        .object([
          ("height", .integer(map.height)), ("width", .integer(map.width)),
          ("minimum", .float(map.minimum)), ("maximum", .float(map.maximum)),
          ("sum", .number(map.sum)), ("positive_evidence", .boolean(map.hasPositiveEvidence)),
        ])
      ),
      ("output", files.overlay.map { .string($0) } ?? .null),
      ("versus", versus.map(\.json) ?? .null), ("score", .float(score)),
      ("truth", truth.map(\.json) ?? .null), ("weak", .boolean(weakNote(style) != nil)),
      ("layers", .array(question.layers.map { .string($0) })),
      ("fuse", question.fusion.map { .string($0.rawValue) } ?? .null),
      ("smooth", .string(question.smoothing.rawValue)), ("partial", .boolean(isPartial)),
      (
        "scale",
        .object([
          ("kind", .string(scale.kind.rawValue)), ("signed", .boolean(scale.isSigned)),
          ("low", .float(scale.low)), ("high", .float(scale.high)),
        ])
      ),
      (
        "account",
        account.map { account in
          .object([
            ("evidence", .number(account.evidence)), ("bias", .number(account.bias)),
            ("score", .number(account.score)),
            ("share", account.share.map { .number($0) } ?? .null),
          ])
        } ?? .null
      ),
      ("box", box(style)?.json ?? .null),
      ("boxes", .array(boxes(style).map(\.json))),
      ("photograph", examination.image.picture.size.json),
      ("seen", examination.image.rectangle.json),
      ("single_cell", .boolean(singleCellNote != nil)),
      (
        "passes",
        .object([
          ("forward", .integer(passes.forward)), ("resumed", .integer(passes.resumed)),
          ("backward", .integer(passes.backward)),
        ])
      ),
      ("attribution_milliseconds", .number((milliseconds * 1e3).rounded() / 1e3)),
      ("saved_map", files.map.map { .string($0) } ?? .null),
      ("saved_map_photo", files.photographMap.map { .string($0) } ?? .null),
      ("saved_activations", files.activations.map { .string($0) } ?? .null),
      ("saved_gradients", files.gradients.map { .string($0) } ?? .null),
    ]
  }
}

/// Paths of the saved files of one explanation; nil if not saved.
package struct SavedFiles: Hashable, Sendable {
  package var overlay, map, photographMap, activations, gradients: String?

  package init() {}
}

extension PixelSize {
  fileprivate var json: JSON {
    .object([("width", .integer(width)), ("height", .integer(height))])
  }
}

extension Rectangle {
  fileprivate var json: JSON {
    .object([
      ("x", .number(x)), ("y", .number(y)), ("width", .number(width)), ("height", .number(height)),
    ])
  }
}

extension PixelRectangle {
  var json: JSON {
    .object([
      ("x", .integer(x)), ("y", .integer(y)), ("width", .integer(width)),
      ("height", .integer(height)),
    ])
  }
}
