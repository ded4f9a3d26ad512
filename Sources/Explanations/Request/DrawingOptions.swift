import Imaging
import Support

extension ExplanationOption {
  /// The options that say how maps are drawn.
  package static let drawing: [ExplanationOption] = overlay + size

  private static let overlay: [ExplanationOption] = [
    option(
      "interpolate", \.style.interpolation, default: .bilinear, key: "interpolation",
      help: "bilinear (default), or nearest for the map's raw cells."),
    ExplanationOption(
      "colormap",
      help: "Colour map: \(ColorMap.names.joined(separator: ", ")) "
        + "(default: \(DisplayRules.colorMap(isSigned: false).name); "
        + "\(DisplayRules.colorMap(isSigned: true).name) for signed maps).",
      get: { $0.hasOwnColorMap ? $0.style.colorMap.name : nil },
      record: { $0.style.colorMap.name },
      set: { request, text throws(Failure) in
        guard let map = ColorMap.named(text) else {
          throw Failure(
            .usage, "there is no colour map '\(text)'", because: "the name is unknown",
            advice: "use one of \(ColorMap.names.joined(separator: ", "))")
        }
        request.colorMap = map
      }),
    ExplanationOption(
      "alpha",
      help: "Fraction of the heatmap in the overlay, 0 to 1 (default: \(DisplayRules.alpha)).",
      get: { $0.style.alpha.map { "\($0)" } }, record: { "\($0.style.heatmapOpacity)" },
      words: {
        "\(NumberText.fixed(Double($0.style.heatmapOpacity) * 100, 0)) % heatmap "
          + "(\($0.style.alphaMode.rawValue))"
      },
      set: { request, text throws(Failure) in
        request.style.alpha = try number("alpha", text, in: 0...1)
      }),
    option(
      "alpha-mode", \.style.alphaMode, default: .flat,
      help: "flat (default): the same fraction everywhere; evidence: proportional to the evidence."),
    ExplanationOption(
      "contour", key: "contours", form: .valueOrAlone("\(DisplayRules.contourFraction)"),
      help: "Lines at these fractions of the scale, 0 to 1, with commas between "
        + "(alone: at \(DisplayRules.contourFraction)).",
      get: { request in
        let levels = request.style.contours.map { "\($0)" }
        return levels.isEmpty ? nil : levels.joined(separator: ",")
      },
      set: { request, text throws(Failure) in
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let levels = parts.compactMap { Float($0) }
        guard levels.count == parts.count, levels.allSatisfy({ (0...1).contains($0) }) else {
          throw Failure(
            .usage, "\(OptionName.contour) takes numbers in 0…1", because: "'\(text)' was given")
        }
        request.style.contours = levels
      }),
    ExplanationOption(
      "box", form: .valueOrAlone("\(DisplayRules.boxFraction)"),
      help: "Frame the largest region that reaches this fraction of the scale "
        + "(alone: \(DisplayRules.boxFraction)).",
      get: { $0.style.framesEveryRegion ? nil : $0.style.box.map { "\($0)" } },
      set: { request, text throws(Failure) in
        request.style.box = try number("box", text, in: 0...1)
      }),
    ExplanationOption(
      "box-all", form: .valueOrAlone("\(DisplayRules.boxFraction)"),
      help: "Frame every region that reaches this fraction of the scale "
        + "(alone: \(DisplayRules.boxFraction)).",
      get: { $0.style.framesEveryRegion ? $0.style.box.map { "\($0)" } : nil },
      set: { request, text throws(Failure) in
        let fraction: Float = try number("box-all", text, in: 0...1)
        guard request.style.box == nil || request.style.framesEveryRegion else {
          throw refused(
            "box-all", text, "\(OptionName.box) was given too", advice: "leave one of them out")
        }
        request.style.box = fraction
        request.style.framesEveryRegion = true
      }),
    ExplanationOption(
      "crop", form: .valueOrAlone("seen"),
      help: "Keep what the network saw (seen, also alone), or the framed region (box).",
      get: { $0.style.crop?.rawValue },
      set: { request, text throws(Failure) in request.style.crop = try choice("crop", text) }),
    ExplanationOption(
      "side",
      help: "Longest side of the photograph in pixels; it is scaled before the map is drawn.",
      get: { $0.style.side.map(String.init) },
      words: { $0.style.side.map { "\($0) pixels a side" } },
      set: { request, text throws(Failure) in
        guard let side = Int(text), PictureStyle.sides.contains(side) else {
          throw Failure(
            .usage, "\(OptionName.side) is \(text)",
            because: "it must lie between \(PictureStyle.sides.lowerBound) and "
              + "\(PictureStyle.sides.upperBound)")
        }
        request.style.side = side
      }),
    ExplanationOption(
      "legend", form: .choice,
      help: """
        Add a colour bar with numbers, class, method and layer below the picture (default with \
        \(OptionName.printWidth)).
        """,
      get: { request in
        let implied = request.style.layout.width != nil
        return request.style.hasLegend == implied ? nil : request.style.hasLegend ? "yes" : "no"
      },
      set: { $0.style.hasLegend = $1 == "yes" }),
    ExplanationOption(
      "compat", help: "Draw as grad-cam, torch-cam or plain notebooks do, on what the network saw.",
      get: { $0.style.compatibility?.rawValue },
      set: { request, text throws(Failure) in
        request.style.compatibility = try choice("compat", text)
      }),
    ExplanationOption(
      "signed", form: .choice,
      help: """
        Draw evidence against the class too, 0 in the middle of a diverging colour map (default \
        for \(ExplanationRequest.signedMethodNames) and with \(OptionName.versus)).
        """,
      get: { request in
        // A chosen colour map implies whether maps are signed.
        let implied =
          request.hasOwnColorMap
          ? request.style.colorMap.isDiverging : request.isSignedByDefault
        return request.style.isSigned == implied ? nil : request.style.isSigned ? "yes" : "no"
      },
      record: { $0.style.isSigned ? "yes" : "no" },
      words: { $0.style.isSigned ? "signed" : nil },
      set: { $0.isSigned = $1 == "yes" }),
  ]
}

extension ExplanationRequest {
  /// True if the colour map is not the default of its kind.
  fileprivate var hasOwnColorMap: Bool {
    style.colorMap != DisplayRules.colorMap(isSigned: style.isSigned)
  }
}
