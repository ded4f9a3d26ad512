internal import CNCurses
import CTerminal
import Glibc

/// Draws frames on the terminal with ncurses.
///
/// For use by one thread. Each frame is compared with the one before; only changed cells are passed
/// to ncurses, which then minimises the bytes sent.
package final class Screen {
  package let capabilities: Capabilities
  package private(set) var size: Size
  /// The read end of a pipe; readable after a signal or `EventSource.wake`.
  let wakeDescriptor: Int32

  private var shown: Frame
  private let colors: any ColorNumbers
  /// The stream that ncurses writes to; nil for standard output.
  private let output: FrameOutput?
  /// Writes frames with 24-bit colours; nil if ncurses writes directly to the terminal.
  private let direct: DirectOutput?
  private var isUp = false
  private let handle: OpaquePointer
  private let farewell: [UInt8]

  /// Turns on reports of mouse, paste and focus, which ncurses does not do.
  private static let greeting = "\u{1B}[?1002h\u{1B}[?1006h\u{1B}[?2004h\u{1B}[?1004h"
  private static let parting =
    "\u{1B}[?2026l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

  /// Opens the terminal for drawing; throws `TerminalError` if that is not possible.
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
    typeahead(-1)  // waiting input must not interrupt the output of a frame
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

  /// The sequences that restore the terminal's modes after a crash.
  private static func farewellBytes() -> [UInt8] {
    var bytes = Array(parting.utf8)
    for capability in ["sgr0", "op", "cnorm", "rmcup"] {
      guard let text = terminfoText(capability) else { continue }
      // Padding such as $<5> asks for a delay, which only hardware terminals need.
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

  /// Restores the terminal to the state before `init`.
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

  /// Restores the terminal and stops the job as Ctrl-Z does; draws again when the job continues.
  package func suspend() {
    tearDown()
    terminal_guard_stop()
    resume()
  }

  /// Sets up the terminal again after another program used it; the next frame is sent completely.
  package func resume() {
    setUp()
    resize()
    clearok(curses_shown_window(), true)
  }

  /// Reads the terminal's size; returns true if it changed.
  @discardableResult
  package func resize() -> Bool {
    let measured = Self.measure()
    guard measured != size || shown.size != size else { return false }
    size = measured
    resizeterm(Int32(size.rows), Int32(size.columns))
    redraw()
    return true
  }

  /// Makes `show` send the whole next frame.
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

  /// Writes text directly to the terminal, outside of the frame.
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

  /// Shows a frame; sends only cells that changed.
  package func show(_ frame: Frame) {
    guard isUp else { return }
    if let former = shown.picture, former != frame.picture {
      // Unchanged cells are not sent, so the old image would stay over them.
      write(PixelPicture.removal(former.picture.format))
      redraw()
    }
    let isResized = shown.size != frame.size
    guard isResized || frame != shown else { return }
    let hasRoom = colors.makeRoom(for: frame, after: shown)
    // The numbers have new colours, which ncurses does not know: everything must be sent.
    if !hasRoom, direct != nil { clearok(curses_shown_window(), true) }
    let isWhole = isResized || !hasRoom
    send(frame, isWhole: isWhole)
    placeCursor(frame.cursor)
    let isNew = isWhole || frame.picture != shown.picture
    guard refresh(isNew ? frame.picture.map(Self.bytes) ?? [] : []) else { return }
    shown = frame
  }

  /// Sends the changes and then `tail` as one synchronised update; false if nothing was sent.
  private func refresh(_ tail: [UInt8]) -> Bool {
    let (begin, end) = (Array("\u{1B}[?2026h".utf8), Array("\u{1B}[?2026l".utf8))
    guard let direct else {
      write(begin)
      CNCurses.refresh()
      write(tail + end)
      return true
    }
    let bytes = direct.frame(head: begin, tail: tail + end) { CNCurses.refresh() }
    if let bytes { write(bytes) }
    return bytes != nil
  }

  /// The bytes that draw an image and restore the cursor and colours that ncurses expects.
  private static func bytes(of picture: PlacedPicture) -> [UInt8] {
    let (row, column) = (picture.place.y + 1, picture.place.x + 1)
    return Array("\u{1B}7\u{1B}[\(row);\(column)H".utf8) + picture.picture.bytes
      + Array("\u{1B}8".utf8)
  }

  private func placeCursor(_ cursor: Point?) {
    let window = curses_standard_window()
    leaveok(window, cursor == nil)
    if let cursor { wmove(window, Int32(cursor.y), Int32(cursor.x)) }
    curs_set(cursor == nil ? 0 : 1)
  }

  /// Passes the changed cells to ncurses, in runs per row.
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
            // Both halves of a wide character belong to one run.
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

  /// True if the C library gives the character the same width as the frame.
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
    if attributes.contains(.bold) || isBrightened { result |= 1 << 21 }
    if attributes.contains(.dim) { result |= 1 << 20 }
    if attributes.contains(.italic) { result |= 1 << 31 }
    if attributes.contains(.underline) { result |= 1 << 17 }
    if attributes.contains(.reverse) { result |= 1 << 18 }
    return result
  }
}
