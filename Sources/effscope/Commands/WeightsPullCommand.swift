import ArgumentParser
import Checkpoints
import Support

struct WeightsPullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Fetch published weights and check their SHA-256.",
    discussion: """
      A transfer that breaks off leaves its part, from which the next pull goes on. Proxies are taken from \
      https_proxy, all_proxy and no_proxy.
      """)

  @Argument(help: "Names from 'effscope weights list', or variants.") var names: [String]
  @Flag(help: "Fetch again what is installed already.") var force = false
  @Option(help: "Fetch from this address or file instead; the hash is checked all the same.")
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
  }

  func run() throws {
    Interruption.watch()
    let store = WeightStore.user
    let line = PullLine(console: console)
    let place = from.map { PullPlace(from: $0) } ?? mirror.map { .mirror($0) } ?? .publisher
    let failed = try EachImage.run(names) { name throws(Failure) in
      try CheckpointError.asFailure(subject: name, what: "can't pull the weights") {
        () throws(CheckpointError) in
        let publication = try Publication.named(name)
        if !force, let entry = store.entry(named: publication.name) {
          console.note("\(entry.name) is installed at \(entry.path)")
          return
        }
        defer { console.progress(nil) }
        let entry = try Blocking.run { () async throws(CheckpointError) in
          try await store.pull(publication, from: place, isCancelled: { Interruption.isAsked }) {
            line.show($0, of: publication.name)
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
