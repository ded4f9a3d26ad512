import Architectures
import Benchmarking
import Scaling
import Terminal

/// One job for the workers, as a value that tests can compare.
package enum WorkOrder: Equatable, Sendable {
  case variants
  case listing(directory: String)
  case picture(path: String)
  case preview(path: String)
  case answer(AskedNetwork, picture: String)
  case step(StepQuestion)
  case profile(AskedNetwork, resolution: Int)
  case forecast(MapQuestion)
  case map(MapQuestion)
  case curves(MapQuestion)
  case export(ExportQuestion)
  case pixels(PixelQuestion)
  case pull(variant: String)
  case gallery(GalleryOrder)
  case rates(Variant)
  case latency(Variant)
  case sweep(SweepQuestion)
  case search(Variant)
  case budget(BudgetQuestion)
  case results(ResultsTopic)

  /// What the job is for; only the newest job for a purpose counts.
  package var purpose: Purpose {
    switch self {
    case .variants: .variants
    case .listing: .listing
    case .picture: .picture
    case .preview: .preview
    case .answer: .answer
    case .step: .step
    case .profile: .profile
    case .forecast: .forecast
    case .map: .map
    case .curves: .curves
    case .export: .export
    case .pixels: .pixels
    case .pull: .pull
    case .gallery(let order): order.purpose
    case .rates: .rates
    case .latency: .latency
    case .sweep: .sweep
    case .search: .search
    case .budget: .budget
    case .results: .results
    }
  }
}

/// What a job is for.
package enum Purpose: String, Hashable, CaseIterable, Sendable {
  case variants, listing, picture, preview, answer, step, profile, forecast, map, curves, export,
    pixels, pull, library, gallery, galleryRows, thumbnails, report, rates, latency, sweep, search,
    budget, results

  /// Jobs of one lane run one after the other.
  package enum Lane: CaseIterable, Sendable {
    case compute, files, network, thumbnails, counting
  }

  package var lane: Lane {
    switch self {
    case .variants, .listing, .picture, .preview, .library, .gallery, .galleryRows: .files
    case .thumbnails: .thumbnails
    case .answer, .step, .profile, .forecast, .map, .curves, .export, .pixels, .report, .rates,
      .latency:
      .compute
    case .sweep, .search, .budget, .results: .counting
    case .pull: .network
    }
  }

  /// What is going on, for the status line.
  package var activity: String {
    switch self {
    case .variants: "reading the list of networks"
    case .listing: "reading the directory"
    case .picture, .preview: "opening the picture"
    case .answer: "classifying"
    case .step: "stepping"
    case .profile: "timing the layers"
    case .forecast: "measuring what it will cost"
    case .map: "explaining"
    case .curves: "inserting and deleting pixels"
    case .export: "writing the file"
    case .pixels: "drawing at full resolution"
    case .pull: "pulling weights"
    case .library, .gallery, .galleryRows: "reading the library"
    case .thumbnails: "loading thumbnails"
    case .report: "writing the report"
    case .rates: "timing the base network"
    case .latency: "measuring the latency"
    case .sweep, .search, .results: "counting"
    case .budget: "searching within the cost"
    }
  }
}

/// What a finished job brings.
package enum WorkResult: Equatable, Sendable {
  case variants([VariantFacts])
  case listing(Listing)
  case picture(PictureFacts)
  case preview(PictureFacts)
  case answer(PredictionFacts)
  case step(LayerActivation)
  case profile(ProfileFacts)
  case forecast(ForecastFacts)
  case map(MapAnswer)
  case curves(CurveFacts)
  case exported(path: String)
  case pixels(PixelQuestion, PixelPicture)
  case pulled(variant: String)
  case gallery(GalleryResult)
  case rates(LatencyModel, of: Variant)
  case latency(Variant, milliseconds: Double)
  case sweep(Sweep, SweepQuestion)
  case search([ScalingSearch.Candidate], over: Variant)
  case budget(BudgetFacts)
  /// A table's networks are counted; seconds that were measured before, by network.
  case results(ResultsTopic, recorded: [Variant: Double])
}

extension WorkOrder {
  /// Whether it is the map, or the forecast of the map, of a question.
  func isMap(_ question: MapQuestion) -> Bool {
    self == .map(question) || self == .forecast(question)
  }

  /// Carries the job out.
  package func run(by work: some Work, context: WorkContext) throws(WorkFailure) -> WorkResult {
    switch self {
    case .variants: .variants(try work.variants())
    case .listing(let directory): .listing(try work.listing(of: directory))
    case .picture(let path):
      .picture(try work.picture(at: path, limit: WorkOrder.previewLimit))
    case .preview(let path):
      .preview(try work.picture(at: path, limit: WorkOrder.previewLimit))
    case .answer(let network, let picture):
      .answer(try work.answer(network, picture: picture, context: context))
    case .step(let question): .step(try work.step(question, context: context))
    case .profile(let network, let resolution):
      .profile(try work.profile(network, resolution: resolution, context: context))
    case .forecast(let question): .forecast(try work.forecast(question, context: context))
    case .curves(let question): .curves(try work.curves(question, context: context))
    case .map(let question): .map(try work.map(question, context: context))
    case .export(let question): .exported(path: try work.export(question, context: context))
    case .pixels(let question):
      .pixels(question, try work.pixels(question, context: context))
    case .pull(let variant): .pulled(variant: try pulled(variant, work, context))
    case .gallery(let order): .gallery(try order.run(by: work, context: context))
    case .rates(let base): .rates(try work.rates(of: base, context: context), of: base)
    case .latency(let variant):
      .latency(variant, milliseconds: try work.latency(of: variant, context: context))
    case .sweep(let question): .sweep(try work.sweep(question), question)
    case .search(let base): .search(try work.search(over: base), over: base)
    case .budget(let question): .budget(work.budget(question))
    case .results(let topic): .results(topic, recorded: work.count(topic))
    }
  }

  /// Enough for a photograph in sextants on a screen of 300 × 90 cells.
  private static let previewLimit = 640

  private func pulled(_ variant: String, _ work: some Work, _ context: WorkContext)
    throws(WorkFailure) -> String
  {
    try work.pull(variant, context: context)
    return variant
  }
}
