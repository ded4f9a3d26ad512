import Architectures
import Attribution
import Explanations
import Imaging
import Support

extension ReportPage {
  /// The page of one image; `explanations` share one examination and are not empty.
  init(_ explanations: [Explanations.Explanation], number: Int, order: ReportOrder) throws(Failure)
  {
    let examination = explanations[0].examination
    let photograph = examination.photograph
    self.init(
      number: number,
      image: photograph.name == "-"
        ? "standard input" : order.explanation.paths.record(photograph.name).printable)
    facts = Self.facts(examination, order.explanation.paths)
    predictions = examination.classification.top(order.top).map {
      Prediction($0, isMultiLabel: examination.network.network.isMultiLabel)
    }
    command =
      CommandLineText.classify(
        examination, top: order.top, asked: order.explanation.network,
        paths: order.explanation.paths
      ).text
    isUntrained = examination.network.origin.isUntrained
    truth = explanations[0].truthText
    let styles = explanations.styles(order.explanation.style, order.scale)
    for (explanation, style) in zip(explanations, styles) {
      let maker = FigureMaker(explanation, number: number, order: order, drawn: style)
      var part = Explanation(
        heading: explanation.heading,
        target: Prediction(
          explanation.target, isMultiLabel: examination.network.network.isMultiLabel))
      part.facts = explanation.facts(order.style(of: .overlay, style))
      if self.explanations.isEmpty { part.figures.append(try maker.photograph()) }
      part.figures += [try maker.overlay(), try maker.cells()]
      self.explanations.append(part)
    }
  }

  private static func facts(_ examination: Examination, _ paths: PathStyle) -> [ReportFact] {
    let shape = examination.image.tensor.shape
    let picture = examination.image.picture
    var facts = [ReportFact("Image", paths.record(examination.photograph.name).printable)]
    if case .picture = examination.photograph.content {
      facts.append(ReportFact("Size", "\(picture.width)×\(picture.height) pixels"))
    }
    facts.append(ReportFact("Network's input", "\(shape[3])×\(shape[2])"))
    if let words = examination.network.network.outputWords {
      facts.append(ReportFact("Outputs", words))
    }
    if let digest = examination.photograph.digest {
      facts.append(ReportFact("SHA-256 of the image", digest.hexadecimal))
    }
    return facts
  }
}

extension ReportPage.Prediction {
  /// A class; one that a network of many labels finds present is marked so.
  fileprivate init(_ prediction: Classification.Prediction, isMultiLabel: Bool) {
    let isPresent = (prediction.probability ?? 0) >= OutputActivation.threshold
    self.init(
      index: prediction.index,
      label: prediction.label.printable + (isMultiLabel && isPresent ? " (present)" : ""),
      probability: prediction.probability, logit: Double(prediction.logit))
  }
}

extension Explanations.Explanation {
  /// `CAM of 282 tabby at stage9`.
  fileprivate var heading: String {
    var words = "\(methodTitle) of \(Self.words(target))"
    if let versus { words += " rather than \(Self.words(versus))" }
    return words + " at \(place)"
  }

  private var place: String { layer.replacing("+", with: " + ") }

  private static func words(_ prediction: Classification.Prediction) -> String {
    "\(prediction.index) \(prediction.label.printable)"
  }

  fileprivate func facts(_ style: PictureStyle) -> [ReportFact] {
    // The request with the classes and the place that were found.
    var request = question.request
    request.classes = [.query(Self.words(target))]
    request.versus = versus.map(Self.words)
    request.layers = [place]
    var facts = [ReportFact("Method", methodTitle)]
    facts += request.facts(["Layer": "layer", "Class": "class", "Rather than": "versus"])
    facts += [
      ReportFact("Score", scoreText),
      ReportFact(
        "Map",
        "\(map.height)×\(map.width) cells from \(NumberText.measured(Double(map.minimum))) to "
          + "\(NumberText.measured(Double(map.maximum))), sum \(NumberText.measured(map.sum)), strongest "
          + "\(whereabouts)"),
      ReportFact("Colours", scaleText(style)),
    ]
    if let truthText { facts.append(ReportFact("True class", truthText)) }
    if let account { facts.append(ReportFact("Account", account.words)) }
    if let note = weakNote(style) { facts.append(ReportFact("Strength", note)) }
    if !map.hasPositiveEvidence {
      facts.append(ReportFact("Evidence", "none: no place of the image speaks for this class"))
    }
    if let box = box(style) {
      facts.append(
        ReportFact("Box", "\(box.width)×\(box.height) pixels at (\(box.x), \(box.y))"))
    }
    return facts
  }

