import Architectures
import Terminal

extension State {
  /// Takes in what a job brought, if it still counts.
  mutating func take(_ result: WorkResult, id: Int) {
    switch result {
    case .variants(let rows):
      guard jobs.finish(.variants, id: id) else { return }
      screens.variants.all = rows
      if screens.variants.cursor == nil { screens.variants.cursor = subject.network.variant }
    case .listing(let listing):
      guard jobs.finish(.listing, id: id) else { return }
      take(listing)
    case .picture(let picture):
      guard jobs.finish(.picture, id: id) else { return }
      subject.picture = picture
      subject.wantedPicture = picture.path
      screens.predict.cursor = 0
      screens.cam.pictureChanged()
    case .preview(let picture):
      guard jobs.finish(.preview, id: id) else { return }
      screens.files.keep(picture)
    case .answer(let answer):
      guard jobs.finish(.answer, id: id) else { return }
      subject.answer = answer
      if screens.variants.measured[answer.network.variant] == nil,
        let forward = answer.phases.first(where: { $0.name == "forward" })
      {
        screens.variants.measured[answer.network.variant] = forward.milliseconds
      }
      screens.predict.cursor = min(screens.predict.cursor, max(0, answer.classes.count - 1))
    case .step(let activation):
      guard jobs.finish(.step, id: id) else { return }
      screens.step.show(activation)
    case .profile(let profile):
      guard jobs.finish(.profile, id: id) else { return }
      screens.architecture.profile = profile
      if profile.resolution == Variant.named(profile.variant)?.resolution {
        screens.variants.measured[profile.variant] = profile.total
      }
    case .rates(let model, let base):
      guard jobs.finish(.rates, id: id) else { return }
      screens.scaling.keep(model, of: base)
    case .latency(let variant, let milliseconds):
      guard jobs.finish(.latency, id: id) else { return }
      screens.results.latencies.seconds[variant] = milliseconds / 1e3
    case .sweep(let sweep, let question):
      guard jobs.finish(.sweep, id: id) else { return }
      screens.scaling.cache.keep(sweep, question)
    case .search(let candidates, let base):
      guard jobs.finish(.search, id: id) else { return }
      screens.scaling.keep(candidates, over: base)
    case .budget(let facts):
      guard jobs.finish(.budget, id: id) else { return }
      screens.scaling.cache.budget = facts
    case .results(let topic, let recorded):
      guard jobs.finish(.results, id: id) else { return }
      screens.results.note(counted: topic, recorded: recorded)
    case .curves(let curves):
      guard jobs.finish(.curves, id: id) else { return }
      screens.cam.maps.curves[curves.question] = curves
    case .forecast(let forecast):
      guard jobs.finish(.forecast, id: id) else { return }
      screens.cam.maps.forecasts[forecast.question] = forecast
    case .map(let answer):
      guard jobs.finish(.map, id: id) else { return }
      screens.cam.maps.keep(answer)
      if screens.cam.grid == nil { screens.cam.shown = answer }
    case .exported(let path):
      guard jobs.finish(.export, id: id) else { return }
      notice = Notice(.done, "wrote \(path)")
    case .gallery(let result): take(result, id: id)
    case .pixels(let question, let picture):
      guard jobs.finish(.pixels, id: id), case .pixels(var preview) = dialog else { return }
      (preview.question, preview.picture) = (question, picture)
      dialog = .pixels(preview)
    case .pulled(let variant):
      guard jobs.finish(.pull, id: id) else { return }
      if let index = screens.variants.all.firstIndex(where: { $0.name == variant }) {
        screens.variants.all[index].weights = .installed
      }
      jobs.forgetFailure(.answer)
      notice = Notice(.done, "installed the weights of \(variant)")
    }
  }

  private mutating func take(_ listing: Listing) {
    let former = screens.files.listing?.directory
    screens.files.listing = listing
    screens.files.directory = listing.directory
    guard former != listing.directory else { return }
    screens.files.filter = FilterField()
    // Coming up from a directory, the cursor stands on it; else on the open picture.
    screens.files.cursor =
      listing.entries.first { $0.path == former || $0.path == subject.wantedPicture }?.path
      ?? listing.entries.first { $0.kind == .picture }?.path
  }

  /// Takes note of a failed job, if it still counts.
  mutating func take(_ failure: WorkFailure, _ purpose: Purpose, id: Int) {
    guard jobs.fail(purpose, id: id, failure) else { return }
    if purpose == .export, case .export(let question) = jobs.failed[.export]?.order,
      failure.isExistingFile
    {
      jobs.forgetFailure(.export)
      var dialog = screens.cam.lastExport ?? ExportDialog(path: question.path)
      dialog.confirmsReplacing = true
      self.dialog = .export(dialog)
      return
    }
    if askToReplaceReport(failure, purpose) { return }
    if purpose == .map, case .map(let question) = jobs.failed[.map]?.order, screens.cam.grid != nil
    {
      // One map of a grid that can't be made leaves its place empty.
      screens.cam.maps.failures[question] = failure
      jobs.forgetFailure(.map)
      return
    }
    if purpose == .latency, screens.results.latencies.isMeasuring {
      // One network that can't be measured does not stop the others.
      if case .latency(let variant) = jobs.failed[.latency]?.order {
        screens.results.latencies.unmeasurable.insert(variant)
      }
      jobs.forgetFailure(.latency)
    }
    if purpose == .preview {
      if case .preview(let path) = jobs.failed[.preview]?.order {
        screens.files.keep(failure, at: path)
      }
      return
    }
    notice = Notice(.failure, failure.text)
    if purpose == .picture { subject.wantedPicture = subject.picture?.path }
  }
}

extension WorkFailure {
  /// Sentence and advice in one line.
  package var text: String { advice.map { "\(sentence); \($0)" } ?? sentence }
}
