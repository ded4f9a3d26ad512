import Architectures
import Attribution
import Benchmarking
import Explanations
import Explorer
import Scaling
import Support
import Tensors
import Terminal

/// Answers jobs at once with prepared outputs, the same every time.
///
/// Jobs that only count run for real.
struct FakeWork: JobRunner {
  /// Variants with installed weights.
  var installed: Set<String> = ["lite0", "b0"]
  /// Whether sweeps and budgets are left out, for tests that start thousands of them.
  var isQuick = false
  /// Pictures that can't be decoded.
  var broken: Set<String> = []
  /// What the outputs mean.
  var outputs = OutputActivation.softmax
  /// Maximum number of channels of a layer; few keep tests quick.
  var stepChannels = 24

  func run<Work: Job>(_ job: Work, context: JobContext) throws(Failure) -> Work.Output {
    guard let output = try output(of: job) as? Work.Output else {
      return try job.run(in: Workbench(), context: context)
    }
    return output
  }

  /// The prepared output of a job; nil for jobs that run for real.
  private func output(of job: any Job) throws(Failure) -> Any? {
    switch job {
    case is VariantsJob: variants
    case let job as ListingJob: listing(of: job.directory)
    case let job as PictureJob: try picture(at: job.path)
    case let job as PreviewJob: try picture(at: job.path)
    case let job as AnswerJob: try answer(job.network, picture: job.picture)
    case let job as StepJob: try step(job.question)
    case let job as ProfileJob: profile(job.network, resolution: job.resolution)
    case is ForecastJob: ForecastFacts(passes: 1281, seconds: 12)
    case is CurvesJob: curves
    case let job as MapJob: map(job.question)
    case let job as ExportJob: written(job.path, isReplacing: job.isReplacing)
    case let job as ReportJob: written(job.path, isReplacing: job.isReplacing)
    case let job as PixelsJob:
      PixelPicture(
        format: job.question.format, size: Size(20, 8), bytes: Array("pixels".utf8))
    case let job as RatesJob:
      LatencyModel(
        reference: job.base.title,
        work: [LatencyModel.Work(dense: 1, depthwise: 1, elements: 1)], seconds: [6e-11])
    case let job as LatencyJob: try latency(of: job.variant)
    case is SweepJob where isQuick: throw Self.failure("not counted")
    case let job as BudgetJob where isQuick: BudgetFacts(question: job.question)
    case is ResultsJob: Variant.named("b0").map { [$0: 0.0125] } ?? [:]
    case let job as PullJob: try pull(job.variant)
    case let job as LoadJob: try load(job)
    case is ExamineJob: ()
    case let job as LibraryJob: try library(job.path)
    case let job as GalleryJob: gallery(job.question)
    case let job as GalleryRowsJob: galleryRows(job.identifiers)
    case let job as ThumbnailsJob: thumbnails(job.identifiers)
    default: nil
    }
  }

  static func failure(_ why: String, _ what: String = "can't do it", advice: String? = nil)
    -> Failure
  {
    Failure(.badData, what, because: why, advice: advice)
  }

  static let labels = [
    "tabby", "tiger cat", "Egyptian cat", "lynx", "hamper", "espresso", "missile", "space shuttle",
    "military uniform", "coffee mug",
  ]

  static let methods = [
    MethodFacts(name: "cam", title: "CAM", isLastStageOnly: true),
    MethodFacts(name: "grad-cam", title: "Grad-CAM", isLastStageOnly: false),
    MethodFacts(name: "layer-cam", title: "LayerCAM", isLastStageOnly: false),
    MethodFacts(name: "score-cam", title: "Score-CAM", isLastStageOnly: false, isExpensive: true),
    MethodFacts(name: "saliency", title: "Saliency", isLastStageOnly: false, isPixelLevel: true),
  ]

  private var variants: [VariantFacts] {
    ["b0", "b1", "b4", "b7", "lite0", "lite1", "resnet-50"].compactMap { name in
      guard let variant = Variant.named(name) else { return nil }
      var facts = VariantFacts(
        variant, publishedTop1: name == "b0" ? 77.1 : nil,
        weights: installed.contains(name)
          ? .installed : name.hasPrefix("lite") ? .downloadable : .absent)
      (facts.width, facts.depth) = (variant.scaling.width, variant.scaling.depth)
      return facts
    }
  }

