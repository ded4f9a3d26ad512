import Architectures
import Glibc
import Logging
import Support
import Terminal

/// The options of the explorer.
package struct ExplorerOptions: Sendable {
  /// What the explorer shows first.
  package struct Start: Sendable {
    /// The first network; nil for the last session's, or the configured one.
    package var variant: String?
    package var checkpoint: String?
    /// The photograph to open.
    package var picture: String?
    /// The directory to list.
    package var directory: String?
    /// The library to show.
    package var library: String?
  }

  package var start = Start()
  package var theme: String?
  package var pixels: PixelWish?
  package var wishes = CapabilityWishes()
  package var settings = ExplorerSettings()
  package var mistakes: [ConfigurationMistake] = []
  package var places = ConfigurationPlaces(environment: [:])
  /// Path of a photograph that is installed with the program.
  package var samplePicture: String?

  package init() {}
}

/// Runs the explorer in a terminal: turns events into messages and carries out effects.
package enum ExplorerProgram {
  /// Runs until the user quits.
  ///
  /// Returns the exit code; throws if no screen can be drawn.
  package static func run(
    _ options: ExplorerOptions, runner: any JobRunner, environment: [String: String]
  ) throws(TerminalError) -> Int32 {
    let facts = TerminalFacts.probe(environment: environment)
    var wishes = options.wishes
    wishes.colors = wishes.colors ?? options.settings.colors
    wishes.glyphs = wishes.glyphs ?? options.settings.pictures
    let capabilities = try Capabilities.decide(facts, wishes: wishes)
    let screen = try Screen(capabilities)
    // Asked first, so that the replies may arrive before the first key.
    screen.write(TerminalQueries.questions(facts))
    let inbox = Inbox()
    var state = initialState(options, capabilities, size: screen.size)
    let log = FileLog.logger(path: options.places.log)
    log.info("started", metadata: ["variant": "\(state.subject.network.variant)"])
    for mistake in options.mistakes { log.warning("\(mistake.sentence)") }
    var session = ExplorerSession(
      screen: screen, inbox: inbox, workers: Workers(runner, inbox: inbox),
      configurationPath: options.places.configuration, isInTmux: TmuxBuffer.isThere(environment),
      log: log)
    let code = session.run(&state)
    screen.close()
    if let path = options.places.session, options.settings.restoresSession {
      do throws(Failure) {
        try state.lastSession.save(path)
      } catch {
        log.warning("\(error.message)")
      }
    }
    log.info("ended", metadata: ["code": "\(code)"])
    return code
  }

  private static func initialState(
    _ options: ExplorerOptions, _ capabilities: Capabilities, size: Size
  ) -> State {
    let (start, settings) = (options.start, options.settings)
    let last =
      settings.restoresSession ? LastSession.load(options.places.session) : LastSession()
    let painter = PicturePainter(glyphs: capabilities.glyphs, colors: capabilities.colors)
    var state = State(
      size: size, look: Look(painter: painter), network: network(start, settings, last),
      picture: start.picture ?? last.picture.flatMap { DirectoryReader.exists($0) ? $0 : nil },
      directory: start.directory ?? last.directory ?? ".", methods: MethodFacts.all)
    state.preferences.automaticGlyphs = capabilities.glyphs
    state.apply(settings)
    if let theme = options.theme.flatMap(ThemeCatalogue.theme) {
      state.look.theme = theme
      state.preferences.isThemeGiven = true
    }
    state.terminal.pixelWish = options.pixels
    state.terminal.interview = TerminalQueries()
    state.screens.files.recent = last.recent
    state.screens.settings.mistakes = options.mistakes
    state.welcome = WelcomeState(samplePicture: options.samplePicture, isToured: last.isToured)
    if last.isToured, last.keymap < Keymap.version {
      state.notice = Notice(.hint, Keymap.news)
    }
    if let mistake = options.mistakes.first {
      state.notice = Notice(.failure, mistake.sentence)
    }
    let screen = ScreenID.allCases.first { $0.action.name == last.screen && $0 != .gallery }
    state.screens.gallery.library = start.library
    state.screens.gallery.recent = last.libraries
    state.focus.screen =
      start.library != nil
      ? .gallery
      : start.picture != nil ? .predict : start.directory != nil ? .files : screen ?? .variants
    if state.subject.wantedPicture == nil, start.directory == nil, start.library == nil,
      !last.isToured
    {
      state.dialog = .welcome(WelcomeDialog())
    }
    return state
  }

  /// The network of the command line, else the last session's, else the configured one.
  private static func network(
    _ start: ExplorerOptions.Start, _ settings: ExplorerSettings, _ last: LastSession
  ) -> AskedNetwork {
    if start.variant != nil || start.checkpoint != nil {
      return AskedNetwork(start.variant ?? settings.variant, checkpoint: start.checkpoint)
    }
    guard let name = last.variant, Variant.named(name) != nil else {
      return AskedNetwork(settings.variant)
    }
    // A checkpoint that was deleted would start the session with an error.
    let checkpoint = last.checkpoint.flatMap {
      $0.hasPrefix("random:") || DirectoryReader.exists($0) ? $0 : nil
    }
    return AskedNetwork(name, checkpoint: checkpoint)
  }
}

