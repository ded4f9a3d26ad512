import Architectures
import Terminal

extension State {
  /// Takes in what a job brought, if it still counts.
  mutating func take(_ result: WorkResult, id: Int) {
    switch result {
    case .variants(let rows):
      guard jobs.finish(.variants, id: id) else { return }
      variants.all = rows
      if variants.cursor == nil { variants.cursor = subject.network.variant }
    case .listing(let listing):
      guard jobs.finish(.listing, id: id) else { return }
      take(listing)
    case .picture(let picture):
      guard jobs.finish(.picture, id: id) else { return }
      subject.picture = picture
      subject.wantedPicture = picture.path
      predict.cursor = 0
      cam.target = .rank(0)
      cam.probe = nil
      cam.versus = nil
    case .preview(let picture):
      guard jobs.finish(.preview, id: id) else { return }
      files.keep(picture)
    case .answer(let answer):
      guard jobs.finish(.answer, id: id) else { return }
      subject.answer = answer
      if variants.measured[answer.network.variant] == nil,
        let forward = answer.phases.first(where: { $0.name == "forward" })
      {
        variants.measured[answer.network.variant] = forward.milliseconds
      }
      predict.cursor = min(predict.cursor, max(0, answer.classes.count - 1))
    case .step(let activation):
      guard jobs.finish(.step, id: id) else { return }
      step.show(activation)
    case .profile(let profile):
      guard jobs.finish(.profile, id: id) else { return }
      architecture.profile = profile
      if profile.resolution == Variant.named(profile.variant)?.resolution {
        variants.measured[profile.variant] = profile.total
      }
    case .rates(let model, let base):
      guard jobs.finish(.rates, id: id) else { return }
      scaling.keep(model, of: base)
    case .latency(let variant, let milliseconds):
      guard jobs.finish(.latency, id: id) else { return }
      latencies[variant] = milliseconds / 1e3
    case .sweep(let sweep, let question):
      guard jobs.finish(.sweep, id: id) else { return }
      scaling.keep(sweep, question)
    case .search(let candidates, let base):
      guard jobs.finish(.search, id: id) else { return }
      scaling.keep(candidates, over: base)
    case .budget(let facts):
      guard jobs.finish(.budget, id: id) else { return }
      scaling.budget = facts
    case .results(let topic, let recorded):
      guard jobs.finish(.results, id: id) else { return }
      keep(recorded: recorded, of: topic)
    case .curves(let curves):
      guard jobs.finish(.curves, id: id) else { return }
      cam.curves[curves.question] = curves
    case .forecast(let forecast):
      guard jobs.finish(.forecast, id: id) else { return }
      cam.forecasts[forecast.question] = forecast
    case .map(let answer):
      guard jobs.finish(.map, id: id) else { return }
      cam.keep(answer)
      if cam.grid == nil { cam.shown = answer }
    case .exported(let path):
      guard jobs.finish(.export, id: id) else { return }
      notice = Notice(.done, "wrote \(path)")
    case .gallery(let result): take(result, id: id)
    case .pixels(let question, let picture):
      guard jobs.finish(.pixels, id: id), case .pixels(var preview) = overlay else { return }
      (preview.question, preview.picture) = (question, picture)
      overlay = .pixels(preview)
    case .pulled(let variant):
      guard jobs.finish(.pull, id: id) else { return }
      if let index = variants.all.firstIndex(where: { $0.name == variant }) {
        variants.all[index].weights = .installed
      }
      jobs.forgetFailure(.answer)
      notice = Notice(.done, "installed the weights of \(variant)")
    }
  }

  private mutating func take(_ listing: Listing) {
    let former = files.listing?.directory
    files.listing = listing
    files.directory = listing.directory
    guard former != listing.directory else { return }
    files.filter = TextField()
    files.isFiltering = false
    // Coming up from a directory, the cursor stands on it; else on the open picture.
    files.cursor =
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
      var dialog = exportDialog ?? ExportDialog(path: question.path)
      dialog.confirmsReplacing = true
      overlay = .export(dialog)
      return
    }
    if askToReplaceReport(failure, purpose) { return }
    if purpose == .map, case .map(let question) = jobs.failed[.map]?.order, cam.grid != nil {
      // One map of a grid that can't be made leaves its place empty.
      cam.failures[question] = failure
      jobs.forgetFailure(.map)
      return
    }
    if purpose == .latency, results.isMeasuring {
      // One network that can't be measured does not stop the others.
      if case .latency(let variant) = jobs.failed[.latency]?.order {
        results.unmeasurable.insert(variant)
      }
      jobs.forgetFailure(.latency)
    }
    if purpose == .preview {
      if case .preview(let path) = jobs.failed[.preview]?.order { files.keep(failure, at: path) }
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
