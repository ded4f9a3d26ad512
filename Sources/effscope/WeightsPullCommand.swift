import ArgumentParser
import Checkpoints
import Pipeline

/// `effscope weights pull`: fetches published weights into the store.
struct WeightsPullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Fetch published weights and check their SHA-256.")

  @Argument(help: "Names from 'effscope weights list'.")
  var names: [String]
  @Flag(help: "Fetch again what is installed already.")
  var force = false
  @OptionGroup var console: OutputArguments

  func run() throws {
    let store = WeightStore.user
    let failed = try EachImage.run(names) { name throws(Failure) in
      do throws(CheckpointError) {
        let publication = try Publication.named(name)
        if !force, let entry = store.entry(named: publication.name) {
          note("\(entry.name) is installed at \(entry.path)")
          return
        }
        let isQuiet = console.quiet
        let entry = try Blocking.run { () async throws(CheckpointError) in
          try await store.pull(publication) { step in
            if !isQuiet { Console.note("\(publication.name): \(step.text)") }
          }
        }
        note(
          "\(entry.name) is installed at \(entry.path) (\(Format.bytes(entry.record.size)), "
            + "SHA-256 \(entry.record.sha256.prefix(16))…)")
      } catch {
        throw Failure(error, subject: name, what: "can't pull the weights")
      }
    }
    try failed.end()
  }

  private func note(_ text: String) {
    if !console.quiet { Console.note(text) }
  }
}

extension WeightStore.PullStep {
  fileprivate var text: String {
    switch self {
    case .fetching(let source): "fetching \(source)"
    case .verifying(let count): "checking the SHA-256 of \(Format.bytes(count))"
    case .installing(let file): "installing \(file)"
    }
  }
}
