import Architectures
import Attribution
import Benchmarking
import Checkpoints
import Explanations
import Imaging
import Scaling
import Support
import Synchronization
import Terminal

/// The explorer's work done by the pipeline, with what was loaded and computed last kept at hand.
///
/// Networks and examinations are used by the compute lane alone, so one lock around them never waits
/// for long; files are read outside it.
package final class PipelineWork: Work {
  private let desk = Mutex(Desk())
  private let store: WeightStore
  let libraries = LibraryReader()

  package init(store: WeightStore = .user) { self.store = store }

  package var methods: [MethodFacts] {
    AttributionMethods.all.map { method in
      // A network as large as B0 tells cheap from dear: some take no pass but the first, others
      // hundreds.
      let geometry = LayerGeometry(
        channels: 1280, imageHeight: 224, imageWidth: 224, isLastStage: false)
      let passes = method.passes(at: geometry, settings: MethodSettings()).total
      return MethodFacts(
        name: method.name, title: method.title,
        isLastStageOnly: method.needs.contains(.classifier), isPixelLevel: method.isPixelLevel,
        isExpensive: passes > 8)
    }
  }

  package func variants() throws(WorkFailure) -> [VariantFacts] {
    let installed = Set(store.entries.map(\.record.variant))
    let published = Set(Publication.all.map(\.variant))
    return Variant.catalogue.map { variant in
      let cost = variant.network().cost(height: variant.resolution, width: variant.resolution)
      let isScaled = variant.family == .efficientNet || variant.family == .efficientNetLite
      return VariantFacts(
        name: variant.name, title: variant.title, family: variant.family.rawValue,
        width: isScaled ? variant.scaling.width : nil,
        depth: isScaled ? variant.scaling.depth : nil, resolution: variant.resolution,
        parameters: cost.parameters, macs: cost.macs,
        publishedTop1: PublishedAccuracy.topOne(of: variant),
        weights: installed.contains(variant.name)
          ? .installed : published.contains(variant.name) ? .downloadable : .absent)
    }
  }

  package func listing(of directory: String) throws(WorkFailure) -> Listing {
    try DirectoryReader.listing(of: directory)
  }

  package func picture(at path: String, limit: Int) throws(WorkFailure) -> PictureFacts {
    do throws(Failure) {
      return PictureFacts(try Photograph(reading: path), limit: limit)
    } catch {
      throw WorkFailure(error)
    }
  }

  package func answer(_ network: AskedNetwork, picture: String, context: WorkContext)
    throws(WorkFailure) -> PredictionFacts
  {
    do throws(Failure) {
      return try desk.withLock { desk throws(Failure) -> PredictionFacts in
        let examination = try desk.examination(network, picture, context)
        return PredictionFacts(examination, network: network)
      }
    } catch {
      throw WorkFailure(error)
    }
  }

  package func step(_ question: StepQuestion, context: WorkContext)
    throws(WorkFailure) -> LayerActivation
  {
    do throws(Failure) {
      return try desk.withLock { desk throws(Failure) -> LayerActivation in
        try desk.activation(question, context)
      }
    } catch {
      throw WorkFailure(error)
    }
  }

  package func profile(_ network: AskedNetwork, resolution: Int, context: WorkContext)
    throws(WorkFailure) -> ProfileFacts
  {
    do throws(Failure) {
      return try desk.withLock { desk throws(Failure) -> ProfileFacts in
        try desk.profile(network, resolution, context)
      }
    } catch {
      throw WorkFailure(error)
    }
  }

  package func forecast(_ question: MapQuestion, context: WorkContext)
    throws(WorkFailure) -> ForecastFacts
  {
    do throws(Failure) {
      return try desk.withLock { desk throws(Failure) -> ForecastFacts in
        try desk.forecast(question, context)
      }
    } catch {
      throw WorkFailure(error)
    }
  }

  package func curves(_ question: MapQuestion, context: WorkContext)
    throws(WorkFailure) -> CurveFacts
  {
    do throws(Failure) {
      return try desk.withLock { desk throws(Failure) -> CurveFacts in
        try desk.curves(question, context)
      }
    } catch {
      throw WorkFailure(error)
    }
  }

  package func map(_ question: MapQuestion, context: WorkContext) throws(WorkFailure) -> MapAnswer {
    do throws(Failure) {
      return try desk.withLock { desk throws(Failure) -> MapAnswer in
        let watch = Stopwatch()
        let explanation = try desk.explanation(question, context)
        return MapAnswer(
          question: question, map: explanation.map, milliseconds: watch.milliseconds,
          region: Region(explanation.examination.image),
          probability: explanation.target.probability)
      }
    } catch {
      throw WorkFailure(error)
    }
  }

  package func export(_ question: ExportQuestion, context: WorkContext)
    throws(WorkFailure) -> String
  {
    if !question.isReplacing, DirectoryReader.exists(question.path) {
      throw WorkFailure("Can't write '\(question.path)': it exists", isExistingFile: true)
    }
    do throws(Failure) {
      let bytes = try desk.withLock { desk throws(Failure) in
        try desk.explanation(question.map, context).bytes(question)
      }
      try OutputFile.write(
        bytes, to: question.path, what: "can't save the \(question.kind.rawValue)")
      return question.path
    } catch {
      throw WorkFailure(error)
    }
  }

  package func pixels(_ question: PixelQuestion, context: WorkContext)
    throws(WorkFailure) -> PixelPicture
  {
    do throws(Failure) {
      let picture: Picture
      switch question.subject {
      case .photograph(let path): picture = try Photograph(reading: path).shownPicture
      case .overlay(let map, let drawing):
        picture = try desk.withLock { desk throws(Failure) in
          try desk.explanation(map, context).picture(drawing.style)
        }
      }
      guard let encoded = PixelPicture(picture, question) else {
        throw Failure(
          .software, "can't draw the picture in pixels", question.format.rawValue,
          because: "the encoder gave nothing", advice: "choose another protocol in the settings")
      }
      return encoded
    } catch {
      throw WorkFailure(error)
    }
  }

  package func rates(of base: Variant, context: WorkContext) throws(WorkFailure) -> LatencyModel {
    context.progress(nil, "timing \(base.title)")
    do throws(Failure) {
      return try LatencyModel.measured(on: base, threads: LatencyProtocol.paper.threads)
    } catch {
      throw WorkFailure(error)
    }
  }

  package func latency(of variant: Variant, context: WorkContext) throws(WorkFailure) -> Double {
    let asked = LatencyProtocol.paper
    do throws(Failure) {
      let samples = try LatencyMeter.milliseconds(
        of: variant, threads: asked.threads, runs: asked.runs
      ) { done in
        context.progress(
          Double(done) / Double(asked.runs), "measuring \(variant.title), untrained weights")
        return !context.isCancelled()
      }
      let mean = samples.reduce(0, +) / Double(samples.count)
      // Networks without a name of their own can't be found again.
      if Variant.named(variant.name) == variant {
        var records = LatencyRecords()
        records.keep(mean, of: variant.name, by: asked)
      }
      return mean
    } catch {
      throw WorkFailure(error)
    }
  }

  package var recordedLatencies: [Variant: Double] {
    let records = LatencyRecords()
    var known: [Variant: Double] = [:]
    for variant in ResultsPage.latencyVariants {
      known[variant] = records.milliseconds(of: variant.name, by: .paper).map { $0 / 1e3 }
    }
    return known
  }

  package func pull(_ variant: String, context: WorkContext) throws(WorkFailure) {
    let store = store
    do throws(CheckpointError) {
      let publication = try Publication.named(variant)
      _ = try Blocking.run { () async throws(CheckpointError) in
        try await store.pull(publication, isCancelled: context.isCancelled) { step in
          context.progress(step.fraction, step.words)
        }
      }
    } catch {
      throw WorkFailure(Failure(error, subject: variant, what: "can't pull the weights"))
    }
  }
}

extension WorkFailure {
  /// The pipeline's failure in its own words.
  init(_ failure: Failure) {
    self.init(
      failure.what + (failure.subject.map { " '\($0)'" } ?? "") + ": " + failure.why,
      advice: failure.advice)
  }
}
