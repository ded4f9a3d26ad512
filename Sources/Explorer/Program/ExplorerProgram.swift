import Glibc
import Terminal

/// What the explorer is started with.
package struct ExplorerOptions: Sendable {
  package var variant = "lite0"
  package var checkpoint: String?
  /// The photograph to open.
  package var picture: String?
  /// The directory to list.
  package var directory = "."
  package var theme: String?
  package var wishes = CapabilityWishes()

  package init() {}
}

/// The explorer as a program: takes the terminal, turns events into messages, carries effects out.
package enum ExplorerProgram {
  /// Runs until the person quits; returns the exit code.
  ///
  /// Throws where no screen can be drawn; the error's text is the line to print.
  package static func run(
    _ options: ExplorerOptions, work: any Work, environment: [String: String]
  ) throws(TerminalError) -> Int32 {
    let facts = TerminalFacts.probe(environment: environment)
    let capabilities = try Capabilities.decide(facts, wishes: options.wishes)
    let screen = try Screen(capabilities)
    let inbox = Inbox()
    var state = initialState(options, capabilities, work: work, size: screen.size)
    var session = ExplorerSession(
      screen: screen, inbox: inbox, workers: Workers(work, inbox: inbox))
    let code = session.run(&state)
    screen.close()
    return code
  }

  private static func initialState(
    _ options: ExplorerOptions, _ capabilities: Capabilities, work: any Work, size: Size
  ) -> State {
    let theme = options.theme.flatMap(ThemeCatalogue.theme) ?? ThemeCatalogue.dark
    let painter = PicturePainter(glyphs: capabilities.glyphs, colors: capabilities.colors)
    var state = State(
      size: size, look: Look(theme: theme, painter: painter),
      network: AskedNetwork(options.variant, checkpoint: options.checkpoint),
      picture: options.picture, directory: options.directory, methods: work.methods)
    state.screen = options.picture == nil ? .variants : .predict
    return state
  }
}

/// One run of the event loop.
private struct ExplorerSession {
  let screen: Screen
  let inbox: Inbox
  let workers: Workers
  private var isOver = false
  private var exitCode: Int32 = 0

  init(screen: Screen, inbox: Inbox, workers: Workers) {
    self.screen = screen
    self.inbox = inbox
    self.workers = workers
  }

  /// Milliseconds of a tick.
  private static let tick: Int32 = 100

  mutating func run(_ state: inout State) -> Int32 {
    let events = EventSource(screen)
    var lastTick = Self.milliseconds
    // The first frame goes out before any job can slow it down.
    screen.show(state.frame)
    carryOut(state.start(), &state)
    while !isOver {
      screen.show(state.frame)
      let timeout =
        state.wantsTicks ? max(0, Int32(lastTick + Int(Self.tick) - Self.milliseconds)) : nil
      for event in events.wait(timeout: timeout) { handle(event, &state) }
      for message in inbox.take() { carryOut(state.update(message), &state) }
      if state.wantsTicks, Self.milliseconds - lastTick >= Int(Self.tick) {
        lastTick = Self.milliseconds
        carryOut(state.update(.tick), &state)
      }
    }
    return exitCode
  }

  private static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  private mutating func handle(_ event: Event, _ state: inout State) {
    switch event {
    case .input(.key(let key)): carryOut(state.update(.key(key)), &state)
    case .input(.mouse(let mouse)): carryOut(state.update(.mouse(mouse)), &state)
    case .input(.paste(let text)): carryOut(state.update(.paste(text)), &state)
    case .input(.reply(let reply)): carryOut(state.update(.reply(reply)), &state)
    case .input(.focus), .woken: break
    case .resized:
      screen.resize()
      carryOut(state.update(.resized(screen.size)), &state)
    case .continued:
      screen.resume()
      carryOut(state.update(.resized(screen.size)), &state)
    case .stopRequested: suspend(&state)
    case .endRequested(let signal):
      isOver = true
      exitCode = 128 + signal
    }
  }

  private mutating func suspend(_ state: inout State) {
    screen.suspend()
    carryOut(state.update(.resized(screen.size)), &state)
  }

  private mutating func carryOut(_ effects: [Effect], _ state: inout State) {
    for effect in effects {
      switch effect {
      case .start(let order, let id): workers.start(order, id: id)
      case .cancel(let purpose): workers.cancel(purpose)
      case .copy(let text): screen.write(Clipboard.sequence(for: text))
      case .suspend: suspend(&state)
      case .redraw: screen.redraw()
      case .quit: isOver = true
      }
    }
  }
}
