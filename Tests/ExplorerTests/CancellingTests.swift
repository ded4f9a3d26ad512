import Explorer
import Terminal
import Testing

@Suite("Jobs that are no longer desired are cancelled")
struct CancellingTests {
  /// A state whose jobs never end by themselves.
  private func state(_ keys: String) -> State {
    var session = Scripted(100, 30)
    session.press(keys)
    return session.state
  }

  private func press(_ state: inout State, _ names: String) -> [Effect] {
    names.split(separator: " ").flatMap { name -> [Effect] in
      guard let key = Key(name: String(name)) else { return [] }
      return state.update(.key(key))
    }
  }

  @Test("Leaving the screen ends its map, its step, its curves and its preview")
  func screens() {
    var maps = state("5")
    _ = press(&maps, "M M c")
    #expect(maps.jobs.running[MapJob.kind] != nil)
    #expect(press(&maps, "1").contains(.cancel(MapJob.kind)))
    #expect(maps.jobs.running[MapJob.kind] == nil)

    var steps = state("3")
    _ = press(&steps, "n")
    #expect(press(&steps, "1").contains(.cancel(StepJob.kind)))

    var curves = state("5")
    #expect(
      press(&curves, "i").contains { $0.startedJob?.kind == CurvesJob.kind })
    #expect(press(&curves, "i").contains(.cancel(CurvesJob.kind)))

    var latency = state("7")
    _ = press(&latency, "r")
    #expect(latency.jobs.running[LatencyJob.kind] != nil)
    #expect(press(&latency, "1").contains(.cancel(LatencyJob.kind)))

    var files = state("4")
    _ = press(&files, "6")
    #expect(files.jobs.running[PreviewJob.kind] != nil)
    #expect(press(&files, "1").contains(.cancel(PreviewJob.kind)))
  }

  @Test("A confirmed expensive map goes on behind other screens")
  func agreed() {
    var state = state("5 M M M")
    #expect(state.camScreen.pendingForecast != nil)
    #expect(!press(&state, "enter").isEmpty)
    #expect(state.jobs.running[MapJob.kind] != nil)
    #expect(press(&state, "1").isEmpty)
    #expect(state.jobs.running[MapJob.kind] != nil)
    #expect(press(&state, "5 M").contains(.cancel(MapJob.kind)))
  }

  @Test("Another network or picture ends the answer for the one before")
  func answers() {
    var state = state("4")
    _ = press(&state, ".")
    guard
      case .start(let job, let id)? = press(&state, ".").first(where: {
        $0.startedJob?.kind == PictureJob.kind
      }), let picture = job.base as? PictureJob
    else {
      Issue.record("no picture is being opened")
      return
    }
    let facts = PictureFacts(
      path: picture.path, width: 4, height: 4,
      preview: Pixels(width: 4, height: 4, filling: RGB(1, 2, 3)))
    _ = state.update(.finished(id: id, picture.result(facts)))
    #expect(state.jobs.running[AnswerJob.kind] != nil)
    #expect(press(&state, ".").contains(.cancel(AnswerJob.kind)))
  }
}

extension Effect {
  /// The job that the effect starts.
  var startedJob: AnyJob? {
    if case .start(let job, _) = self { job } else { nil }
  }
}
