import Attribution
import Support

extension ExplanationOption {
  /// The options that say which maps are computed.
  package static let map: [ExplanationOption] = [
    ExplanationOption(
      "method",
      help: "Attribution method (default: cam): "
        + AttributionMethods.all.map(\.name).joined(separator: ", ") + ".",
      get: { $0.method is CAM ? nil : $0.method.name }, record: { $0.method.name },
      words: { $0.method.title },
      set: { request, text throws(Failure) in
        request.method = try ExplanationRequest.method(text)
      }),
    ExplanationOption(
      "layer",
      help: """
        Layer that is explained (default: the last stage): a stage, a block (stage4.block2), a \
        point in one (stage4.block2.depthwise), several with commas between, or all stages.
        """,
      get: { $0.method.isPixelLevel || $0.layers.isEmpty ? nil : $0.layers.joined(separator: ",") },
      record: {
        $0.method.isPixelLevel ? ExplanationQuestion.input : $0.layers.joined(separator: ",")
      },
      words: {
        $0.method.isPixelLevel ? ExplanationQuestion.input : $0.layers.joined(separator: ", ")
      },
      set: { request, text in
        request.layers = text.split(separator: ",", omittingEmptySubsequences: false).map {
          String($0.drop { $0 == " " })
        }
      }),
    ExplanationOption(
      "fuse", help: "Make one map of several layers: mean, max or product.",
      get: { $0.fusion?.rawValue },
      set: { request, text throws(Failure) in request.fusion = try choice("fuse", text) }),
    ExplanationOption(
      "class", form: .repeated,
      help: """
        Class index, name or part of one, top (default), top:K or truth (the true class); several \
        with commas between, or given several times.
        """,
      arguments: { request in
        request.classes == [.top(1)] ? [] : request.classes.map(\.text)
      },
      record: { $0.classes.map(\.text).joined(separator: ",") },
      reset: { $0.classes = [] },
      words: { $0.classes.map(\.words).joined(separator: ", ") },
      set: { request, text throws(Failure) in
        request.classes += try TargetClass.list(text)
      }),
    ExplanationOption(
      "versus",
      help: "Explain why the class and not this one: the difference of their logits.",
      get: { $0.versus }, words: { $0.versus?.printable }, set: { $0.versus = $1 }),
    ExplanationOption(
      "smooth",
      help:
        "Reduce noise: augment (six versions of the image) or eigen (principal component).",
      get: { $0.smoothing == .none ? nil : $0.smoothing.rawValue },
      set: { request, text throws(Failure) in
        guard let smoothing = Smoothing(rawValue: text), smoothing != .none else {
          throw refused("smooth", text, "it must be augment or eigen")
        }
        request.smoothing = smoothing
      }),
    ExplanationOption(
      "channels", help: "Perturb only the K channels of largest norm.",
      get: { $0.settings.channels.map(String.init) },
      set: { request, text throws(Failure) in
        request.settings.channels = try number("channels", text, in: 1...Int.max)
      }),
    ExplanationOption(
      "samples", help: "Noise draws, path steps or masks, instead of the method's own number.",
      get: { $0.settings.samples.map(String.init) },
      set: { request, text throws(Failure) in
        request.settings.samples = try number("samples", text, in: 1...1_000_000)
      }),
    ExplanationOption(
      "seed", help: "Seed of everything random (default: 0).",
      get: { $0.settings.seed == 0 ? nil : String($0.settings.seed) },
      record: { String($0.settings.seed) },
      set: { request, text throws(Failure) in
        request.settings.seed = try number("seed", text, in: 0...UInt64.max)
      }),
  ]
}
