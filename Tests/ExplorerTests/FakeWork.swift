import Architectures
import Attribution
import Benchmarking
import Explorer
import Scaling
import Tensors
import Terminal

/// Work that answers at once, the same every time.
struct FakeWork: Work {
  /// Variants whose weights are there.
  var installed: Set<String> = ["lite0", "b0"]
  /// Whether rows of networks are left uncounted, where a test asks for thousands.
  var isQuick = false
  /// Pictures that can't be decoded.
  var broken: Set<String> = []
  /// Channels of a layer at most; few keep tests quick.
  var stepChannels = 24

  static let labels = [
    "tabby", "tiger cat", "Egyptian cat", "lynx", "hamper", "espresso", "missile", "space shuttle",
    "military uniform", "coffee mug",
  ]

  var methods: [MethodFacts] {
    [
      MethodFacts(name: "cam", title: "CAM", isLastStageOnly: true),
      MethodFacts(name: "grad-cam", title: "Grad-CAM", isLastStageOnly: false),
      MethodFacts(name: "layer-cam", title: "LayerCAM", isLastStageOnly: false),
      MethodFacts(name: "score-cam", title: "Score-CAM", isLastStageOnly: false, isExpensive: true),
      MethodFacts(name: "saliency", title: "Saliency", isLastStageOnly: false, isPixelLevel: true),
    ]
  }

  func variants() throws(WorkFailure) -> [VariantFacts] {
    ["b0", "b1", "b4", "b7", "lite0", "lite1", "resnet-50"].compactMap { name in
      guard let variant = Variant.named(name) else { return nil }
      let network = variant.network()
      let cost = network.cost(height: variant.resolution, width: variant.resolution)
      return VariantFacts(
        name: variant.name, title: variant.title, family: variant.family.rawValue,
        width: variant.scaling.width, depth: variant.scaling.depth,
        resolution: variant.resolution, parameters: cost.parameters, macs: cost.macs,
        publishedTop1: name == "b0" ? 77.1 : nil,
        weights: installed.contains(name)
          ? .installed : name.hasPrefix("lite") ? .downloadable : .absent)
    }
  }

  func listing(of directory: String) throws(WorkFailure) -> Listing {
    Listing(
      directory: directory,
      entries: [
        FileEntry(name: "..", path: directory.parentDirectory, kind: .parent),
        FileEntry(name: "holiday", path: directory + "/holiday", kind: .directory),
      ]
        + ["chelsea.png", "coffee.png", "写真 🐱.png", ".hidden.png", "\u{1B}[31mred.png"].map {
          FileEntry(name: $0, path: directory + "/" + $0, kind: .picture, bytes: 240_512)
        })
  }

  func picture(at path: String, limit: Int) throws(WorkFailure) -> PictureFacts {
    if broken.contains(path) {
      throw WorkFailure("Can't open '\(path)': it ends after 12 bytes", advice: "choose another")
    }
    var preview = Pixels(width: 90, height: 60, filling: RGB(0, 0, 0))
    preview.transform { x, y, _ in RGB(UInt8(x * 2), UInt8(y * 4), UInt8((x ^ y) & 63)) }
    return PictureFacts(path: path, width: 450, height: 300, preview: preview)
  }

  func answer(_ network: AskedNetwork, picture: String, context: WorkContext)
    throws(WorkFailure) -> PredictionFacts
  {
    guard network.checkpoint != nil || installed.contains(network.variant) else {
      throw WorkFailure(
        "No weights of \(network.variant) are installed",
        advice: "run effscope weights pull \(network.variant)")
    }
    let total = (0..<Self.labels.count).reduce(0) { $0 + 1 / Double(1 << $1) }
    return PredictionFacts(
      network: network, picture: picture,
      origin: network.checkpoint ?? "\(network.variant).safetensors",
      isUntrained: network.isUntrained,
      classes: Self.labels.enumerated().map { index, label in
        RankedClass(
          index: 280 + index, label: label, probability: 1 / Double(1 << index) / total,
          logit: 9 - Double(index))
      },
      phases: [.init("decode", 3.1), .init("preprocess", 2.2), .init("forward", 41)],
      region: Region(x: 1.0 / 6, y: 0, width: 2.0 / 3, height: 1))
  }

