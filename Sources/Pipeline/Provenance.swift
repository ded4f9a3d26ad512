import Imaging

extension Explanation {
  /// How values became colours.
  private var scaleName: String {
    if isSigned { return "symmetric" }
    return map.hasPositiveEvidence ? "relu-minmax" : "no positive evidence"
  }

  /// How the overlay was made, as text chunks of its PNG: enough to make it again.
  func provenance(_ drawing: Overlay) -> [PNGText] {
    let network = examination.network
    let pairs: [(String, String?)] = [
      ("Software", "Effscope \(ToolVersion.current)"),
      ("effscope:image", examination.photograph.name.printable),
      ("effscope:variant", network.variant.name),
      ("effscope:checkpoint", network.origin.label.printable),
      ("effscope:checkpoint-sha256", network.origin.digest?.hexadecimal),
      ("effscope:dialect", network.origin.dialect),
      (
        "effscope:input",
        "\(examination.image.tensor.shape[2])x\(examination.image.tensor.shape[3])"
      ),
      ("effscope:method", method),
      ("effscope:layer", layer),
      ("effscope:class", String(target.index)),
      ("effscope:label", target.label.printable),
      ("effscope:probability", "\(target.probability)"),
      ("effscope:logit", "\(target.logit)"),
      ("effscope:map-size", "\(map.height)x\(map.width)"),
      ("effscope:map-minimum", "\(map.minimum)"),
      ("effscope:map-maximum", "\(map.maximum)"),
      ("effscope:scale", scaleName),
      ("effscope:interpolation", drawing.upSampling.rawValue),
      ("effscope:colormap", drawing.colorMap.name),
      ("effscope:alpha", "\(drawing.alpha)"),
      ("effscope:alpha-mode", drawing.alphaMode.rawValue),
    ]
    return pairs.compactMap { keyword, text in text.map { PNGText(keyword: keyword, text: $0) } }
  }
}
