import Explorer
import Library
import Terminal
import Testing

@Suite("The gallery does what its keys say")
struct GalleryScriptTests {
  @Test("Without a library the key offers to examine the folder, and no tab stands for it")
  func withoutALibrary() {
    let session = Scripted().pressing("0")
    #expect(session.state.screen != .gallery)
    #expect(session.text.contains("Examine 4 pictures with lite0, about"))
    #expect(!session.lines[0].contains("Gallery") && !session.lines[0].contains("Gal"))
  }

  @Test("A folder's pictures are examined from Files, and Esc leads back there")
  func examining() {
    var session = Scripted().pressing("6 b")
    #expect(session.text.contains("Examine 4 pictures"))
    session.press("enter")
    #expect(session.state.screen == .gallery)
    #expect(session.state.screens.gallery.recent.count == 1)
    session.press("enter")
    #expect(session.state.screen == .cam)
    session.press("esc")
    #expect(session.state.screen == .gallery)
    session.press("esc")
    #expect(session.state.screen == .files)
  }

  @Test("A recent library is opened from the offer")
  func recentLibraries() {
    var session = Scripted()
    session.state.screens.gallery.recent = ["/library", "/empty"]
    session.press("0")
    #expect(session.text.contains("Open the library empty"))
    session.press("j enter")
    #expect(session.state.screen == .gallery)
    #expect(session.state.screens.gallery.facts?.path == "/library")
  }

  @Test("Tiles show overlays, photographs or both")
  func contents() {
    var session = Scripted.gallery()
    #expect(session.state.screens.gallery.cache.photographs.count == 0)
    session.press("o")
    #expect(session.state.screens.gallery.display.content == .photograph)
    #expect(session.state.screens.gallery.cache.photographs.count > 0)
    session.press("o")
    #expect(session.state.screens.gallery.display.content == .both)
    session.press("o")
    #expect(session.state.screens.gallery.display.content == .overlay)
  }

  @Test("A library that can't be opened says why")
  func missing() {
    let session = Scripted.gallery(library: "/nowhere")
    #expect(session.text.contains("there is none"))
  }

  @Test("An empty library says so")
  func empty() {
    #expect(Scripted.gallery(library: "/empty").text.contains("The library is empty"))
  }

