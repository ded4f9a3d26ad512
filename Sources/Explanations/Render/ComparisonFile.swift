import Figures
import Imaging
import Support

extension Comparison {
  /// The labelled grid as a PNG, photograph first; `request` is recorded in its text.
  package func png(
    _ style: PictureStyle, request: ComparisonRequest? = nil
  ) throws(Failure) -> [UInt8] {
    try file(style, .photograph, .png, request: request)
  }

  /// The labelled grid as a file of `format`.
  package func file(
    _ style: PictureStyle, _ kind: DisplayScale.Kind, _ format: FigureFormat,
    request: ComparisonRequest? = nil
  ) throws(Failure) -> [UInt8] {
    let style = layout(style, format)
    let picture = ComparisonPicture(self, style, kind)
    let text = Provenance(self, style, kind, request).text
    let facts = text.map { "\($0.keyword): \($0.text)" }.joined(separator: "\n")
    let name = explanations[0].examination.photograph.name
    guard !format.isVector else {
      return try picture.page().file(
        format, title: "Comparison on \(name.lastPathComponent.printable)", facts: facts)
    }
    let print = (style.layout.width ?? style.layout.cell).map {
      PrintSize($0, dotsPerInch: style.layout.dotsPerInch)
    }
    let drawn = try Failure.naming(nil, what: "can't draw the comparison") {
      () throws(FiguresError) in try picture.page().picture(scale: print?.scale ?? 1)
    }
    return try Failure.naming(name) { () throws(ImagingError) in
      try drawn.encodedPNG(text: text, dotsPerInch: print?.dotsPerInch)
    }
  }

  private func layout(_ style: PictureStyle, _ format: FigureFormat) -> PictureStyle {
    style.layout.cell == nil ? style.suited(to: format) : style
  }
}

extension Provenance {
  /// The provenance of a grid; `subjects` has one entry for each picture.
  fileprivate init(
    _ comparison: Comparison, _ style: PictureStyle, _ kind: DisplayScale.Kind,
    _ request: ComparisonRequest?
  ) {
    self.init()
    self[.kind] = Self.comparisonKind
    var recorded = request
    if let network = request.map({ $0.shared.network.naming(by: $0.shared.paths) }) {
      recorded?.shared.network = network
    }
    let truth = comparison.explanations.first?.truth
    recorded?.shared.truth = truth.map { .index($0.index) }
    self[.choices] = recorded?.text
    self[.networks] = comparison.networkText
    if let first = comparison.explanations.first {
      note(first.examination, first.question.request.paths)
    }
    self[.scale] = (style.scale?.kind ?? kind).rawValue
    self[.scaleLow] = style.scale.map { "\($0.low)" }
    self[.scaleHigh] = style.scale.map { "\($0.high)" }
    self[.signed] = style.isSigned ? "yes" : "no"
    note(style)
    self[.subjects] = comparison.explanations.map { item in
      let network = item.examination.network
      return "\(network.variant.name) \(network.origin.label) "
        + "\(network.origin.digest?.hexadecimal ?? "untrained"): \(item.method) at \(item.layer), "
        + "class \(item.target.index), \(item.map.minimum) to \(item.map.maximum)"
    }.joined(separator: "; ")
    var names: [Int: String] = [:]
    for item in comparison.explanations {
      for prediction in [item.target, item.versus, item.truth].compactMap(\.self) {
        names[prediction.index] = names[prediction.index] ?? prediction.label
      }
    }
    self[.classNames] = names.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value.printable)" }.joined(separator: "\n")
  }
}
