import Explorer
import Testing

@Suite("The plain explorer answers in words")
struct PlainSessionTests {
  @Test("The main flow: open, classes, explain, step")
  func flow() {
    var session = PlainSession(
      runner: FakeWork(), network: AskedNetwork("lite0"), picture: nil, method: "cam",
      methods: FakeWork.methods)
    #expect(session.greeting().contains("No photograph is open"))
    #expect(session.respond("classes").contains("say: open PATH"))
    #expect(session.respond("open /photos/chelsea.png").contains("1. tabby"))
    #expect(session.respond("classes 2").split(separator: "\n").count == 3)
    #expect(session.respond("explain 2").contains("CAM of tiger cat: strongest"))
    #expect(session.respond("explain mug").contains("coffee mug"))
    #expect(session.respond("explain zebra").contains("No class is called 'zebra'"))
    #expect(session.respond("method grad-cam").contains("Grad-CAM"))
    #expect(session.respond("step stage2").contains("channels of 112 by 112"))
    #expect(session.respond("step nowhere").contains("no layer"))
    #expect(session.respond("variant b0").contains("b0 sees"))
    #expect(session.respond("networks").contains("resnet-50"))
    #expect(!session.isOver)
    #expect(session.respond("quit").isEmpty && session.isOver)
  }

  @Test("What can't be done is said, and no escape sequence comes back")
  func failures() {
    var session = PlainSession(
      runner: FakeWork(broken: ["/x"]), network: AskedNetwork("lite0"), picture: nil,
      method: "cam", methods: FakeWork.methods)
    #expect(session.respond("open /x").contains("it ends after 12 bytes"))
    #expect(session.respond("variant \u{1B}[31m").contains("There is no network"))
    #expect(!session.respond("\u{1B}[2J").contains("\u{1B}"))
    #expect(session.respond("").isEmpty)
  }
}