/// One run of the event loop.
private struct ExplorerSession {
  let screen: Screen
  let inbox: Inbox
  let workers: Workers
  /// Nil while the explorer runs.
  var exitCode: Int32?
  let configurationPath: String?
  let isInTmux: Bool
  let log: Logger
  /// The number of messages that were looked through for failures.
  var notedMessages = 0

  /// Milliseconds of a tick.
  private static let tick: Int32 = 100

  mutating func run(_ state: inout State) -> Int32 {
    let events = EventSource(screen)
    var lastTick = Self.milliseconds
    // The first frame goes out before any job can slow it down.
    screen.show(state.frame)
    carryOut(state.start(), &state)
    while exitCode == nil {
      screen.show(state.frame)
      let timeout =
        state.wantsTicks ? max(0, Int32(lastTick + Int(Self.tick) - Self.milliseconds)) : nil
      for event in events.wait(timeout: timeout) { handle(event, &state) }
      for message in inbox.take() { carryOut(state.update(message), &state) }
      if state.wantsTicks, Self.milliseconds - lastTick >= Int(Self.tick) {
        lastTick = Self.milliseconds
        carryOut(state.update(.tick), &state)
      }
      note(state.messages)
    }
    return exitCode ?? 0
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
    case .input(.focus(let isIn)):
      // The terminal's theme may have changed while the window had no focus.
      if isIn, state.terminal.interview?.background != nil {
        screen.write(TerminalQueries.backgroundQuestion)
      }
    case .woken: break
    case .resized:
      screen.resize()
      carryOut(state.update(.resized(screen.size)), &state)
    case .continued:
      screen.resume()
      carryOut(state.update(.resized(screen.size)), &state)
    case .stopRequested: suspend(&state)
    case .endRequested(let signal): exitCode = 128 + signal
    }
  }

  private mutating func suspend(_ state: inout State) {
    screen.suspend()
    carryOut(state.update(.resized(screen.size)), &state)
  }

  private mutating func carryOut(_ effects: [Effect], _ state: inout State) {
    for effect in effects {
      switch effect {
      case .start(let job, let id): workers.start(job, id: id)
      case .cancel(let kind): workers.cancel(kind)
      case .copy(let text):
        screen.write(Clipboard.sequence(for: text))
        if isInTmux { TmuxBuffer.set(text) }
      case .saveSetting(let name, let value): save(name, value)
      case .suspend: suspend(&state)
      case .redraw: screen.redraw()
      case .quit: exitCode = exitCode ?? 0
      }
    }
  }

  private func save(_ name: String, _ value: String) {
    guard let path = configurationPath, let option = ConfigurationOption.named(name) else { return }
    do throws(Failure) {
      try ConfigurationFile.save(option, value, at: path)
    } catch {
      inbox.send(.problem(error.message))
    }
  }

  /// Writes the failures among the new messages to the disk.
  private mutating func note(_ messages: MessageLog) {
    for entry in messages.entries(after: notedMessages) where entry.kind == .failure {
      log.error("\(entry.text)", metadata: entry.job.map { ["job": "\($0)"] })
    }
    notedMessages = messages.count
  }
}
