import Figures
import Imaging
import Support

extension ExplanationOption {
  /// The options that say how large figures are, and their colours' values.
  static let size: [ExplanationOption] = [
    ExplanationOption(
      "range", help: "Values of the first and the last colour, as 0:8.5, instead of the map's own.",
      get: { request in
        guard let scale = request.style.scale, scale.kind == .fixed else { return nil }
        return "\(scale.low):\(scale.high)"
      },
      // A PNG records the ends of every scale.
      record: { _ in nil },
      words: { request in
        request.style.scale.flatMap { $0.kind == .fixed ? $0.words : nil }
      },
      set: { request, text throws(Failure) in
        let ends = text.split(separator: ":").compactMap { Float($0) }
        guard ends.count == 2, ends[0] < ends[1], ends.allSatisfy(\.isFinite) else {
          throw refused("range", text, "it must be two rising numbers", advice: "write 0:8.5, say")
        }
        request.style.scale = DisplayScale(
          kind: .fixed, low: ends[0], high: ends[1], isSigned: request.style.isSigned)
      }),
    length(
      "print-width", \.style.layout.width,
      help: """
        Width of the figure in print, whatever the photograph's: 85mm, 3.3in, 240pt or 1000px; \
        its letters have points, and it has a legend.
        """),
    ExplanationOption(
      "dpi",
      help: "Pixels per inch in print (default: \(PrintWidth.standardDotsPerInch)).",
      get: { $0.style.layout.dotsPerInch.map(String.init) },
      words: { $0.style.layout.dotsPerInch.map { "\($0) pixels per inch" } },
      set: { request, text throws(Failure) in
        request.style.layout.dotsPerInch = try number("dpi", text, in: PrintWidth.densities)
      }),
    length(
      "cell", \.style.layout.cell,
      help: "Width of each picture of a grid: 40mm, 1.5in or 400px (default: 232px)."),
  ]

  private static func length(
    _ name: String, _ path: WritableKeyPath<ExplanationRequest, PrintWidth?> & Sendable,
    help: String
  ) -> ExplanationOption {
    ExplanationOption(
      name, help: help, get: { $0[keyPath: path]?.text },
      words: { $0[keyPath: path].map { "\($0.text) wide" } },
      set: { request, text throws(Failure) in
        guard let width = PrintWidth(text) else {
          throw refused(name, text, "it is no length", advice: "write 85mm, 3.3in, 240pt or 1000px")
        }
        request[keyPath: path] = width
      })
  }
}

extension PictureStyle {
  /// Throws a usage failure if the sizes exclude each other or give no picture.
  func settleSize() throws(Failure) {
    func refuse(_ name: OptionName, _ why: String, _ advice: String) -> Failure {
      Failure(.usage, "can't draw with", "\(name)", because: why, advice: advice)
    }
    let isPrint = layout.width != nil || layout.cell != nil
    if side != nil, isPrint {
      throw refuse(
        .side, "\(layout.width == nil ? OptionName.cell : .printWidth) says the size too",
        "leave one of them out")
    }
    if layout.width != nil, layout.cell != nil {
      throw refuse(.cell, "\(OptionName.printWidth) says the size too", "leave one of them out")
    }
    if compatibility != nil, isPrint {
      throw refuse(.printWidth, "a library's picture has the network's size", "leave it out")
    }
    if layout.dotsPerInch != nil, !isPrint {
      throw refuse(
        .dpi, "the figure has the photograph's pixels", "add \(OptionName.printWidth) 85mm, say")
    }
    for (name, width) in [(OptionName.printWidth, layout.width), (.cell, layout.cell)] {
      guard let width else { continue }
      let pixels = PrintSize(width, dotsPerInch: layout.dotsPerInch).pixels
      guard Self.sides.contains(pixels) else {
        throw Failure(
          .usage, "\(name) is \(width.text)",
          because: "that is \(NumberText.grouped(pixels)) pixels, and it must be "
            + "\(Self.sides.lowerBound) to \(Self.sides.upperBound)")
      }
    }
  }
}
