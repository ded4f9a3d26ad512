import Architectures
import Checkpoints
import Explorer
import Foundation
import Imaging
import Support
import Tensors
import Terminal
import Testing

/// The workers and the workbench with the real engine: lite0 with random weights and a small tensor.
@Suite("The live service carries jobs out", .serialized)
struct LiveJobTests {
  @Test("It classifies, explains two classes, steps and draws curves")
  func answers() throws {
    var session = try LiveSession()
    try session.wait("the answer") { $0.subject.currentAnswer != nil }
    let answer = try #require(session.state.subject.currentAnswer)
    #expect(answer.isUntrained && answer.classes.count == 1000)
    #expect(abs(answer.classes.reduce(0) { $0 + ($1.probability ?? 0) } - 1) < 1e-4)

    session.press("5")
    try session.wait("the map") { $0.screens.cam.shown != nil }
    let map = try #require(session.state.screens.cam.shown)
    #expect(map.question.method == "cam" && map.question.target == answer.classes[0].index)
    #expect(map.map.width == 3 && map.map.height == 3)

    session.press("c")
    session.choose(method: "grad-cam")
    try session.wait("Grad-CAM") { $0.screens.cam.shown?.question.method == "grad-cam" }
    let second = try #require(session.state.screens.cam.shown)
    #expect(second.question.target == answer.classes[1].index)
    #expect(second.map.values.contains { $0 != 0 } && second.map.values != map.map.values)

    session.press("3")
    try session.wait("the first layer") { $0.screens.step.shown?.question.layer == 0 }
    let first = try #require(session.state.screens.step.shown)
    #expect(first.activation.shape == FeatureShape(channels: 32, height: 48, width: 48))
    session.press("n n")
    try session.wait("another block") { $0.screens.step.shown?.question.layer == 2 }
    #expect(session.state.screens.step.shown?.activation.summary.broken == 0)

    session.press("5 i")
    try session.wait("the curves") { !$0.screens.cam.maps.curves.isEmpty }
    let curves = try #require(session.state.screens.cam.maps.curves[second.question])
    let probability = try #require(second.probability)
    #expect(abs((curves.insertion.probabilities.last ?? 0) - probability) < 1e-5)
    #expect(abs((curves.deletion.probabilities.first ?? 0) - probability) < 1e-5)
  }

  @Test("A cancelled map ends, is not kept, and leaves its thread to the next job")
  func cancelling() throws {
    var session = try LiveSession()
    try session.wait("the answer") { $0.subject.currentAnswer != nil }
    session.press("5")
    session.choose(method: "score-cam")
    let question = try #require(session.state.camScreen.question)
    try session.wait("the forecast") {
      $0.camScreen.pendingForecast != nil || $0.jobs.running[MapJob.kind]?.fraction != nil
    }
    if session.state.camScreen.pendingForecast != nil { session.press("enter") }
    try session.wait("the first passes") {
      $0.jobs.running.count == 1 && $0.jobs.running[MapJob.kind]?.fraction != nil
    }
    session.press("ctrl-c")
    #expect(
      session.state.jobs.running[MapJob.kind] == nil
        && session.state.jobs.failed[MapJob.kind] != nil)
    session.choose(method: "cam")
    try session.wait("the map after it") { $0.screens.cam.shown?.question.method == "cam" }
    #expect(session.state.screens.cam.maps.kept(question) == nil)
  }

  @Test("An unknown layer is refused, as on the command line")
  func unknownLayer() throws {
    var session = try LiveSession()
    try session.wait("the answer") { $0.subject.currentAnswer != nil }
    session.press("5")
    session.choose(method: "grad-cam")
    try session.wait("the map") { $0.screens.cam.shown?.question.method == "grad-cam" }
    var map = try #require(session.started.compactMap { $0.base as? MapJob }.last)
    map.question.layer = "stage99"
    let failure = try #require(try session.failure(of: map))
    #expect(failure.status == .usage && failure.text.contains("'stage99'"))
    #expect(failure.text.contains("stage1 to stage9"))

    session.press("3")
    try session.wait("the layer") { $0.screens.step.shown != nil }
    var step = try #require(session.started.compactMap { $0.base as? StepJob }.last)
    step.question.layer = 9_999
    #expect(try session.failure(of: step)?.text.contains("unknown layer '9999'") == true)
  }

  @Test("Every kind of job stands once in the list, and the start runs what is desired")
  func list() {
    #expect(Set(JobList.all.map { $0.kind.name }).count == JobList.all.count)
    var state = State(
      size: Size(80, 24), network: AskedNetwork("lite0"), picture: "/a.png", directory: "/",
      methods: [])
    let desired = state.desiredJobs
    #expect(desired.map(\.kind) == [PictureJob.kind, VariantsJob.kind, ListingJob.kind])
    #expect(state.start().compactMap(\.startedJob) == desired)
    #expect(state.desiredJobs == desired && state.update(.tick).isEmpty)
  }
}

/// An explorer whose jobs run in worker threads.
private struct LiveSession {
  var state: State
  /// Jobs started so far.
  fileprivate var started: [AnyJob] = []
  private let inbox = Inbox()
  private let workers: Workers

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "effscope-live-jobs")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let picture = folder.appending(path: "\(UUID()).npy")
    let values = (0..<3 * 96 * 96).map { index -> Float in
      let wave = (index * 37 + index / 96 * 11) % 97
      return Float(wave) / 48 - 1
    }
    try Data(NumPyFile.bytes(of: Tensor(shape: [1, 3, 96, 96], values))).write(to: picture)
    workers = Workers(
      Workbench(store: WeightStore(folder: folder.appending(path: "store").path)), inbox: inbox)
    state = State(
      size: Size(100, 30), network: AskedNetwork("lite0", checkpoint: "random:7"),
      picture: picture.path, directory: folder.path, methods: MethodFacts.all)
    carryOut(state.start())
  }

  mutating func press(_ names: String) {
    for key in names.split(separator: " ").compactMap({ Key(name: String($0)) }) {
      send(.key(key))
    }
  }

  /// Goes to a method of the CAM screen by its key.
  mutating func choose(method name: String) {
    for _ in state.screens.cam.methods where state.camScreen.method?.name != name { press("M") }
  }

  mutating func send(_ message: Message) { carryOut(state.update(message)) }

  private mutating func carryOut(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .start(let job, let id):
        started.append(job)
        workers.start(job, id: id)
      case .cancel(let kind): workers.cancel(kind)
      default: break
      }
    }
  }

  /// Passes messages on until the state fulfils a condition.
  mutating func wait(_ what: String, until condition: (State) -> Bool) throws {
    let end = ContinuousClock.now + .seconds(300)
    while !condition(state) {
      for message in inbox.take() {
        if case .failed(let kind, let id, let failure) = message, state.jobs.running[kind]?.id == id
        {
          throw FakeWork.failure(failure.text, "\(kind.name) while waiting for \(what)")
        }
        send(message)
      }
      guard ContinuousClock.now < end else { throw FakeWork.failure("it took too long", what) }
      usleep(1_000)
    }
  }

  /// Runs a job beside the state's own and returns its failure; nil if it succeeds.
  mutating func failure(of job: some Job) throws -> Failure? {
    workers.start(AnyJob(job), id: -1)
    let end = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < end {
      for message in inbox.take() {
        switch message {
        case .failed(_, id: -1, let failure): return failure
        case .finished(id: -1, _): return nil
        default: send(message)
        }
      }
      usleep(1_000)
    }
    throw FakeWork.failure("it took too long", "\(job)")
  }
}