  @Test("Only what is in view is read and decoded, of 100,000 images")
  func window() {
    var session = Scripted.gallery(120, 40)
    let capacity = session.state.galleryScreen.window.count
    #expect(capacity > 10 && capacity < 80)
    #expect(session.state.screens.gallery.cache.rows.count <= 3 * capacity)
    #expect(session.state.screens.gallery.cache.thumbnails.count <= capacity + 1)
    session.press("G")
    #expect(session.state.screens.gallery.currentID == 100_000)
    #expect(session.text.contains("100000/100000"))
    #expect(session.state.screens.gallery.cache.rows.count <= 6 * capacity)
    for _ in 0..<400 { session.press("pgup") }
    #expect(session.state.screens.gallery.cache.rows.count <= 4_000)
    #expect(session.state.screens.gallery.cache.thumbnails.count <= 600)
    // Whatever was dropped, what is in view is there.
    for id in session.state.galleryScreen.window {
      #expect(
        session.state.screens.gallery.cache.rows[id] != nil
          && session.state.screens.gallery.cache.thumbnails[id] != nil)
    }
  }

  @Test("The cursor moves by tiles, lines and pages and never leaves the list")
  func moving() {
    var session = Scripted.gallery(100, 30)
    let columns = session.state.galleryScreen.layout.columns
    session.press("l l j")
    #expect(session.state.screens.gallery.cursor == 2 + columns)
    session.press("k h h h h")
    #expect(session.state.screens.gallery.cursor == 0)
    session.press("k pgup")
    #expect(
      session.state.screens.gallery.cursor == 0 && session.state.screens.gallery.display.top == 0)
    session.press("pgdn")
    #expect(session.state.screens.gallery.cursor == session.state.galleryScreen.layout.capacity)
    session.press("G j l pgdn")
    #expect(session.state.screens.gallery.cursor == FakeWork.libraryCount - 1)
    #expect(session.state.galleryScreen.window.contains(Int64(FakeWork.libraryCount)))
    session.press("g")
    #expect(session.state.screens.gallery.display.top == 0)
  }

  @Test("The cursor stays in view whatever the size and the layout")
  func inView() {
    var session = Scripted.gallery(120, 40).pressing("G k k k h")
    for size in [Size(40, 12), Size(80, 24), Size(200, 60), Size(41, 13), Size(300, 90)] {
      for keys in ["v", "+", "-", "-", "v", "z", "z"] {
        session.send(.resized(size))
        session.press(keys)
        let id = session.state.screens.gallery.currentID
        #expect(session.state.galleryScreen.window.contains { $0 == id }, "\(size) \(keys)")
      }
    }
  }

  @Test("Conditions are those of the command line; a mistake is told and leaves the list as it was")
  func filter() {
    var session = Scripted.gallery(120, 40).pressing("/")
    session.type("border=yes correct=no")
    session.press("enter")
    #expect(session.state.screens.gallery.shown.count == FakeWork.libraryCount / 15)
    #expect(
      session.state.commandLine == "effscope library query /library --where 'border=yes correct=no'"
    )
    session.press("/")
    session.type(" colour=red")
    session.press("enter")
    #expect(session.state.screens.gallery.filter.isTyping)
    #expect(session.state.notice?.text.contains("there is no column 'colour'") == true)
    #expect(session.state.screens.gallery.shown.count == FakeWork.libraryCount / 15)
    session.press("esc esc")
    #expect(session.state.screens.gallery.shown.count == FakeWork.libraryCount)
  }

  @Test("One key shows wrong answers only, one what touches the border, and again all")
  func toggles() {
    var session = Scripted.gallery().pressing("E")
    #expect(session.state.screens.gallery.shown.count == FakeWork.libraryCount / 3)
    session.press("T")
    #expect(session.state.screens.gallery.shown.count == FakeWork.libraryCount / 15)
    session.press("E T")
    #expect(session.state.screens.gallery.shown.count == FakeWork.libraryCount)
  }

  @Test("Sorting goes through the columns and both directions")
  func sorting() {
    var session = Scripted.gallery().pressing("s")
    #expect(session.state.screens.gallery.question?.query.order == [LibraryOrder(.probability)])
    session.press("S")
    #expect(session.state.screens.gallery.currentID == 100_000)
    session.press("s")
    #expect(
      session.state.screens.gallery.question?.query.order == [
        LibraryOrder(.entropy, isDescending: true)
      ])
  }

  @Test("Marked images are compared, listed alone, and reported on")
  func marking() {
    var session = Scripted.gallery(120, 40)
    session.press("x")
    #expect(session.footer.contains("mark two images or more"))
    session.press("space l space space")
    #expect(session.state.screens.gallery.marks.ids == [1, 3, 4])
    session.press("x")
    #expect(session.state.screens.gallery.marks.compared == [1, 3, 4])
    #expect(session.text.contains("1.png") && session.text.contains("4.png"))
    session.press("esc O")
    #expect(session.state.screens.gallery.shown == [1, 3, 4])
    session.press("e")
    #expect(session.text.contains("on 3 images"))
    for _ in 0..<20 { session.press("backspace") }
    session.type("taken.html")
    session.press("enter")
    #expect(session.text.contains("This file exists"))
    session.press("enter")
    #expect(session.footer.contains("wrote taken.html"))
    session.press("U")
    #expect(
      session.state.screens.gallery.marks.ids.isEmpty
        && !session.state.screens.gallery.marks.areListedAlone)
  }

  @Test("Enter shows the image's map, with the network that examined it")
  func opening() {
    var session = Scripted.gallery().pressing("l enter")
    #expect(session.state.screen == .cam)
    #expect(session.state.subject.wantedPicture == "/photos/2.png")
    session.press("0")
    #expect(session.state.screens.gallery.cursor == 1)
  }

  @Test("A click marks nothing: it moves the cursor, and opens what is under it already")
  func clicking() {
    var session = Scripted.gallery(100, 30)
    let place = session.state.galleryScreen.layout.place(2)
    session.click(place.x + 1, place.y + 1)
    #expect(session.state.screens.gallery.cursor == 2)
    session.click(place.x + 1, place.y + 1)
    #expect(session.state.screen == .cam)
  }

  @Test("An image that was skipped says why")
  func skipped() {
    var session = Scripted.gallery(120, 40)
    for _ in 0..<49 { session.press("l") }
    #expect(session.text.contains("it ends after 12 bytes"))
  }

  @Test("A cache keeps what was in view last")
  func cache() {
    var cache = GalleryCache<Int>(limit: 8)
    for id in 0..<8 { cache.keep(Int(id), for: Int64(id)) }
    cache.touch([0, 1])
    cache.keep(8, for: 8)
    #expect(cache[0] == 0 && cache[1] == 1 && cache[8] == 8)
    #expect(cache[2] == nil && cache[3] == nil && cache.count == 7)
  }
}

@Suite("The gallery looks as recorded")
struct GalleryFrameTests {
  static let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)]

  @Test("Tiles", arguments: sizes)
  func tiles(columns: Int, rows: Int) {
    Scripted.gallery(columns, rows).pressing("l space j space").expectFrame("gallery")
  }

  @Test("A list", arguments: sizes)
  func list(columns: Int, rows: Int) {
    Scripted.gallery(columns, rows).pressing("v j j space").expectFrame("gallery-list")
  }

  @Test("Marked images side by side", arguments: sizes)
  func compared(columns: Int, rows: Int) {
    Scripted.gallery(columns, rows).pressing("space space space x").expectFrame("gallery-compared")
  }

  @Test("The gallery can be drawn at every size")
  func everySize() {
    for keys in ["", "v", "space space x", "space O", "+ +", "-", "G", "/", "e", "E T"] {
      var session = Scripted.gallery(100, 30).pressing(keys)
      for columns in [0, 1, 2, 7, 20, 39, 40, 41, 60, 71, 72, 99, 109, 110, 130, 300] {
        for rows in [0, 1, 2, 5, 11, 12, 13, 19, 20, 25, 30, 90] {
          session.send(.resized(Size(columns, rows)))
          #expect(session.state.frame.size == Size(columns, rows))
        }
      }
    }
  }
}
