import Support
import Testing

@Suite struct PathStyleTests {
  @Test(arguments: [
    ("/a/b/cat.jpg", "/a/lib", "../b/cat.jpg"), ("/a/lib/cat.jpg", "/a/lib", "cat.jpg"),
    ("/cat.jpg", "/a/lib", "../../cat.jpg"), ("/a//b/./cat.jpg", "/a/", "b/cat.jpg"),
    ("/library/x", "/lib", "../library/x"),
  ])
  func aRelativePathLeadsBack(_ path: String, _ folder: String, _ expected: String) {
    let relative = RawPath(path).relative(to: RawPath(folder))
    #expect(relative == RawPath(expected))
    #expect(relative.resolved(from: RawPath(folder)) == RawPath(path).absolute)
  }

  @Test func bytesThatAreNoTextStay() {
    let path = RawPath(Array("/a/\u{E4}".utf8) + [0xFF])
    let folder = RawPath("/a/b")
    #expect(path.relative(to: folder).resolved(from: folder) == path)
    #expect(RawPath("/x").resolved(from: folder) == RawPath("/x"))
  }

  @Test func recordsKeepAbsolutePathsOut() {
    let here = RawPath(".").absolute
    let path = here.appending(RawPath("images/cat.jpg")).text ?? ""
    #expect(PathStyle.relative.record(path) == "images/cat.jpg")
    #expect(PathStyle.relative.record("images/cat.jpg") == "images/cat.jpg")
    #expect(PathStyle.names.record(path) == "cat.jpg")
    #expect(PathStyle.absolute.record(path) == path)
    #expect(PathStyle.relative.record("-") == "-")
  }
}