  func step(_ question: StepQuestion, context: WorkContext) throws(WorkFailure)
    -> LayerActivation
  {
    guard let network = Variant.named(question.network.variant)?.network() else {
      throw WorkFailure("There is no network \(question.network.variant)")
    }
    let shape = network.shapes(height: 224, width: 224)[question.layer]
    let (channels, area) = (min(shape.channels, stepChannels), shape.height * shape.width)
    let values = (0..<channels * area).map { index -> Float in
      let (channel, place) = (index / area, index % area)
      let (x, y) = (place % shape.width, place / shape.width)
      return Float((x * (channel % 5 + 1) + y * 3 + channel) % 17) / 4
    }
    return LayerActivation(
      question: question,
      values: Tensor(shape: [channels, shape.height, shape.width], values),
      input: Size(224, 224),
      field: network.receptiveFields(height: 224, width: 224)[question.layer])
  }

  func profile(_ network: AskedNetwork, resolution: Int, context: WorkContext)
    throws(WorkFailure) -> ProfileFacts
  {
    let layers = Variant.named(network.variant)?.network().layers ?? []
    return ProfileFacts(
      variant: network.variant, resolution: resolution,
      steps: layers.map { .init(layers: [$0.index], milliseconds: Double($0.index % 7) / 10) })
  }

  func forecast(_ question: MapQuestion, context: WorkContext) throws(WorkFailure)
    -> ForecastFacts
  {
    ForecastFacts(question: question, passes: 1281, seconds: 12)
  }

  func curves(_ question: MapQuestion, context: WorkContext) throws(WorkFailure) -> CurveFacts {
    let rising = (0...10).map { Double($0) / 10 }
    return CurveFacts(
      question: question, insertion: .init(probabilities: rising, area: 0.5),
      deletion: .init(probabilities: rising.reversed().map { $0 * $0 }, area: 0.335))
  }

  func map(_ question: MapQuestion, context: WorkContext) throws(WorkFailure) -> MapAnswer {
    let side = question.layer == "stage9" ? 7 : 14
    let shift = question.target % 5
    let values = (0..<side * side).map { index -> Float in
      let (x, y) = (index % side - side / 2 - shift + 2, index / side - side / 2)
      return 12 - Float(x * x + y * y) * 49 / Float(side * side)
    }
    return MapAnswer(
      question: question, map: AttributionMap(height: side, width: side, values: values),
      milliseconds: 0.4,
      region: Region(x: 1.0 / 6, y: 0, width: 2.0 / 3, height: 1), probability: 0.5)
  }

  func export(_ question: ExportQuestion, context: WorkContext) throws(WorkFailure) -> String {
    if question.path == "taken.png", !question.isReplacing {
      throw WorkFailure("Can't write 'taken.png': it exists", isExistingFile: true)
    }
    return question.path
  }

  func pixels(_ question: PixelQuestion, context: WorkContext) throws(WorkFailure) -> PixelPicture {
    PixelPicture(format: question.format, size: Size(20, 8), bytes: Array("pixels".utf8))
  }

  func rates(of base: Variant, context: WorkContext) throws(WorkFailure) -> LatencyModel {
    LatencyModel(
      reference: base.title, work: [LatencyModel.Work(dense: 1, depthwise: 1, elements: 1)],
      seconds: [6e-11])
  }

  func latency(of variant: Variant, context: WorkContext) throws(WorkFailure) -> Double {
    if variant.name == "amoebanet-b" {
      throw WorkFailure("Can't measure AmoebaNet-B: it needs 4.46 GB")
    }
    return Double(CountedCost.of(variant).macs) / 3e7
  }

  func sweep(_ question: SweepQuestion) throws(WorkFailure) -> Sweep {
    if isQuick { throw WorkFailure("Not counted") }
    return try standardSweep(question)
  }

  func budget(_ question: BudgetQuestion) -> BudgetFacts {
    isQuick ? BudgetFacts(question: question) : standardBudget(question)
  }

  var recordedLatencies: [Variant: Double] {
    Variant.named("b0").map { [$0: 0.0125] } ?? [:]
  }

  func pull(_ variant: String, context: WorkContext) throws(WorkFailure) {
    if variant == "lite1" { throw WorkFailure("Can't pull lite1: there is no network") }
  }
}
