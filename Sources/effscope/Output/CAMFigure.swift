import Architectures
import Attribution
import Explanations
import Scaling
import Support

/// Figure 7 with the weights that exist: one photograph's maps by a baseline, by the same weights at
/// higher resolutions, and by every other installed member of its family, as a labelled grid.
struct CAMFigure {
  private typealias Entry = (label: String, request: NetworkRequest)

  let photograph: Photograph
  /// The class that every network explains; nil for the baseline's own answer.
  let target: String?
  let console: OutputArguments

  /// Makes the grid and writes it to `path`; one line for each picture.
  func draw(to path: String) throws -> [String] {
    let entries = try Self.entries()
    var explanations: [Explanation] = []
    var index: Int?
    for entry in entries {
      let network = try NetworkLoader.load(entry.request)
      network.announce(console)
      if explanations.isEmpty { console.announce(photograph, on: network) }
      var question = ExplanationRequest().kinds(in: network.network)[0]
      explanations += try ExplanationRunner(network).explain(photograph, kinds: [question]) {
        examination throws(Failure) in
        if index == nil {
          let asked = try TargetClass(target ?? "top")
          index = try examination.classification.classes(asked)[0]
        }
        question.target = index ?? 0
        return [question]
      }
    }
    let comparison = Comparison(rows: [], columns: entries.map(\.label), explanations: explanations)
    try OutputFile.write(
      try comparison.png(PictureStyle()), to: path, what: "can't save the figure")
    return zip(entries, explanations).map(Self.line)
      + ["figure: \(path) (the deeper, wider and compound networks' weights were never published)"]
  }

  /// The baseline is B0 where its weights are installed, else Lite0.
  private static func entries() throws(Failure) -> [Entry] {
    let installed = Variant.all.filter(NetworkLoader.isInstalled)
    guard
      let base = installed.first(where: { $0.name == "b0" })
        ?? installed.first(where: { $0.name == "lite0" }) ?? installed.first
    else {
      throw Failure(
        .noInput, "can't draw Figure 7", nil, because: "no weights are installed",
        advice: "run 'effscope weights pull lite0' or 'effscope weights pull b0'")
    }
    let baseline: Entry = ("baseline: \(base.title)", NetworkRequest(variant: base.name))
    let larger = CAMModel.all.filter { $0.factors.resolution > 1 }.map { model in
      var entry = baseline
      entry.label = "same weights, r = \(NumberText.fixed(model.factors.resolution, 1))"
      entry.request.recipe.size =
        Int((Double(base.resolution) * model.factors.resolution).rounded())
      return entry
    }
    let others = installed.filter { $0.name != base.name && $0.family == base.family }
    return [baseline] + larger
      + others.map { ($0.title, NetworkRequest(variant: $0.name)) }
  }

  private static func line(_ entry: Entry, _ explanation: Explanation) -> String {
    let shape = explanation.examination.image.tensor.shape
    let network = explanation.examination.network.network
    let macs = network.cost(height: shape[2], width: shape[3]).macs
    let target = explanation.target
    return "\(entry.label): input \(shape[2])×\(shape[3]), map "
      + "\(explanation.map.height)×\(explanation.map.width), \(NumberText.short(macs)) MACs, "
      + "\(target.index) \(target.label) \(target.answer)"
  }
}