  /// Position of the map's maximum: `at the upper left`.
  fileprivate var whereabouts: String {
    let place = map.values.indices.max { map.values[$0] < map.values[$1] } ?? 0
    let row = ["upper", "middle", "lower"][
      AttributionMap.third(of: place / map.width, count: map.height)]
    let column = ["left", "centre", "right"][
      AttributionMap.third(of: place % map.width, count: map.width)]
    return row == "middle" && column == "centre" ? "at the centre" : "at the \(row) \(column)"
  }
}

/// Makes the figures of one explanation.
private struct FigureMaker {
  let explanation: Explanations.Explanation
  let order: ReportOrder
  /// The requested drawing with the scale of this map.
  private let drawn: PictureStyle
  private let stem: String
  private let image: String

  init(
    _ explanation: Explanations.Explanation, number: Int, order: ReportOrder, drawn: PictureStyle
  ) {
    self.explanation = explanation
    self.order = order
    self.drawn = drawn
    let path = explanation.examination.photograph.name
    image = path.lastPathComponent.printable
    let digits = String(repeating: "0", count: max(0, 4 - String(number).count)) + "\(number)"
    stem = "\(digits)-" + (path == "-" ? "stdin" : Self.plain(image))
  }

  func photograph() throws(Failure) -> ReportFigure {
    try figure(
      .photograph, name: "\(stem)-photograph.png",
      alternative: "The photograph \(image)",
      caption: explanation.truth.map { "Photograph; true class: \($0.index) \($0.label.printable)" }
        ?? "Photograph")
  }

  func overlay() throws(Failure) -> ReportFigure {
    let evidence =
      explanation.map.hasPositiveEvidence
      ? "the evidence is strongest \(explanation.whereabouts) of what the network saw"
      : "no place speaks for the class"
    return try figure(
      .overlay, name: "\(stem)-\(subject)-overlay.png",
      alternative: "\(explanation.heading) over \(image): \(evidence)",
      caption: "Overlay: \(explanation.heading)")
  }

  func cells() throws(Failure) -> ReportFigure {
    let map = explanation.map
    return try figure(
      .cells, name: "\(stem)-\(subject)-cells.png",
      alternative: "The \(map.height)×\(map.width) raw cells of the map of "
        + "\(explanation.target.label.printable), from "
        + "\(NumberText.measured(Double(map.minimum))) to \(NumberText.measured(Double(map.maximum))), "
        + "with a colour bar",
      caption: "Raw cells, \(map.height)×\(map.width), of what the network saw")
  }

  /// Method, class and, if there are several, the layer.
  private var subject: String {
    var words = "\(explanation.method)-\(explanation.target.index)"
    if let versus = explanation.versus { words += "-versus-\(versus.index)" }
    if order.explanation.layers.count > 1 { words += "-" + Self.plain(explanation.layer) }
    return words
  }

  private func figure(
    _ role: ReportFigure.Role, name: String, alternative: String, caption: String
  ) throws(Failure) -> ReportFigure {
    let style = order.style(
      of: role, drawn, photograph: explanation.examination.image.picture.size)
    var figure = ReportFigure(role, fileName: name, png: try explanation.png(style))
    figure.alternative = alternative
    figure.caption = caption
    figure.command =
      CommandLineText.cam(
        explanation, style, asked: order.explanation.network, output: name
      ).text
    return figure
  }

  /// At most 40 characters that need no escaping in file systems, Markdown and TeX.
  private static func plain(_ name: String) -> String {
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    return String((stem.isEmpty ? name : stem).plain.prefix(40))
  }
}