  private func listing(of directory: String) -> Listing {
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

  private func picture(at path: String) throws(Failure) -> PictureFacts {
    if broken.contains(path) {
      throw Self.failure(
        "it ends after 12 bytes", "Can't open '\(path)'", advice: "choose another")
    }
    var preview = Pixels(width: 90, height: 60, filling: RGB(0, 0, 0))
    preview.transform { x, y, _ in RGB(UInt8(x * 2), UInt8(y * 4), UInt8((x ^ y) & 63)) }
    return PictureFacts(path: path, width: 450, height: 300, preview: preview)
  }

  private func answer(_ network: AskedNetwork, picture: String) throws(Failure)
    -> PredictionFacts
  {
    guard network.checkpoint != nil || installed.contains(network.variant) else {
      throw Self.failure("no weights are installed", "Can't load \(network.variant)")
    }
    let total = (0..<Self.labels.count).reduce(0) { $0 + 1 / Double(1 << $1) }
    var facts = PredictionFacts(
      network: network, picture: picture,
      origin: network.checkpoint ?? "\(network.variant).safetensors",
      isUntrained: network.isUntrained,
      classes: Self.labels.enumerated().map { index, label in
        let probability: Double? =
          switch outputs {
          case .softmax: 1 / Double(1 << index) / total
          case .sigmoid: 0.75 - 0.125 * Double(index)
          case .linear: nil
          }
        return RankedClass(
          index: 280 + index, label: label, probability: probability,
          logit: 77.474 - 1230.25 * Double(index))
      },
      phases: [.init("decode", 3.1), .init("preprocess", 2.2), .init("forward", 41)],
      region: Region(x: 1.0 / 6, y: 0, width: 2.0 / 3, height: 1))
    facts.output = outputs
    facts.isMultiLabel = outputs == .sigmoid
    return facts
  }

  private func step(_ question: StepQuestion) throws(Failure) -> StepAnswer {
    guard let network = Variant.named(question.network.variant)?.network() else {
      throw Self.failure("there is no network \(question.network.variant)")
    }
    let shape = network.shapes(height: 224, width: 224)[question.layer]
    let (channels, area) = (min(shape.channels, stepChannels), shape.height * shape.width)
    let values = (0..<channels * area).map { index -> Float in
      let (channel, place) = (index / area, index % area)
      let (x, y) = (place % shape.width, place / shape.width)
      return Float((x * (channel % 5 + 1) + y * 3 + channel) % 17) / 4
    }
    return StepAnswer(
      question: question,
      activation: LayerActivation(
        layer: question.layer,
        values: Tensor(shape: [channels, shape.height, shape.width], values),
        input: PixelSize(square: 224),
        field: network.receptiveFields(height: 224, width: 224)[question.layer]))
  }

  private func profile(_ network: AskedNetwork, resolution: Int) -> ProfileFacts {
    let layers = Variant.named(network.variant)?.network().layers ?? []
    return ProfileFacts(
      variant: network.variant, resolution: resolution,
      steps: layers.map { .init(layers: [$0.index], milliseconds: Double($0.index % 7) / 10) })
  }

  private var curves: CurveFacts {
    let rising = (0...10).map { Double($0) / 10 }
    return CurveFacts(
      insertion: .init(probabilities: rising, area: 0.5),
      deletion: .init(probabilities: rising.reversed().map { $0 * $0 }, area: 0.335))
  }

  private func map(_ question: MapQuestion) -> MapAnswer {
    let side = question.method == "saliency" ? 96 : question.layer == "stage9" ? 7 : 14
    let shift = question.target % 5
    // Each class is a tenth weaker than the one before it.
    let strength = Float(290 - question.target) / 10
    let values = (0..<side * side).map { index -> Float in
      let (x, y) = (index % side - side / 2 - shift + 2, index / side - side / 2)
      return strength * (12 - Float(x * x + y * y) * 49 / Float(side * side))
    }
    var answer = MapAnswer(
      question: question, map: AttributionMap(height: side, width: side, values: values),
      milliseconds: 0.4,
      region: Region(x: 1.0 / 6, y: 0, width: 2.0 / 3, height: 1), probability: 0.5)
    if question.method == "cam" {
      answer.account = EvidenceAccount(evidence: 9.117, bias: 0.025, score: 9.142)
    }
    return answer
  }

  /// Files called `taken` exist already.
  private func written(_ path: String, isReplacing: Bool) -> FileOutcome {
    path.hasPrefix("taken.") && !isReplacing ? .exists : .written(path)
  }

  private func latency(of variant: Variant) throws(Failure) -> Double {
    if variant.name == "amoebanet-b" {
      throw Self.failure("it needs 4.46 GB", "Can't measure AmoebaNet-B")
    }
    return Double(CountedCost.of(variant).macs) / 3e7
  }

  private func load(_ job: LoadJob) throws(Failure) -> AskedNetwork {
    if job.checkpoint?.hasPrefix("broken") == true {
      throw Self.failure("it ends after 12 bytes", "can't load the weights")
    }
    return AskedNetwork(job.variant ?? "b1", checkpoint: job.checkpoint)
  }

  private func pull(_ variant: String) throws(Failure) {
    if variant == "lite1" { throw Self.failure("there is no network", "Can't pull lite1") }
  }
}
