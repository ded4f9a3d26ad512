internal import CNCurses
import CTerminal
import Glibc

/// The terminal while the program draws on it: the one place that calls ncurses.
///
/// Used by one thread. Frames are compared with what was sent before, and only cells that differ are
/// given to ncurses, which finds the shortest way to send them.
package final class Screen {
  package let capabilities: Capabilities
  package private(set) var size: Size
  /// The end of a pipe that becomes readable when a signal or `wake` arrives.
  let wakeDescriptor: Int32

  private var shown: Frame
  private let colors: any ColorNumbers
  /// Where ncurses writes; nil for the standard output.
  private let output: FrameOutput?
  /// What catches frames whose 24-bit colours are put in afterwards; nil where ncurses sends all itself.
  private let direct: DirectOutput?
  private var isUp = false
  private let handle: OpaquePointer
  private let farewell: [UInt8]

  /// Bytes that ncurses does not send: synchronised output, mouse, paste and focus reports.
  private static let greeting = "\u{1B}[?1002h\u{1B}[?1006h\u{1B}[?2004h\u{1B}[?1004h"
  private static let parting =
    "\u{1B}[?2026l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

  /// Takes the terminal over.
  package init(_ capabilities: Capabilities) throws(TerminalError) {
    self.capabilities = capabilities
    setlocale(LC_CTYPE, "")
    if capabilities.isUnicode, !Self.isLocaleUnicode { setlocale(LC_CTYPE, "C.UTF-8") }
    let descriptor = terminal_guard_open(STDIN_FILENO)
    guard descriptor >= 0 else { throw .noPipe(code: errno) }
    wakeDescriptor = descriptor
    use_env(true)
    let output = capabilities.colors == .direct ? FrameOutput() : nil
    guard let handle = curses_open(capabilities.entry, output?.stream) else {
      terminal_guard_close()
      throw .cannotOpen(entry: capabilities.entry)
    }
    self.handle = handle
    self.output = output
    typeahead(-1)  // a frame is sent whole, even while keys wait
    if capabilities.colors != .none {
      start_color()
      use_default_colors()
    }
    direct = output.flatMap { DirectOutput($0, entry: capabilities.entry) }
    colors =
      direct?.colors ?? ColorPairs(depth: capabilities.colors, entry: capabilities.entry)
    farewell = Self.farewellBytes()
    size = Self.measure()
    shown = Frame(Size(0, 0))
    setUp()
  }

  private static var isLocaleUnicode: Bool {
    nl_langinfo(Int32(CODESET)).map { String(cString: $0) == "UTF-8" } ?? false
  }

  /// What a crash has to write: everything on, off again.
  private static func farewellBytes() -> [UInt8] {
    var bytes = Array(parting.utf8)
    for capability in ["sgr0", "op", "cnorm", "rmcup"] {
      guard let text = tigetstr(capability), Int(bitPattern: text) != -1 else { continue }
      // Delays such as $<5> are for hardware of another age.
      var isPadding = false
      for character in String(cString: text) {
        if character == "$" { isPadding = true }
        if !isPadding { bytes += Array(character.utf8) }
        if character == ">" { isPadding = false }
      }
    }
    return bytes
  }

  private func setUp() {
    terminal_guard_raw_settings()
    def_prog_mode()
    farewell.withUnsafeBytes { bytes in
      terminal_guard_arm(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    curs_set(0)
    leaveok(curses_standard_window(), true)
    clear()
    CNCurses.refresh()
    write(Self.greeting)
    isUp = true
    shown = Frame(Size(0, 0))
  }

  /// Gives the terminal back, as it was found.
  package func close() {
    tearDown()
    terminal_guard_close()
  }

  private func tearDown() {
    guard isUp else { return }
    isUp = false
    if let picture = shown.picture { write(PixelPicture.removal(picture.picture.format)) }
    write(Self.parting)
    curs_set(1)
    endwin()
    terminal_guard_arm(nil, 0)
    terminal_guard_restore_settings()
  }

  /// Gives the terminal back, stops the job as Ctrl-Z does, and takes it over again afterwards.
  package func suspend() {
    tearDown()
    terminal_guard_stop()
    resume()
  }

  /// Takes the terminal over after something else used it, and draws from scratch.
  package func resume() {
    setUp()
    resize()
    clearok(curses_shown_window(), true)
  }

  /// Learns the terminal's size anew; true if it changed.
  @discardableResult
  package func resize() -> Bool {
    let measured = Self.measure()
    guard measured != size || shown.size != size else { return false }
    size = measured
    resizeterm(Int32(size.rows), Int32(size.columns))
    redraw()
    return true
  }

  /// Makes the next frame be sent whole.
  package func redraw() {
    shown = Frame(Size(0, 0))
    clearok(curses_shown_window(), true)
  }

  private static func measure() -> Size {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
      window.ws_row > 0
    else { return Size(80, 24) }
    return Size(Int(window.ws_col), Int(window.ws_row))
  }

  /// Bytes for the terminal itself, outside the frame.
  package func write(_ text: String) { write(Array(text.utf8)) }

  private func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(
          STDOUT_FILENO, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if count > 0 {
          done += count
        } else if errno == EAGAIN {
          var terminal = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
          poll(&terminal, 1, -1)
        } else if errno != EINTR {
          return
        }
      }
    }
  }

  /// Shows a frame: sends the cells that differ from what is there.
  package func show(_ frame: Frame) {
    guard isUp else { return }
    if let former = shown.picture, former != frame.picture {
      // Characters that stay the same would leave the pixels above them.
      write(PixelPicture.removal(former.picture.format))
      redraw()
    }
    let isResized = shown.size != frame.size
    guard isResized || frame != shown else { return }
    let hasRoom = colors.makeRoom(for: frame, after: shown)
    // ncurses does not know that its numbers mean other colours now.
    if !hasRoom, direct != nil { clearok(curses_shown_window(), true) }
    let isWhole = isResized || !hasRoom
    send(frame, isWhole: isWhole)
    placeCursor(frame.cursor)
    var tail: [UInt8] = []
    if let picture = frame.picture, isWhole || picture != shown.picture {
      tail = Self.bytes(of: picture)
    }
    guard refresh(tail) else { return }
    shown = frame
  }

  /// Has ncurses send what changed, and `tail` after it, as one update; false if nothing was sent.
  private func refresh(_ tail: [UInt8]) -> Bool {
    let (begin, end) = (Array("\u{1B}[?2026h".utf8), Array("\u{1B}[?2026l".utf8))
    if let direct {
      guard let bytes = direct.frame(head: begin, tail: tail + end, { CNCurses.refresh() }) else {
        return false
      }
      write(bytes)
    } else {
      write(begin)
      CNCurses.refresh()
      write(tail + end)
    }
    return true
  }

  /// A picture without ncurses, which finds cursor and colours as it left them.
  private static func bytes(of picture: PlacedPicture) -> [UInt8] {
    let (row, column) = (picture.place.y + 1, picture.place.x + 1)
    return Array("\u{1B}7\u{1B}[\(row);\(column)H".utf8) + picture.picture.bytes
      + Array("\u{1B}8".utf8)
  }

  private func placeCursor(_ cursor: Point?) {
    let window = curses_standard_window()
    guard let cursor else {
      leaveok(window, true)
      curs_set(0)
      return
    }
    leaveok(window, false)
    wmove(window, Int32(cursor.y), Int32(cursor.x))
    curs_set(1)
  }

  /// Hands each run of changed cells of each row to ncurses.
  private func send(_ frame: Frame, isWhole: Bool) {
    let columns = frame.size.columns
    frame.cells.withUnsafeBufferPointer { new in
      shown.cells.withUnsafeBufferPointer { old in
        var run: [cchar_t] = []
        run.reserveCapacity(columns)
        for y in 0..<frame.size.rows {
          let row = y * columns
          var x = 0
          while x < columns {
            if !isWhole, new[row + x] == old[row + x] {
              x += 1
              continue
            }
            var start = x
            // Both halves of a wide character are sent together.
            while start > 0,
              new[row + start].isContinuation || (!isWhole && old[row + start].isContinuation)
            { start -= 1 }
            var end = x + 1
            while end < columns,
              new[row + end].isContinuation || isWhole || new[row + end] != old[row + end]
                || old[row + end].isContinuation
            { end += 1 }
            sendRun(new, row + start, row + end, at: Point(start, y), &run)
            x = end
          }
        }
      }
    }
  }

  private func sendRun(
    _ cells: UnsafeBufferPointer<Cell>, _ start: Int, _ end: Int, at place: Point,
    _ run: inout [cchar_t]
  ) {
    run.removeAll(keepingCapacity: true)
    for index in start..<end where !cells[index].isContinuation {
      let cell = cells[index]
      let isWide = index + 1 < cells.count && cells[index + 1].isContinuation
      if isReadable(cell.base, columns: isWide ? 2 : 1) {
        run.append(converted(cell))
      } else {
        let base = isWide ? 0x3F : ASCIIFallback.character(for: cell.base)
        run.append(converted(Cell(base: base, style: cell.style)))
        if isWide { run.append(converted(Cell(" ", cell.style))) }
      }
    }
    run.withUnsafeBufferPointer { cells in
      _ = mvwadd_wchnstr(
        curses_standard_window(), Int32(place.y), Int32(place.x), cells.baseAddress,
        Int32(cells.count))
    }
  }

  /// Whether the system shows the character in as many columns as the frame does.
  private func isReadable(_ base: UInt32, columns: Int) -> Bool {
    base < 0x80 || (capabilities.isUnicode && curses_columns(base) == Int32(columns))
  }

  private func converted(_ cell: Cell) -> cchar_t {
    let isBlock = (0x2580...0x259F).contains(cell.base) || (0x1FB00...0x1FB3B).contains(cell.base)
    let (pair, isBrightened) = colors.number(for: cell.style, isText: !isBlock && cell.base != 0x20)
    var result = cchar_t()
    curses_set_cell(
      &result, cell.base, cell.mark1, cell.mark2,
      Self.attributes(cell.style.attributes, isBrightened), pair)
    return result
  }

  private static func attributes(_ attributes: Style.Attributes, _ isBrightened: Bool) -> attr_t {
    var result: attr_t = 0
    if attributes.contains(.bold) || isBrightened { result |= attr_t(1) << 21 }
    if attributes.contains(.dim) { result |= attr_t(1) << 20 }
    if attributes.contains(.italic) { result |= attr_t(1) << 31 }
    if attributes.contains(.underline) { result |= attr_t(1) << 17 }
    if attributes.contains(.reverse) { result |= attr_t(1) << 18 }
    return result
  }
}
