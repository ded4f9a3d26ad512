import Explorer
import Testing

@Suite("What the answer says of the photograph")
struct ClippingNoticeTests {
  @Test("Clipped grey is a notice; other answers leave the notice alone")
  func clipped() throws {
    let session = Scripted(100, 30)
    var state = session.state
    var answer = try #require(state.subject.currentAnswer)
    state.notice = nil
    let job = AnswerJob(network: answer.network, picture: answer.picture)
    job.finish(answer, in: &state)
    #expect(state.notice == nil)
    answer.clippingNote = "'scan.png': its 16-bit grey is clipped to 255"
    job.finish(answer, in: &state)
    #expect(state.notice == Notice(.hint, "'scan.png': its 16-bit grey is clipped to 255"))
  }
}
