import ArgumentParser
import Checkpoints
import Support

struct WeightsPullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Fetch published weights and check their SHA-256.",
    discussion: """
      A transfer that breaks off leaves its part, from which the next pull goes on. Proxies are taken from \
      https_proxy, all_proxy and no_proxy. 'hf:OWNER/NAME' and 'hf:OWNER/NAME@REVISION' bring an EfficientNet \
      of the Hugging Face hub (HF_ENDPOINT names another host, HF_TOKEN is sent to it).
      """)

  @Argument(
    help: "Names from 'effscope weights list', variants, or hf:OWNER/NAME.",
    completion: .publications)
  var names: [String]
  @Flag(help: "Fetch again what is installed already.") var force = false
  @Option(
    help: "Fetch from this address or file instead; the hash is checked all the same.",
    completion: .file())
  var from: String?
  @Option(help: "Fetch from a server folder that holds the published files by their names.")
  var mirror: String?
  @OptionGroup var console: OutputArguments

  func validate() throws {
    if from != nil, mirror != nil {
      throw ValidationError("--from and --mirror exclude each other")
    }
    if from != nil, names.count > 1 {
      throw ValidationError("--from is one file, but \(names.count) names are given")
    }
    if from != nil || mirror != nil, let name = names.first(where: Self.isOfHub) {
      throw ValidationError("'\(name)' comes from the hub; HF_ENDPOINT names another host")
    }
  }

  private static func isOfHub(_ name: String) -> Bool { name.hasPrefix(HubReference.prefix) }

  func run() throws {
    Interruption.watch()
    let store = WeightStore.user
    let line = PullLine(console: console)
    let place = from.map { PullPlace(from: $0) } ?? mirror.map { .mirror($0) } ?? .publisher
    let failed = try EachImage.run(names) { name throws(Failure) in
      try CheckpointError.asFailure(subject: name, what: "can't pull the weights") {
        () throws(CheckpointError) in
        let wanted = try Wanted(name)
        if !force, let entry = store.entry(named: wanted.storeName) {
          console.note("\(entry.name) is installed at \(entry.path)")
          return
        }
        defer { console.progress(nil) }
        let entry = try Blocking.run { () async throws(CheckpointError) in
          try await wanted.pull(into: store, from: place) {
            line.show($0, of: wanted.storeName)
          }
        }
        console.progress(nil)
        console.note(
          "\(entry.name) is installed at \(entry.path) (\(NumberText.bytes(entry.record.size)), "
            + "SHA-256 \(entry.record.sha256.prefix(16))…)")
      }
    }
    try failed.end()
  }
}

/// Weights by a name of the catalogue, or of the Hugging Face hub.
private enum Wanted: Sendable {
  case publication(Publication)
  case hub(HubReference)

  init(_ name: String) throws(CheckpointError) {
    if name.hasPrefix(HubReference.prefix) {
      guard let reference = HubReference(name) else { throw .noHubName(name) }
      self = .hub(reference)
    } else {
      self = .publication(try Publication.named(name))
    }
  }

  var storeName: String {
    switch self {
    case .publication(let publication): publication.name
    case .hub(let reference): reference.storeName
    }
  }

  func pull(
    into store: WeightStore, from place: PullPlace, report: (PullStep) -> Void
  ) async throws(CheckpointError) -> InstalledWeights {
    switch self {
    case .publication(let publication):
      try await store.pull(
        publication, from: place, isCancelled: { Interruption.isAsked }, report: report)
    case .hub(let reference):
      try await store.pull(reference, isCancelled: { Interruption.isAsked }, report: report)
    }
  }
}

/// Steps of a pull on standard error: notes, and on a terminal a bar that is drawn over and over.
private struct PullLine: Sendable {
  let console: OutputArguments

  func show(_ step: PullStep, of name: String) {
    switch step {
    case .receiving(let progress): console.progress(bar(progress, name))
    case .waiting: console.progress("\(name): \(step.words)")
    case .fetching, .retrying, .verifying, .installing:
      console.progress(nil)
      console.note("\(name): \(step.words)")
    }
  }

  /// `lite0 ━━━━━━━━────────  52 %  9.8 MB of 18.8 MB, 3.4 MB/s, 0:03 left`.
  private func bar(_ progress: DownloadProgress, _ name: String) -> String {
    guard let fraction = progress.fraction else { return "\(name)  \(progress.words)" }
    // A long name leaves the numbers more room than the bar.
    let cells = max(4, min(16, 32 - name.count))
    let done = Int(fraction * Double(cells))
    let drawn = String(repeating: "━", count: done) + String(repeating: "─", count: cells - done)
    let percent = NumberText.right(String(Int(fraction * 100)), 3)
    return "\(name) \(drawn) \(percent) %  \(progress.words)"
  }
}
