import Foundation
import Testing

/// `weights pull hf:OWNER/NAME` from a server that answers as the hub does.
@Suite struct WeightsHubTests {
  private func expectFailure(_ outcome: Program.Outcome, _ status: Int32, _ parts: String...) {
    #expect(outcome.status == status, "\(outcome.errors)")
    let last = outcome.errors.split(separator: "\n").last ?? ""
    #expect(last.hasPrefix("effscope: error: "), "\(outcome.errors)")
    for part in parts { #expect(last.contains(part), "\(outcome.errors)") }
  }

  @Test func aModelComesWithItsClassNamesAndPreprocessing() throws {
    let hub = try HubServer()
    try hub.add("good/net_b0")
    let pulled = try hub.run(["weights", "pull", "hf:good/net_b0"])
    #expect(pulled.status == 0, "\(pulled.errors)")
    #expect(hub.files == ["good--net_b0"])
    let cat = Program.photograph("chelsea.png")
    for name in ["good--net_b0", "hf:good/net_b0"] {
      let outcome = try hub.run(["classify", cat, "--checkpoint", name, "--format", "json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("\"thing "), "\(outcome.output)")
      #expect(outcome.output.contains("\"timm-tf\""), "\(outcome.output)")
    }
    let verified = try hub.run(["weights", "verify"])
    #expect(verified.output.hasPrefix("good--net_b0  ok  "), "\(verified.errors)")
    let again = try hub.run(["weights", "pull", "hf:good/net_b0"])
    #expect(again.errors.contains("is installed at"))
    // The list, the configuration, and the weights by way of the CDN.
    let requests = try hub.requests()
    #expect(requests.count == 4, "\(requests)")
    #expect(requests.allSatisfy { $0.hasSuffix(" open") })
    #expect(requests.last?.hasPrefix("cdn /good/net_b0/model.safetensors whole") == true)
  }

  @Test func shardsComeWithTheirIndex() throws {
    let hub = try HubServer()
    try hub.add("good/sharded", isSharded: true)
    let pulled = try hub.run(["weights", "pull", "hf:good/sharded@v1/x"])
    #expect(pulled.status == 0, "\(pulled.errors)")
    let verified = try hub.run(["weights", "verify", "hf:good/sharded@v1/x"])
    #expect(verified.output.hasPrefix("good--sharded--v1-x  ok"), "\(verified.errors)")
    #expect(try hub.requests().first?.contains("/revision/v1%2Fx") == true)
  }

  @Test func aTokenGoesToTheHubAloneAndIsNeverShown() throws {
    let hub = try HubServer()
    try hub.add("good/net_b0")
    let pulled = try hub.run(["weights", "pull", "hf:good/net_b0"], token: "hf_secret")
    #expect(pulled.status == 0, "\(pulled.errors)")
    #expect(!(pulled.output + pulled.errors).contains("secret"))
    for request in try hub.requests() {
      let isOpen = request.hasPrefix("cdn ")
      #expect(request.hasSuffix(isOpen ? " open" : " Bearer hf_secret"), "\(request)")
    }
  }

  @Test func aTransferThatBreaksOffIsResumed() throws {
    let hub = try HubServer()
    try hub.add("cut/net_b0")
    let pulled = try hub.run(["weights", "pull", "hf:cut/net_b0"])
    #expect(pulled.status == 0, "\(pulled.errors)")
    let transfers = try hub.requests().filter { $0.hasPrefix("cdn ") }
    #expect(transfers.count == 2)
    #expect(transfers.last?.contains(" bytes=") == true, "\(transfers)")
  }

  @Test func otherBytesThanListedAreRefused() throws {
    let hub = try HubServer()
    try hub.add("wrong/net_b0")
    expectFailure(try hub.run(["weights", "pull", "hf:wrong/net_b0"]), 65, "SHA-256")
    try hub.add("large/net_b0")
    expectFailure(
      try hub.run(["weights", "pull", "hf:large/net_b0"]), 65, "a tenth more than is published")
    #expect(try hub.run(["weights", "list", "--installed"]).output.contains("wrong") == false)
  }

  @Test func theHubsRefusalsSayWhatToDo() throws {
    let hub = try HubServer()
    try hub.add("good/net_b0")
    try hub.add("gated/net_b0")
    expectFailure(
      try hub.run(["weights", "pull", "hf:nobody/net"]), 66, "the hub has no 'nobody/net'",
      "HF_TOKEN")
    expectFailure(
      try hub.run(["weights", "pull", "hf:nobody/net"], token: "hf_secret"), 66, "check the name")
    expectFailure(
      try hub.run(["weights", "pull", "hf:good/net_b0@v9"]), 66, "has no revision 'v9'")
    for token in ["", "hf_secret"] {
      expectFailure(
        try hub.run(["weights", "pull", "hf:gated/net_b0"], token: token), 69,
        "'gated/net_b0' is gated", "/gated/net_b0")
    }
    expectFailure(try hub.run(["weights", "pull", "hf:net_b0"]), 64, "hf:OWNER/NAME")
    let outcome = try hub.run(["weights", "pull", "hf:good/net_b0", "--mirror", "https://x.org"])
    #expect(outcome.status == 64, "\(outcome.errors)")
  }

  @Test func aModelWithoutAnEfficientNetIsNotInstalled() throws {
    let hub = try HubServer()
    try hub.add("good/net_b0")
    let place = hub.models.appendingPathComponent("good/net_b0/model.safetensors")
    var bytes = try Data(contentsOf: place)
    if let range = bytes.range(of: Data("\"conv_stem.weight\"".utf8)) {
      bytes.replaceSubrange(range, with: Data("\"conv_st3m.weight\"".utf8))
    }
    try bytes.write(to: place)
    expectFailure(try hub.run(["weights", "pull", "hf:good/net_b0"]), 65, "can't pull")
    #expect(try hub.run(["weights", "verify"]).output.isEmpty)
  }
}
