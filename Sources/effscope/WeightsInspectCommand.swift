import Architectures
import ArgumentParser
import Checkpoints
import Pipeline

/// `effscope weights inspect`: what a checkpoint file holds, without running a line of it.
struct WeightsInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Say what a checkpoint file is and what it holds.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "A checkpoint file, or the name of installed weights.")
  var file: String
  @Option(help: "text or json.")
  var format = Format.text

  func run() throws {
    let report = try report()
    switch format {
    case .text: Console.print(report.text)
    case .json: Console.print(report.json.text(isIndented: true))
    }
  }

  private func report() throws(Failure) -> CheckpointReport {
    do throws(CheckpointError) {
      let path = WeightStore.user.entry(named: file)?.path ?? file
      let bytes = try FileBytes(mapping: path)
      let contents = try CheckpointContents(reading: bytes)
      let name = path.split(separator: "/").last.map(String.init) ?? path
      // A file may hold tensors of no network known here and still be worth a look.
      let match = Result { () throws(CheckpointError) in try Checkpoint.load(bytes, name: name) }
      return CheckpointReport(
        path: path, size: bytes.count, sha256: FileDigest(of: bytes).hexadecimal,
        contents: contents, match: match)
    } catch {
      throw Failure(error, subject: file, what: "can't inspect")
    }
  }
}

/// What is known of a checkpoint file.
private struct CheckpointReport {
  let path: String
  let size: Int
  let sha256: String
  let contents: CheckpointContents
  let match: Result<LoadedCheckpoint, CheckpointError>

  private var tensorCount: Int { contents.groups.reduce(0) { $0 + $1.tensors.count } }

  var text: String {
    var lines = [
      "file      \(path)", "size      \(Format.bytes(size)) (\(Format.grouped(size)) bytes)",
      "sha256    \(sha256)", "format    \(contents.format.rawValue)",
    ]
    switch match {
    case .success(let checkpoint):
      let choice = checkpoint.dialect
      lines += [
        "dialect   \(choice.dialect.rawValue) (\(choice.reason.rawValue))",
        "variant   \(checkpoint.variant.name)", "classes   \(checkpoint.options.classes)",
      ]
    case .failure(let error): lines.append("network   none known: \(error.description)")
    }
    lines.append("globals   " + (contents.globals.isEmpty ? "none" : ""))
    lines += contents.globals.map { "  \($0.name)  \($0.verdict.rawValue)" }
    lines.append("tensors   \(tensorCount)")
    for group in contents.groups {
      if !group.path.isEmpty { lines.append("  under '\(group.path)'") }
      lines += group.tensors.map { tensor in
        "  \(tensor.name)  \(tensor.type.rawValue)  "
          + tensor.shape.map(String.init).joined(separator: "×")
      }
    }
    return lines.map(\.printable).joined(separator: "\n")
  }

  var json: JSON {
    var pairs: [(String, JSON)] = [
      ("file", .string(path)), ("size", .integer(size)), ("sha256", .string(sha256)),
      ("format", .string(contents.format.rawValue)),
    ]
    if case .success(let checkpoint) = match {
      pairs += [
        ("dialect", .string(checkpoint.dialect.dialect.rawValue)),
        ("dialectReason", .string(checkpoint.dialect.reason.rawValue)),
        ("variant", .string(checkpoint.variant.name)),
        ("classes", .integer(checkpoint.options.classes)),
      ]
    } else {
      pairs += [("dialect", .null), ("variant", .null), ("classes", .null)]
    }
    pairs.append(
      (
        "globals",
        .array(
          contents.globals.map {
            .object([("name", .string($0.name)), ("verdict", .string($0.verdict.rawValue))])
          })
      ))
    let tensors = contents.groups.flatMap { group in
      group.tensors.map { tensor in
        JSON.object([
          ("group", .string(group.path)), ("name", .string(tensor.name)),
          ("type", .string(tensor.type.rawValue)),
          ("shape", .array(tensor.shape.map { .integer($0) })),
        ])
      }
    }
    pairs.append(("tensors", .array(tensors)))
    return .object(pairs)
  }
}
